//! The object that a method belongs to.

use syn::{FnArg, Ident, Pat, ReceiverKind, Signature, Type};

use super::callable::Home;
use super::model::Receiver;
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{function, method};

/// A receiver, and how many of the inputs it takes up.
pub struct Taken {
    pub receiver: Option<Receiver>,
    /// The name of a receiver that is a handle.
    pub handle: Option<Ident>,
    pub skip: usize,
}

const NONE: Taken = Taken {
    receiver: None,
    handle: None,
    skip: 0,
};

/// Finds the receiver, and refuses those that cannot be one.
pub fn receiver(ctxt: &Ctxt, sig: &Signature, home: Home<'_>) -> Taken {
    match (sig.inputs.first(), home) {
        (Some(FnArg::Receiver(written)), Home::Module) => {
            ctxt.error(written.self_token, function::receiver(&sig.ident));
            Taken { skip: 1, ..NONE }
        }
        (Some(FnArg::Receiver(written)), Home::Class { .. }) => {
            let receiver = reference(ctxt, sig, written);
            Taken {
                receiver: Some(receiver),
                handle: None,
                skip: 1,
            }
        }
        (
            Some(FnArg::Typed(first)),
            Home::Class {
                class,
                handles: true,
            },
        ) => {
            let name = match &*first.pat {
                Pat::Ident(pattern) => Some(pattern.ident.clone()),
                _ => None,
            };
            if let Some(kind) = types::receiver_handle(&first.ty, class) {
                let receiver = Receiver::Handle {
                    kind,
                    ty: (*first.ty).clone(),
                };
                return Taken {
                    receiver: Some(receiver),
                    handle: name,
                    skip: 1,
                };
            }
            if matches!(types::shape(&first.ty), Shape::BorrowFlag) {
                let exclusive = shown(&first.ty).contains("PyRefMut");
                let proposal = if exclusive { "&mut self" } else { "&self" };
                ctxt.error(
                    &first.ty,
                    method::borrow_flag(shown(&first.ty), proposal, "self"),
                );
                // As good as the reference that was meant, under the lock that the message asks for.
                return Taken {
                    receiver: Some(plain(&sig.ident)),
                    handle: name,
                    skip: 1,
                };
            }
            NONE
        }
        _ => NONE,
    }
}

/// A receiver that no rule has anything to say about.
fn plain(at: &Ident) -> Receiver {
    Receiver::Reference {
        exclusive: false,
        at: at.clone(),
    }
}

fn reference(ctxt: &Ctxt, sig: &Signature, written: &syn::Receiver) -> Receiver {
    let at = Ident::new("self", written.self_token.span);
    let exclusive = match &written.kind {
        ReceiverKind::Reference(_, _, mutability) => mutability.is_some(),
        ReceiverKind::Typed(_, ty) => match &**ty {
            Type::Reference(reference) if is_self(&reference.elem) => {
                reference.mutability.is_some()
            }
            Type::Path(_) if is_self(ty) => {
                ctxt.error(written, method::by_value(&sig.ident, "&self"));
                false
            }
            other => {
                ctxt.error(other, method::smart_self(shown(other)));
                false
            }
        },
        _ => {
            ctxt.error(written, method::by_value(&sig.ident, "&self"));
            false
        }
    };
    Receiver::Reference { exclusive, at }
}

fn is_self(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("Self"))
}
