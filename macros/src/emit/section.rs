//! Exclusive sections.
//!
//! If an object that is named has no lock, that is wrong where the argument is bound, and again in the call of the
//! section. So that rustc says it once, the call is written with the spans of what names the object.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use super::call::{Locals, passed, user_call};
use super::paths;
use super::receiver::self_at;
use crate::names;
use crate::parse::words::{first_span, last_span};
use crate::plan::body::{Lock, LockedObject};
use crate::plan::call::{Argument, CallPlan};

/// ```text
/// exclusive::<Write<Self>, _>(slf, &Locked1 { function: "Counter.hit", param: "self" }, |_, this| Self::hit(this))
/// ```
pub fn exclusive(plan: &CallPlan, lock: &Lock) -> TokenStream {
    let call = user_call(plan, &Locals::new().proof);
    one(plan, lock, lock.exclusive, call)
}

/// ```text
/// exclusive2::<Write<Self>, Write<Counter>, _>(
///     slf, arg0, &Locked2 { function: "Counter.absorb", first: "self", second: "other" },
///     |_, this, arg0| Self::absorb(this, arg0),
/// )
/// ```
pub fn exclusive2(plan: &CallPlan, first: &Lock, second: &Lock) -> TokenStream {
    let (who, shown, proof) = (paths::LOCKED2, &plan.shown, used_proof(plan));
    let (object1, object2) = (object(first), object(second));
    let (payload1, payload2) = (payload(first), payload(second));
    let (name1, name2) = (&first.name, &second.name);
    let (access1, access2) = (
        access(first, first.exclusive),
        access(second, second.exclusive),
    );
    let call = user_call(plan, &Locals::new().proof);
    let arguments = quote! {
        #object1,
        #object2,
        &#who { function: #shown, first: #name1, second: #name2 },
        |#proof, #payload1, #payload2| #call
    };
    // One of two: more often than not the receiver is an object, and the other one is in doubt.
    let blamed = match &second.object {
        LockedObject::Argument { .. } => second,
        LockedObject::Receiver(_) => first,
    };
    spanned_call(
        blamed,
        paths::EXCLUSIVE2,
        quote!(#access1, #access2),
        arguments,
    )
}

/// `if is_same(slf, arg0) { <same's function, with one lock> } else { exclusive2(…)? }`
pub fn exclusive2_or_same(
    plan: &CallPlan,
    first: &Lock,
    second: &Lock,
    same: &Path,
) -> TokenStream {
    let (is_same, object1, object2) = (paths::IS_SAME, object(first), object(second));
    let (payload, proof) = (payload(first), Locals::new().proof);
    let rest = plan
        .arguments
        .iter()
        .enumerate()
        .filter_map(|(index, argument)| match argument {
            Argument::Locked { .. } => None,
            argument => Some(passed(index, argument, &proof)),
        });
    let merged = one(
        plan,
        first,
        first.exclusive || second.exclusive,
        quote!(#same(#payload, #(#rest),*)),
    );
    let both = exclusive2(plan, first, second);
    quote!(if #is_same(#object1, #object2) { #merged? } else { #both? })
}

fn one(plan: &CallPlan, lock: &Lock, exclusive: bool, call: TokenStream) -> TokenStream {
    let (who, shown, name, proof) = (paths::LOCKED1, &plan.shown, &lock.name, used_proof(plan));
    let (object, payload, access) = (object(lock), payload(lock), access(lock, exclusive));
    let arguments =
        quote!(#object, &#who { function: #shown, param: #name }, |#proof, #payload| #call);
    spanned_call(lock, paths::EXCLUSIVE, access, arguments)
}

/// `function::<accesses, _>(arguments)`, from its first token to its last at what names the object.
fn spanned_call(
    lock: &Lock,
    function: paths::Runtime,
    accesses: TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let (first, last) = spans(lock);
    let function = function.at(first);
    let mut call = quote_spanned!(first=> #function::<#accesses, _>);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last);
    call.extend([TokenTree::Group(arguments)]);
    call
}

/// `Write<Self>` or `Read<T>`.
fn access(lock: &Lock, exclusive: bool) -> TokenStream {
    let access = if exclusive { paths::WRITE } else { paths::READ };
    match &lock.object {
        LockedObject::Receiver(at) => {
            let class = self_at(at);
            quote!(#access<#class>)
        }
        LockedObject::Argument { class, .. } => quote!(#access<#class>),
    }
}

/// The first and the last token of what names the object.
pub fn spans(lock: &Lock) -> (Span, Span) {
    match &lock.object {
        LockedObject::Receiver(at) => (at.span(), at.span()),
        LockedObject::Argument { class, .. } => (first_span(class), last_span(class)),
    }
}

/// The handle that is locked.
pub fn object(lock: &Lock) -> Ident {
    match &lock.object {
        LockedObject::Receiver(_) => Locals::new().slf,
        LockedObject::Argument { index, .. } => names::argument(*index),
    }
}

/// The reference that the section gives.
fn payload(lock: &Lock) -> Ident {
    match &lock.object {
        LockedObject::Receiver(_) => Locals::new().this,
        LockedObject::Argument { index, .. } => names::argument(*index),
    }
}

/// The closure's parameter for the proof: unnamed, if nobody asks for it.
fn used_proof(plan: &CallPlan) -> TokenStream {
    let asks = |argument: &Argument| matches!(argument, Argument::NoSuspend);
    match plan.arguments.iter().any(asks) {
        true => Locals::new().proof.to_token_stream(),
        false => quote!(_),
    }
}
