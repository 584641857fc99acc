//! `#[critical_section(self)]` on a whole `#[pymethods]` block.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, FnArg, Ident, Pat, PatType, Type};

use super::kinds::bound;
use super::model::{HandleKind, MethodKind, Role};
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{option, section};
use crate::parse::function::CallableInput;
use crate::parse::section::{SectionArgs, SectionOptions};

/// It locks the object of each method, so it names `self`, and nothing else.
pub fn check(ctxt: &Ctxt, sections: &[SectionArgs]) {
    let Some((first, more)) = sections.split_first() else {
        return;
    };
    for second in more {
        ctxt.error(&second.attribute, option::twice("#[critical_section]"));
    }
    let mut own = Vec::new();
    for target in &first.targets {
        match shown(target).as_str() {
            "self" => own.push(target),
            other => ctxt.error(target, section::block_names(other)),
        }
    }
    for second in own.into_iter().skip(1) {
        ctxt.error(second, section::twice("self"));
    }
    let SectionOptions { same, on_suspend } = &first.options;
    if let Some(same) = same {
        ctxt.error(same, section::block_option("same"));
    }
    if let Some(choice) = on_suspend {
        ctxt.error(&choice.key, section::block_option(&choice.key));
    }
    let refused = !first.flawed && first.targets.is_empty();
    if refused {
        ctxt.error(&first.attribute, section::no_object("self"));
    }
}

/// Gives the block's section to a method that has an object and does not say otherwise.
pub fn inherit(block: &SectionArgs, input: &mut CallableInput, kind: MethodKind, class: &Ident) {
    if !input.sections.is_empty() || !input.detached.is_empty() {
        return;
    }
    let handles = match input.signature.inputs.first() {
        Some(FnArg::Receiver(_)) => false,
        Some(FnArg::Typed(first)) => match types::receiver_handle(&first.ty, class) {
            Some(HandleKind::Bound | HandleKind::BoundRef) => true,
            // An owned handle says that the method locks for itself, and what is no receiver is refused.
            Some(HandleKind::Owned) | None => return,
        },
        None => return,
    };
    let mut section = block.clone();
    let named = block.targets.iter().find(|target| shown(target) == "self");
    let this = Ident::new("self", Span::call_site());
    let this = named.cloned().unwrap_or_else(|| syn::parse_quote!(#this));
    // What is locked is of the block's class, so the attribute's word is what is wrong if that has no lock.
    let at = this.span();
    section.targets = vec![this];
    section.options = SectionOptions::default();
    if let MethodKind::Special(_) = kind
        && let Some(name) = operand(input, handles, class)
    {
        section.targets.push(named_at(&name, at));
    }
    // Other names are a mistake, and there is nothing more to say about what they mean.
    for target in &block.targets {
        if is_parameter(input, target) {
            section.targets.push(target.clone());
        }
    }
    input.sections.push(section);
}

fn named_at(name: &Ident, at: Span) -> Expr {
    let mut name = name.clone();
    name.set_span(at);
    syn::parse_quote!(#name)
}

fn is_parameter(input: &CallableInput, target: &Expr) -> bool {
    let name = shown(target);
    input.signature.inputs.iter().any(|input| match input {
        FnArg::Typed(typed) => shown(&typed.pat) == name,
        FnArg::Receiver(_) => false,
    })
}

/// The operand of a special method that is of the same class, taken as its object is.
fn operand(input: &CallableInput, handles: bool, class: &Ident) -> Option<Ident> {
    let of_class = |ty: &Type| match (types::shape(ty), handles) {
        (Shape::ClassRef { class: held, .. }, false) => types::is_class(held, class),
        (Shape::Handle, true) => match bound(ty) {
            Ok(Role::Handle { class: held, .. }) => types::is_class(&held, class),
            _ => false,
        },
        _ => false,
    };
    for operand in input.signature.inputs.iter().skip(1) {
        if let FnArg::Typed(PatType { pat, ty, .. }) = operand
            && let Pat::Ident(pattern) = &**pat
            && of_class(ty)
        {
            return Some(pattern.ident.clone());
        }
    }
    None
}
