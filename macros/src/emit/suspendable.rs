//! Suspendable sections.
//!
//! As in `section.rs`, an object that has no lock is wrong where the argument is bound, and again in the call of the
//! section. So the call is given the object with the spans of what names it.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::call::{self, Locals};
use super::paths::{self, Runtime};
use super::receiver::handle;
use super::section::{object, spans};
use crate::names;
use crate::parse::words::first_span;
use crate::plan::body::{Body, Lock, Suspendable, Watch};
use crate::plan::call::{Argument, CallPlan, ReceiverPlan, ResultPlan};

/// ```text
/// suspendable(slf, || Self::drain(slf, py))
/// watched(slf, |section| Self::drain(slf, py, section))
/// error_on_suspend(slf, &Locked1 { … }, Result::is_err, |_| Self::drain(slf, py))?
/// retry_on_suspend(slf, &Locked1 { … }, Result::is_err, |_| Self::drain(slf, retried::<String>(&arg0)))?
/// ```
pub fn section(plan: &CallPlan, section: &Suspendable) -> TokenStream {
    let (objects, who, local) = (objects(section), who(plan, section), used_section(plan));
    let (run, failed) = (function(section), failed(plan));
    match section.watch {
        Watch::Nothing => {
            let call = once(plan);
            quote!(#run(#objects, || #call))
        }
        Watch::Asked => {
            let call = once(plan);
            quote!(#run(#objects, |#local| #call))
        }
        Watch::Error => {
            let call = once(plan);
            quote!(#run(#objects, &#who, #failed, |#local| #call)?)
        }
        Watch::Retry => {
            let call = repeated(plan);
            quote!(#run(#objects, &#who, #failed, |#local| #call)?)
        }
    }
}

fn function(section: &Suspendable) -> Runtime {
    match (section.watch, &section.second) {
        (Watch::Nothing, None) if section.of_block => paths::SUSPENDABLE_IN_BLOCK,
        (Watch::Nothing, Some(_)) if section.of_block => paths::SUSPENDABLE_IN_BLOCK2,
        (Watch::Nothing, None) => paths::SUSPENDABLE,
        (Watch::Nothing, Some(_)) => paths::SUSPENDABLE2,
        (Watch::Asked, None) => paths::WATCHED,
        (Watch::Asked, Some(_)) => paths::WATCHED2,
        (Watch::Error, None) => paths::ERROR_ON_SUSPEND,
        (Watch::Error, Some(_)) => paths::ERROR_ON_SUSPEND2,
        (Watch::Retry, None) => paths::RETRY_ON_SUSPEND,
        (Watch::Retry, Some(_)) => paths::RETRY_ON_SUSPEND2,
    }
}

/// What is asked of the objects.
pub fn asked_of_targets(of_block: bool) -> (Runtime, Runtime) {
    match of_block {
        true => (paths::LOCK_TARGET, paths::TRY_LOCK_TARGET),
        false => (paths::SECTION_TARGET, paths::TRY_SECTION_TARGET),
    }
}

/// Whether the body may run more than once.
pub fn is_repeated(plan: &CallPlan) -> bool {
    match &plan.body {
        Body::Suspendable(section) => section.watch == Watch::Retry,
        _ => false,
    }
}

/// `slf, arg0`
fn objects(section: &Suspendable) -> TokenStream {
    let mut objects = vec![at_target(&section.first)];
    objects.extend(section.second.as_ref().map(at_target));
    quote!(#(#objects),*)
}

/// The object, as an expression that begins and ends where its name does: see `results::at_output`.
fn at_target(lock: &Lock) -> TokenStream {
    let ((first, last), object) = (spans(lock), object(lock));
    let mut value = Group::new(Delimiter::Parenthesis, object.to_token_stream());
    value.set_span(last);
    let mut expression = quote_spanned!(first=> ::core::convert::identity);
    expression.extend([TokenTree::Group(value)]);
    expression
}

/// Who locks, for the message of the exception.
fn who(plan: &CallPlan, section: &Suspendable) -> TokenStream {
    let (shown, first) = (&plan.shown, &section.first.name);
    match &section.second {
        None => {
            let who = paths::LOCKED1;
            quote!(#who { function: #shown, param: #first })
        }
        Some(second) => {
            let (who, second) = (paths::LOCKED2, &second.name);
            quote!(#who { function: #shown, first: #first, second: #second })
        }
    }
}

/// Whether a result is an error of the body's own, which is raised whatever else has happened.
fn failed(plan: &CallPlan) -> TokenStream {
    match plan.output {
        ResultPlan::Fallible { .. } => quote!(::core::result::Result::is_err),
        ResultPlan::Value(_) => quote!(|_| false),
    }
}

/// The closure's parameter for the section: unnamed, if nobody asks for it.
fn used_section(plan: &CallPlan) -> TokenStream {
    let asks = |argument: &Argument| matches!(argument, Argument::Section);
    match plan.arguments.iter().any(asks) {
        true => Locals::new().section.to_token_stream(),
        false => quote!(_),
    }
}

fn once(plan: &CallPlan) -> TokenStream {
    call::user_call(plan, &Locals::new().py)
}

/// The call of a body that may run again: everything it takes is cloned.
fn repeated(plan: &CallPlan) -> TokenStream {
    let Locals { py, this, .. } = Locals::new();
    let mut all = Vec::new();
    match &plan.receiver {
        Some(ReceiverPlan::Handle { kind, .. }) => all.push(handle(*kind)),
        Some(_) => all.push(this.to_token_stream()),
        None => {}
    }
    for (index, argument) in plan.arguments.iter().enumerate() {
        all.push(again(index, argument, &py));
    }
    call::call_with(plan, &all)
}

/// Asks for what a second run needs, at the types of the parameters: in a call, rustc would propose to borrow.
pub fn assertions(plan: &CallPlan) -> TokenStream {
    if !is_repeated(plan) {
        return TokenStream::new();
    }
    let asked = plan.arguments.iter().map(|argument| match argument {
        Argument::Converted { ty, .. } => {
            let retried = paths::RETRIED.at(first_span(ty));
            quote!(let _ = #retried::<#ty>;)
        }
        _ => TokenStream::new(),
    });
    quote!(#(#asked)*)
}

fn again(index: usize, argument: &Argument, token: &Ident) -> TokenStream {
    match argument {
        Argument::Converted { ty, .. } => {
            let (local, span) = (names::argument(index), first_span(ty));
            let retried = paths::RETRIED.at(span);
            let retried = quote_spanned!(span=> #retried::<#ty>);
            quote!(#retried(&#local))
        }
        argument => call::passed(index, argument, token),
    }
}
