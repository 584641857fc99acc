//! The parameters of a function: each has a name, one type, and one place that it comes from.

use std::mem::discriminant;

use quote::ToTokens;
use syn::{FnArg, Ident, Pat, PatType, Signature, Type};

use super::model::{Param, Role};
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{Message, detach, function, method};

/// Checks everything about the parameters that does not depend on locks.
/// The first of them, as many as `skip` says, are the receiver.
pub fn params(ctxt: &Ctxt, sig: &Signature, skip: usize) -> Vec<Param> {
    let mut params = Vec::new();
    for input in sig.inputs.iter().skip(skip) {
        if let FnArg::Typed(typed) = input {
            params.push(param(ctxt, typed));
        }
    }
    only_one(ctxt, &params, &Role::Token, |name| {
        function::two_tokens(name)
    });
    only_one(ctxt, &params, &Role::NoSuspend, |name| {
        function::two_proofs(name)
    });
    only_one(ctxt, &params, &Role::Section, |name| {
        function::two_sections(name)
    });
    params
}

/// Finds the state of the module among the references that nobody locks: it goes by its name.
pub fn states(ctxt: &Ctxt, params: &mut [Param]) {
    let mut found = false;
    for param in params {
        let Shape::ClassRef { class, exclusive } = types::shape(&param.ty) else {
            continue;
        };
        if !is_state(param) {
            continue;
        }
        if exclusive {
            let message = function::exclusive_state(&param.name, shown(class));
            ctxt.error(&param.ty, message);
        } else if found {
            ctxt.error(&param.name, function::two_states(&param.name));
        }
        found = true;
        param.role = Role::State { ty: class.clone() };
    }
}

fn is_state(param: &Param) -> bool {
    let named = param.name == "state" || param.name == "_state";
    named && matches!(param.role, Role::Shared { .. })
}

fn param(ctxt: &Ctxt, typed: &PatType) -> Param {
    let name = named(ctxt, typed);
    if let Some(opaque) = types::opaque(&typed.ty) {
        ctxt.error(opaque, function::impl_trait(&name, shown(opaque)));
    }
    if let Some(lifetime) = types::static_lifetime(&typed.ty) {
        let written = shown(&typed.ty);
        let borrowed = match &*typed.ty {
            Type::Reference(_) => written.replace("'static ", ""),
            _ => written.replace("'static", "'_"),
        };
        ctxt.error(lifetime, function::static_borrow(&name, written, borrowed));
    }
    if let Some(guard) = types::guard(&typed.ty) {
        ctxt.error(guard, function::guard_param(&name, shown(guard)));
    }
    if let Some(message) = exclusive_buffer(&typed.ty) {
        ctxt.error(&typed.ty, message);
    }
    let ty = (*typed.ty).clone();
    let role = match types::shape(&ty) {
        Shape::Token => Role::Token,
        Shape::NoSuspend => Role::NoSuspend,
        Shape::Section { reference } => {
            if !reference {
                ctxt.error(&ty, function::section_by_value(&name, shown(&ty)));
            }
            Role::Section
        }
        // Locks are looked at later; until then a reference is one that nobody locks.
        Shape::ClassRef { class, .. } => Role::Shared {
            class: class.clone(),
        },
        Shape::BorrowFlag => {
            let class = held(&ty);
            ctxt.error(
                &ty,
                method::borrow_flag(shown(&ty), format!("{name}: &{class}"), &name),
            );
            Role::Value
        }
        Shape::Handle | Shape::Other => Role::Value,
    };
    Param { name, ty, role }
}

/// AT07: `&mut [u8]` and `&mut str`, of which Python has none.
fn exclusive_buffer(ty: &Type) -> Option<Message> {
    let Type::Reference(reference) = ty else {
        return None;
    };
    reference.mutability?;
    match &*reference.elem {
        Type::Slice(_) => Some(detach::exclusive_bytes(shown(ty))),
        Type::Path(path) if path.path.is_ident("str") => Some(detach::exclusive_text(shown(ty))),
        _ => None,
    }
}

/// `T` of `PyRef<'_, T>`.
fn held(ty: &Type) -> String {
    let arguments =
        types::last_segment(ty).map(|segment| segment.arguments.to_token_stream().to_string());
    let inner = arguments.unwrap_or_default();
    let inner = inner.trim_start_matches('<').trim_end_matches('>').trim();
    inner.rsplit(',').next().unwrap_or("T").trim().to_owned()
}

/// The name of a parameter; one that stands in for it where there is none.
fn named(ctxt: &Ctxt, typed: &PatType) -> Ident {
    match &*typed.pat {
        Pat::Ident(pattern) if pattern.by_ref.is_none() && pattern.subpat.is_none() => {
            pattern.ident.clone()
        }
        Pat::Wild(wild) => {
            ctxt.error(
                wild,
                function::unnamed(format!("_value: {}", shown(&typed.ty))),
            );
            crate::names::unnamed()
        }
        pattern => {
            ctxt.error(pattern, function::pattern(shown(pattern), shown(&typed.ty)));
            crate::names::unnamed()
        }
    }
}

fn only_one(ctxt: &Ctxt, params: &[Param], role: &Role, message: fn(&Ident) -> Message) {
    let mut found = false;
    for param in params {
        if discriminant(&param.role) == discriminant(role) {
            if found {
                ctxt.error(&param.ty, message(&param.name));
            }
            found = true;
        }
    }
}
