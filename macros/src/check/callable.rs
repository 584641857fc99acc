//! What functions and methods have in common.

use syn::ext::IdentExt;
use syn::{Expr, GenericParam, Ident, LitStr, ReturnType, Signature};

use super::model::{Callable, Output, Param, Role};
use super::receiver::{self, Taken};
use super::rules::Rules;
use super::section::Scope;
use super::types::{self, Shape, shown};
use super::{names, params, signature};
use crate::ctxt::Ctxt;
use crate::messages::{detach, function, option, section};
use crate::parse::function::CallableInput;

/// Where a function is.
#[derive(Clone, Copy)]
pub enum Home<'a> {
    Module,
    /// In the `impl` block of a class; whether a first parameter that is a handle of the class is the receiver.
    Class {
        class: &'a Ident,
        handles: bool,
    },
}

/// Checks everything about a function but what its kind (getter, special method, …) asks for.
pub fn callable(ctxt: &Ctxt, input: &CallableInput, home: Home<'_>) -> Callable {
    let sig = &input.signature;
    qualifiers(ctxt, input);
    let Taken {
        receiver,
        handle,
        skip,
    } = receiver::receiver(ctxt, sig, home);
    let mut params = params::params(ctxt, sig, skip);
    let before = ctxt.mark();
    let scope = Scope {
        ctxt,
        input,
        receiver: receiver.as_ref(),
        handle: handle.as_ref(),
    };
    let section = scope.section(&mut params);
    params::states(ctxt, &mut params);
    let detached = detached(ctxt, input);
    if let ReturnType::Type(_, ty) = &sig.output
        && let Some(guard) = types::guard(ty)
    {
        ctxt.error(guard, function::guard_result(shown(guard)));
    }
    if ctxt.mark() == before {
        let rules = Rules {
            ctxt,
            input,
            home,
            receiver: receiver.as_ref(),
            params: &params,
            section: section.as_ref(),
        };
        match detached {
            true => rules.detached(),
            false => rules.attached(),
        }
    } else if let (Some(section), false) = (input.sections.first(), detached) {
        tokens_beside(ctxt, &section.targets, handle.is_some(), &params);
    }
    let python_signature =
        signature::signature(ctxt, &sig.ident, &params, input.options.signature.as_ref());
    if input.docs.text.contains('\0') {
        ctxt.error(&sig.ident, option::nul_in_docs(&sig.ident));
    }
    Callable {
        name: sig.ident.clone(),
        python_name: python_name(ctxt, &sig.ident, input.options.name.as_ref()),
        receiver,
        section,
        detached,
        output: output(&sig.output),
        signature: python_signature,
        params,
        doc: input.docs.text.clone(),
        cfgs: input.cfgs.clone(),
        allows: input.allows.clone(),
        deprecated: input.deprecated,
        body: input.body.clone(),
    }
}

/// The name in Python: the Rust name, or what `name = "…"` says.
pub fn python_name(ctxt: &Ctxt, rust_name: &Ident, given: Option<&LitStr>) -> String {
    let Some(given) = given else {
        let name = rust_name.unraw().to_string();
        if names::is_keyword(&name) {
            ctxt.error(rust_name, option::keyword_name(&name));
        }
        return name;
    };
    names::identifier(ctxt, given, |name, proposal| {
        option::not_identifier(name, proposal)
    });
    given.value()
}

pub fn qualifiers(ctxt: &Ctxt, input: &CallableInput) {
    let Signature {
        constness,
        asyncness,
        safety,
        abi,
        variadic,
        generics,
        ident,
        ..
    } = &input.signature;
    if let Some(asyncness) = asyncness {
        ctxt.error(
            asyncness,
            match (input.sections.is_empty(), input.detached.is_empty()) {
                (false, _) => section::asynchronous(ident),
                (true, false) => detach::asynchronous(ident),
                (true, true) => function::asynchronous(ident),
            },
        );
    }
    if let (Some(constness), false) = (constness, input.sections.is_empty()) {
        ctxt.error(constness, section::constant(ident));
    }
    if let syn::Safety::Unsafe(keyword) = safety {
        ctxt.error(keyword, function::unsafe_function(ident));
    }
    if let Some(abi) = abi {
        ctxt.error(abi, function::foreign(ident));
    }
    if let Some(variadic) = variadic {
        ctxt.error(variadic, function::variadic(ident));
    }
    for parameter in &generics.params {
        match parameter {
            // Lifetimes are fine: nothing of Python is chosen by them.
            GenericParam::Lifetime(_) => {}
            GenericParam::Type(parameter) => {
                ctxt.error(parameter, function::generic(ident, &parameter.ident))
            }
            GenericParam::Const(parameter) => {
                ctxt.error(parameter, function::generic(ident, &parameter.ident))
            }
        }
    }
}

/// CS09 beside a section with mistakes: what it meant to lock is locked without a token, unless it is a handle.
fn tokens_beside(ctxt: &Ctxt, targets: &[Expr], handle_receiver: bool, params: &[Param]) {
    let is_handle = |param: &Param| {
        let named = |target: &Expr| param.name == shown(target);
        matches!(types::shape(&param.ty), Shape::Handle) && targets.iter().any(named)
    };
    let Some(first) = targets.first() else {
        return;
    };
    if handle_receiver || params.iter().any(is_handle) {
        return;
    }
    for param in params {
        if let Role::Token = param.role {
            let message = section::token_while_locked(shown(first), &param.name);
            ctxt.error(&param.ty, message);
        }
    }
}

/// AT13 is parse's; here are the attributes that exclude each other.
fn detached(ctxt: &Ctxt, input: &CallableInput) -> bool {
    let Some((first, more)) = input.detached.split_first() else {
        return false;
    };
    for second in more {
        ctxt.error(&second.attribute, detach::twice());
    }
    if let Some(section) = input.sections.first() {
        let second = if section.position < first.position {
            &first.attribute
        } else {
            &section.attribute
        };
        ctxt.error(second, section::with_detach());
    }
    true
}

fn output(written: &ReturnType) -> Output {
    match written {
        ReturnType::Default => Output::Unit,
        ReturnType::Type(_, ty) => match types::opaque(ty) {
            Some(_) => Output::Opaque,
            None => Output::Type((**ty).clone()),
        },
    }
}
