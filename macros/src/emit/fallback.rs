//! What is emitted beside an item with errors, so that none of them causes another: the impls that other items count on.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{FnArg, Item, ItemFn, ItemMod, PatType, ReturnType, UseTree};

use super::{c_string, paths};
use crate::check::{self, types};
use crate::names;
use crate::parse::class::ClassInput;
use crate::parse::function::FunctionInput;
use crate::parse::module::ModuleInput;

/// The function, and a twin whose table entry is never called: the build has failed.
pub fn function(input: &FunctionInput) -> TokenStream {
    let item = &input.item;
    // A method may be in an `impl` block, where no type can stand.
    if item.sig.receiver().is_some() {
        return without_receiver(item);
    }
    let (noargs, object, trampoline) = (
        paths::NOARGS,
        paths::PY_OBJECT,
        names::function_trampoline(),
    );
    let name = c_string(&input.callable.signature.ident.to_string());
    let entry = quote! {
        unsafe extern "C" fn #trampoline(_: *mut #object, _: *mut #object) -> *mut #object {
            ::core::ptr::null_mut()
        }
        #noargs(#name, #trampoline, c"")
    };
    let twin = super::function::twin(&item.sig.ident, &item.vis, &input.callable.cfgs, entry);
    quote!(#item #twin)
}

/// A free function that could be a method: rustc would also refuse its receiver, and `self` in its body.
fn without_receiver(item: &ItemFn) -> TokenStream {
    let (attrs, vis, name, generics) = (
        &item.attrs,
        &item.vis,
        names::generated(&item.sig.ident),
        &item.sig.generics,
    );
    let mut params = Vec::new();
    for input in &item.sig.inputs {
        if let FnArg::Typed(PatType { ty, .. }) = input {
            params.push(quote!(_: #ty));
        }
    }
    let where_clause = &generics.where_clause;
    // A result that borrows could borrow from `self` only.
    let output = match &item.sig.output {
        ReturnType::Type(_, ty) if types::borrows(ty) => None,
        output => Some(output),
    };
    quote! {
        #(#attrs)*
        #vis fn #name #generics (#(#params),*) #output #where_clause {
            ::core::unreachable!()
        }
    }
}

/// A class, as far as the type can be one: a generic type cannot.
pub fn class(input: &ClassInput) -> TokenStream {
    match input.generics.params.is_empty() {
        true => super::class::class(&crate::plan::class::fallback(input)),
        false => TokenStream::new(),
    }
}

/// The module, without warnings about its imports: some are used by what is not made here.
pub fn module(input: &ModuleInput) -> ItemMod {
    let mut item = input.item.clone();
    let Some((_, items)) = &mut item.content else {
        return item;
    };
    for item in items.iter_mut() {
        if let Item::Use(import) = item {
            generated(&mut import.tree);
        }
    }
    // Its functions find the state by this.
    if let Some(state) = check::module_state(input) {
        let (module_state, module_def) = (paths::MODULE_STATE, paths::MODULE_DEF);
        items.push(Item::Verbatim(quote! {
            unsafe impl #module_state for #state {
                fn definition() -> &'static #module_def {
                    ::core::unreachable!()
                }
            }
        }));
    }
    item
}

/// Makes what a `use` imports generated code, to which the lint about unused imports does not apply.
fn generated(tree: &mut UseTree) {
    match tree {
        UseTree::Path(path) => generated(&mut path.tree),
        UseTree::Group(group) => group.items.iter_mut().for_each(generated),
        UseTree::Name(import) => import.ident = names::generated(&import.ident),
        UseTree::Rename(import) => import.rename = names::generated(&import.rename),
        UseTree::Glob(import) => {
            let span = &mut import.star_token.spans[0];
            *span = span.resolved_at(Span::call_site());
        }
    }
}
