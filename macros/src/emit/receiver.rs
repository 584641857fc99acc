//! The object that a method belongs to.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Ident;

use super::call::Locals;
use super::{paths, suspendable};
use crate::check::model::HandleKind;
use crate::plan::body::Body;
use crate::plan::call::{CallPlan, Callee, ReceiverPlan};

// SAFETY of `receiver`: the method, property and slot descriptors that CPython makes of the tables check that the object
// is of the class before they call.
pub fn receiver(plan: &CallPlan) -> TokenStream {
    let Locals { py, slf, this, .. } = Locals::new();
    let Some(receiver) = &plan.receiver else {
        return TokenStream::new();
    };
    let (bound, class) = (paths::RECEIVER, class(plan));
    let this = match receiver {
        // What has no lock is blamed here already, in the words for parameters; the section's own bound then adds nothing.
        ReceiverPlan::Locked(at) => {
            let (lock_target, class) = (paths::LOCK_TARGET.at(at.span()), self_at(at));
            quote_spanned!(at.span()=> let _ = #lock_target::<#class>;)
        }
        ReceiverPlan::Read(at) => {
            let (read, class) = (paths::READ_RECEIVER, self_at(at));
            quote!(let #this = #read::<#class>(#slf);)
        }
        ReceiverPlan::ReadDetached(at) => {
            let (read, class) = (paths::DETACHED_RECEIVER, self_at(at));
            quote!(let #this = #read::<#class>(#slf);)
        }
        ReceiverPlan::Handle { kind, locked, .. } => {
            let of_block = matches!(&plan.body, Body::Suspendable(section) if section.of_block);
            let asked = locked.as_ref().map(|at| {
                let (target, class) = (suspendable::asked_of_targets(of_block).0, self_at(at));
                let target = target.at(at.span());
                quote_spanned!(at.span()=> let _ = #target::<#class>;)
            });
            // A body that runs again gets a new handle each time.
            let made = (!suspendable::is_repeated(plan)).then(|| {
                let handle = handle(*kind);
                quote!(let #this = #handle;)
            });
            quote!(#asked #made)
        }
    };
    quote! {
        let #slf = unsafe { #bound::<#class>(#py, &#slf) };
        #this
    }
}

/// The object as the handle that the method takes.
pub fn handle(kind: HandleKind) -> TokenStream {
    let Locals { slf, .. } = Locals::new();
    match kind {
        HandleKind::BoundRef => quote!(#slf),
        HandleKind::Bound => quote!(::core::clone::Clone::clone(#slf)),
        HandleKind::Owned => quote!(::core::clone::Clone::clone(#slf).unbind()),
    }
}

/// `Self` at the place of `self`, which a message then points at.
pub fn self_at(at: &Ident) -> Ident {
    Ident::new("Self", at.span())
}

/// `Self` at the name of the class, to say there that it is none.
pub fn class(plan: &CallPlan) -> Ident {
    match &plan.callee {
        Callee::Method { class, .. } => self_at(class),
        Callee::Function(name) => self_at(name),
    }
}
