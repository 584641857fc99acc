//! What functions and methods have in common.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, FnArg, GenericParam, Ident, LitStr, ReturnType, Signature};

use super::model::{Callable, Output, Param, Receiver, Role, Section};
use super::receiver::{self, Taken};
use super::section::{Scope, name_of};
use super::types::{self, Shape, shown};
use super::{names, params, signature};
use crate::ctxt::Ctxt;
use crate::messages::{detach, function, method, option, section};
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

/// How many objects one section locks.
const MOST: usize = 2;

/// Checks everything about a function but what its kind (getter, special method, …) asks for.
pub fn callable(ctxt: &Ctxt, input: &CallableInput, home: Home<'_>) -> Callable {
    let sig = &input.signature;
    qualifiers(ctxt, input);
    let Taken {
        receiver,
        handle,
        skip,
    } = receiver::receiver(ctxt, sig, home);
    let mut params = params::params(ctxt, sig.inputs.iter().skip(skip));
    let before = ctxt.mark();
    let scope = Scope {
        ctxt,
        input,
        receiver: receiver.as_ref(),
        handle: handle.as_ref(),
    };
    let section = scope.section(&mut params);
    let detached = detached(ctxt, input);
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

fn qualifiers(ctxt: &Ctxt, input: &CallableInput) {
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
        types::shape(&param.ty) == Shape::Handle && targets.iter().any(named)
    };
    let Some(first) = targets.first() else {
        return;
    };
    if handle_receiver || params.iter().any(is_handle) {
        return;
    }
    for token in params.iter().filter(|param| param.role == Role::Token) {
        let message = section::token_while_locked(shown(first), &token.name);
        ctxt.error(&token.ty, message);
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

/// The rules about who may be used with which proof.
struct Rules<'a> {
    ctxt: &'a Ctxt,
    input: &'a CallableInput,
    home: Home<'a>,
    receiver: Option<&'a Receiver>,
    params: &'a [Param],
    section: Option<&'a Section>,
}

impl Rules<'_> {
    fn attached(&self) {
        self.exclusive_receiver();
        for param in self.params {
            match (&param.role, self.section) {
                (Role::Token, Some(section)) => {
                    let locked = name_of(&section.first);
                    self.ctxt
                        .error(&param.ty, section::token_while_locked(locked, &param.name));
                }
                (Role::NoSuspend, None) => self
                    .ctxt
                    .error(&param.ty, function::no_section(&param.name)),
                (Role::Shared { class }, _) => self.unlocked(param, class),
                _ => {}
            }
        }
        if let (Some(section), ReturnType::Type(_, ty)) =
            (self.section, &self.input.signature.output)
        {
            // DU02 says it of `__iter__`, with what to write instead.
            if types::borrows(ty) && self.input.name() != "__iter__" {
                let message =
                    section::borrowed_result(shown(ty), name_of(&section.first), types::owned(ty));
                self.ctxt.error(ty, message);
            }
        }
    }

    /// CS06, PM03, DU01: `&mut self` that nobody locks.
    fn exclusive_receiver(&self) {
        let Some(Receiver::Reference {
            exclusive: true, ..
        }) = self.receiver
        else {
            return;
        };
        let locked = self.targets();
        if locked.iter().any(|name| name == "self") {
            return;
        }
        let wanted = self.wanted();
        let message = match (locked.is_empty(), wanted.get(..MOST).unwrap_or(&wanted)) {
            _ if locked.len() == MOST => section::self_unlocked_full(),
            (true, names) if self.input.name() == "__next__" => {
                method::exclusive_next(names.join(", "))
            }
            (true, names) => method::exclusive_self(names.join(", ")),
            (false, names) => section::self_unlocked(names.join(", ")),
        };
        self.ctxt.error(self.receiver_tokens(), message);
    }

    /// FN05 and DU03: `&mut T` that nobody locks, and `&Self` beside a locked `self`. Whether `&T` of another class
    /// needs its lock is for the class to say (FN06).
    fn unlocked(&self, param: &Param, class: &syn::Type) {
        let locked = self.targets();
        let (name, ty) = (&param.name, shown(&param.ty));
        let own_class =
            matches!(self.home, Home::Class { class: own, .. } if types::is_class(class, own));
        let wanted = self.wanted();
        let message = match types::shape(&param.ty) {
            Shape::ClassRef {
                exclusive: true, ..
            } => match wanted.iter().position(|wanted| name == wanted) {
                Some(0..MOST) => {
                    let together = wanted.get(..MOST).unwrap_or(&wanted);
                    function::exclusive_class(name, ty, together.join(", "))
                }
                _ => function::exclusive_class_full(name, ty, shown(class)),
            },
            _ if own_class && locked.as_slice() == ["self"] => {
                section::other_unlocked(name, ty, format!("self, {name}"))
            }
            _ => return,
        };
        self.ctxt.error(&param.ty, message);
    }

    /// What has to be locked: what is, and every `&mut` that is not; `self` first, unless two others are locked already.
    fn wanted(&self) -> Vec<String> {
        let mut names = self.targets();
        let exclusive = |param: &&Param| match types::shape(&param.ty) {
            Shape::ClassRef { exclusive, .. } => {
                exclusive && matches!(param.role, Role::Shared { .. })
            }
            _ => false,
        };
        let params = self.params.iter().filter(exclusive);
        names.extend(params.map(|param| param.name.to_string()));
        let receiver = matches!(
            self.receiver,
            Some(Receiver::Reference {
                exclusive: true,
                ..
            })
        );
        if receiver && !names.iter().any(|name| name == "self") {
            names.insert(0, "self".to_owned());
        }
        names
    }

    fn detached(&self) {
        if let Some(Receiver::Reference {
            exclusive: true, ..
        }) = self.receiver
        {
            self.ctxt.error(
                self.receiver_tokens(),
                detach::exclusive_self(self.input.name()),
            );
        }
        for param in self.params {
            let message = match (&param.role, types::shape(&param.ty)) {
                (Role::Token, _) => detach::token(&param.name),
                (Role::NoSuspend, _) => detach::no_suspend(&param.name),
                (
                    _,
                    Shape::ClassRef {
                        exclusive: true, ..
                    },
                ) => detach::exclusive_param(&param.name, shown(&param.ty)),
                _ => continue,
            };
            self.ctxt.error(&param.ty, message);
        }
    }

    fn targets(&self) -> Vec<String> {
        let Some(section) = self.section else {
            return Vec::new();
        };
        [Some(&section.first), section.second.as_ref()]
            .into_iter()
            .flatten()
            .map(|target| name_of(target).to_string())
            .collect()
    }

    fn receiver_tokens(&self) -> TokenStream {
        self.input
            .signature
            .inputs
            .first()
            .map(FnArg::to_token_stream)
            .unwrap_or_default()
    }
}
