//! `#[pyfunction]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, Visibility};

use super::{c_string, paths, trampoline, warnings};
use crate::names;
use crate::plan::function::{Binding, Convention, FunctionPlan, TableEntry};

/// Beside the function, a type of the same name: `use path::f` imports both, and the module finds the table entry
/// by the type.
///
/// ```text
/// fn f(a: i64) -> i64 { … }
///
/// struct f { _private: Infallible }
/// unsafe impl ModuleItem for f {
///     const ITEM: Item = {
///         unsafe extern "C" fn __freehold_trampoline(…) -> *mut PyObject { … }
///         Item::Function(def::fastcall_keywords(c"f", __freehold_trampoline, c"f($module, a)\n--\n\n…"))
///     };
/// }
/// ```
pub fn function(plan: &FunctionPlan) -> TokenStream {
    let FunctionPlan {
        visibility,
        cfgs,
        entry,
        call,
        warnings,
    } = plan;
    let name = names::function_trampoline();
    let body = trampoline::method(&name, entry.convention, call);
    let def = table_entry(entry, &name.to_token_stream());
    let warnings = warnings::warnings(warnings);
    let twin = twin(&entry.rust_name, visibility, cfgs, quote!(#body #def));
    quote!(#twin #warnings)
}

/// The type twin, whose table entry `entry` ends with.
pub fn twin(
    name: &Ident,
    visibility: &Visibility,
    cfgs: &[Attribute],
    entry: TokenStream,
) -> TokenStream {
    let (module_item, item) = (paths::MODULE_ITEM, paths::ITEM);
    let name = &names::generated(name);
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #visibility struct #name {
            _private: ::core::convert::Infallible,
        }
        #(#cfgs)*
        #[automatically_derived]
        unsafe impl #module_item for #name {
            const ITEM: #item = #item::Function({ #entry });
        }
    }
}

/// `def::fastcall_keywords(c"f", function, c"f($module, a)\n--\n\n…")`
pub fn table_entry(entry: &TableEntry, function: &TokenStream) -> TokenStream {
    let constructor = match entry.convention {
        Convention::NoArgs => paths::NOARGS,
        Convention::FastcallNothing => paths::FASTCALL_NOTHING,
        Convention::One => paths::ONE,
        Convention::Fastcall => paths::FASTCALL,
        Convention::FastcallKeywords => paths::FASTCALL_KEYWORDS,
    };
    let (name, doc) = (c_string(&entry.python_name), c_string(&entry.doc));
    let def = quote!(#constructor(#name, #function, #doc));
    let bound = match entry.binding {
        Binding::Owner => return def,
        Binding::Class => paths::CLASS_LEVEL,
        Binding::Nothing => paths::STATIC,
    };
    quote!(#bound(#def))
}
