//! The body of a C function: bind, convert, call, convert.
//!
//! What generated code may do is in the types of the runtime's functions. Its `unsafe` blocks hold one call of the
//! runtime each, and none of the user's expressions, so that nothing of the user's is `unsafe` by accident.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::{Ident, Type};

use super::receiver::{class, receiver};
use super::{paths, results, section, suspendable};
use crate::check::model::Output;
use crate::names;
use crate::plan::body::Body;
use crate::plan::call::{Argument, CallPlan, Callee, ReceiverPlan, SignaturePlan, StateOf};

/// What happens to an argument of another type.
#[derive(Clone, Copy, PartialEq)]
pub enum Mismatch {
    /// `TypeError`, and whatever else the conversion raises.
    Raises,
    /// The operator is not implemented for it.
    NotImplemented,
}

/// The locals of a trampoline. They have the hygiene of `mixed_site`, so their names are free.
pub struct Locals {
    pub py: Ident,
    pub slf: Ident,
    pub argv: Ident,
    pub out: Ident,
    pub this: Ident,
    pub proof: Ident,
    pub section: Ident,
    work: Ident,
}

impl Locals {
    pub fn new() -> Self {
        Self {
            py: names::local("py"),
            slf: names::local("slf"),
            argv: names::local("argv"),
            out: names::local("out"),
            this: names::local("this"),
            proof: names::local("proof"),
            section: names::local("section"),
            work: names::local("work"),
        }
    }
}

/// ```text
/// const __FREEHOLD_SIGNATURE: Signature = Signature { function: "Counter.add", names: &["by"], … };
/// ```
pub fn signature_const(shown: &str, signature: &SignaturePlan) -> TokenStream {
    let (name, runtime) = (names::signature(), paths::SIGNATURE);
    let value = signature_value(quote!(#shown), signature);
    quote!(const #name: #runtime = #value;)
}

/// The same for the constructor, which is shown by the name that the class has in Python:
///
/// ```text
/// let __FREEHOLD_SIGNATURE = const { &Signature { function: <Self as PyClass>::NAME, … } };
/// ```
pub fn constructor_signature(plan: &CallPlan) -> TokenStream {
    let (name, class) = (names::signature(), class(plan));
    let py_class = paths::PY_CLASS.at(class.span());
    let shown = quote_spanned!(class.span()=> <#class as #py_class>::NAME);
    let value = signature_value(shown, &plan.signature);
    quote!(let #name = const { &#value };)
}

fn signature_value(shown: TokenStream, signature: &SignaturePlan) -> TokenStream {
    let SignaturePlan {
        names: params,
        positional_only,
        positional,
        required,
    } = signature;
    let runtime = paths::SIGNATURE;
    quote! {
        #runtime {
            function: #shown,
            names: &[#(#params),*],
            positional_only: #positional_only,
            positional: #positional,
            required: #required,
        }
    }
}

/// Everything between binding and the conversion of the result, which is left in `out`:
///
/// ```text
/// let slf = unsafe { receiver::<Self>(py, &slf) };
/// let arg0 = arg::<u64>(&SIGNATURE, argv[0], 0)?;
/// assert_under_lock::<u64>(&arg0);
/// let out = exclusive::<Write<Self>, _>(slf, &Locked1 { … }, |_, this| Self::add(this, arg0))?;
/// let out = match out { Ok(value) => value, Err(error) => return Err(<E as IntoPyErr>::into_pyerr(error)) };
/// ```
pub fn call(plan: &CallPlan, mismatch: Mismatch) -> TokenStream {
    let receiver = receiver(plan);
    let arguments = plan
        .arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| match argument {
            Argument::State { ty, of } => state(plan, index, ty, *of),
            argument => convert(index, argument, mismatch),
        });
    let assertions = assertions(plan);
    let run = run(plan);
    let settled = results::settled(plan);
    quote! {
        #receiver
        #(#arguments)*
        #assertions
        #run
        #settled
    }
}

/// ```text
/// let arg0 = unsafe { function_state::<State>(&slf, "count") }?;
/// let arg0 = object_state::<Self, State>(slf, "Counter.hit")?;
/// let arg0 = unsafe { class_state::<Self, State>(&slf, "Counter.make") }?;
/// ```
///
/// SAFETY: CPython passes the module to the functions of its table, and the class, or one derived from it, to
/// `tp_new` and to class methods.
fn state(plan: &CallPlan, index: usize, ty: &Type, of: StateOf) -> TokenStream {
    let (local, slf, shown) = (names::argument(index), Locals::new().slf, &plan.shown);
    match of {
        StateOf::Module => {
            let find = paths::FUNCTION_STATE;
            quote!(let #local = unsafe { #find::<#ty>(&#slf, #shown) }?;)
        }
        StateOf::Object => {
            let (find, class) = (paths::OBJECT_STATE, class(plan));
            quote!(let #local = #find::<#class, #ty>(#slf, #shown)?;)
        }
        StateOf::Class => {
            let (find, class) = (paths::CLASS_STATE, class(plan));
            quote!(let #local = unsafe { #find::<#class, #ty>(&#slf, #shown) }?;)
        }
    }
}

fn convert(index: usize, argument: &Argument, mismatch: Mismatch) -> TokenStream {
    let Locals { argv, .. } = Locals::new();
    let (local, signature) = (names::argument(index), names::signature());
    let (given, ty, raising, trying) = match argument {
        Argument::Token | Argument::NoSuspend | Argument::Section | Argument::State { .. } => {
            return TokenStream::new();
        }
        Argument::Converted {
            index,
            ty,
            default: None,
        } => (index, ty, paths::ARG, paths::TRY_ARG),
        Argument::Shared {
            index,
            class,
            detached: true,
            ..
        } => (
            index,
            class,
            paths::DETACHED_CLASS_REF,
            paths::TRY_CLASS_REF,
        ),
        Argument::Shared { index, class, .. } => {
            (index, class, paths::CLASS_REF, paths::TRY_CLASS_REF)
        }
        Argument::Locked { index, class } => {
            (index, class, paths::LOCK_TARGET, paths::TRY_LOCK_TARGET)
        }
        Argument::LockedHandle {
            index,
            class,
            of_block,
            ..
        } => {
            let (raising, trying) = suspendable::asked_of_targets(*of_block);
            (index, class, raising, trying)
        }
        Argument::Converted {
            index: given,
            ty,
            default: Some(default),
        } => {
            let (convert, some) = (paths::ARG, names::local("some"));
            return quote! {
                let #local: #ty = match #argv[#given] {
                    // A closure of its own, which no `return` or `?` in the user's expression can leave.
                    ::core::option::Option::None => (|| -> #ty { #default })(),
                    #some => #convert::<#ty>(&#signature, #some, #given)?,
                };
            };
        }
    };
    match mismatch {
        Mismatch::Raises => {
            quote!(let #local = #raising::<#ty>(&#signature, #argv[#given], #given)?;)
        }
        Mismatch::NotImplemented => {
            let (py, not_implemented) = (Locals::new().py, paths::NOT_IMPLEMENTED);
            // A conversion may raise by itself, which is not the same as not fitting.
            let raised = matches!(argument, Argument::Converted { .. }).then(|| quote!(?));
            quote! {
                let ::core::option::Option::Some(#local) = #trying::<#ty>(#argv[#given])#raised else {
                    return ::core::result::Result::Ok(#not_implemented(#py));
                };
            }
        }
    }
}

/// What enters a section, or runs detached, is asserted type by type, so that a mistake is one message at one type.
fn assertions(plan: &CallPlan) -> TokenStream {
    let Locals { this, .. } = Locals::new();
    let assert = match plan.body {
        Body::Suspendable(_) => return suspendable::assertions(plan),
        Body::Attached => return TokenStream::new(),
        Body::Detached => paths::ASSERT_DETACHED,
        Body::Exclusive(_) | Body::Exclusive2 { .. } => paths::ASSERT_UNDER_LOCK,
    };
    let handle = match &plan.receiver {
        Some(ReceiverPlan::Handle { ty, .. }) => quote!(#assert::<#ty>(&#this);),
        _ => TokenStream::new(),
    };
    let arguments = plan
        .arguments
        .iter()
        .enumerate()
        .map(|(index, argument)| match argument {
            Argument::Converted { ty, .. } | Argument::Shared { ty, .. } => {
                let local = names::argument(index);
                quote!(#assert::<#ty>(&#local);)
            }
            Argument::Token
            | Argument::NoSuspend
            | Argument::Section
            | Argument::State { .. }
            | Argument::Locked { .. }
            | Argument::LockedHandle { .. } => TokenStream::new(),
        });
    let result = match (&plan.body, plan.output.value()) {
        (Body::Detached, Output::Type(ty)) => {
            let assert = paths::ASSERT_DETACHED_RESULT;
            quote!(#assert::<#ty>();)
        }
        _ => TokenStream::new(),
    };
    quote!(#handle #(#arguments)* #result)
}

fn run(plan: &CallPlan) -> TokenStream {
    let Locals { py, out, work, .. } = Locals::new();
    match &plan.body {
        Body::Attached => {
            let call = user_call(plan, &py);
            quote!(let #out = #call;)
        }
        // SAFETY of `detach_unchecked`: the assertions have asked of each parameter, and of the result, that it has
        // nothing of Python; the function has nothing else. The runtime's safe `detach` would ask the closure, which
        // says the same again in other words.
        Body::Detached => {
            let call = user_call(plan, &py);
            quote! {
                let #work = move || #call;
                let #out = unsafe { #py.detach_unchecked(#work) };
            }
        }
        Body::Exclusive(lock) => {
            let section = section::exclusive(plan, lock);
            quote!(let #out = #section?;)
        }
        Body::Exclusive2 {
            first,
            second,
            same: None,
        } => {
            let section = section::exclusive2(plan, first, second);
            quote!(let #out = #section?;)
        }
        Body::Exclusive2 {
            first,
            second,
            same: Some(same),
        } => {
            let section = section::exclusive2_or_same(plan, first, second, same);
            quote!(let #out = #section;)
        }
        Body::Suspendable(section) => {
            let section = suspendable::section(plan, section);
            quote!(let #out = #section;)
        }
    }
}

/// `Self::add(this, arg0)`; `token` is what the user's token or proof is here.
pub fn user_call(plan: &CallPlan, token: &Ident) -> TokenStream {
    let mut all = Vec::new();
    if plan.receiver.is_some() {
        all.push(Locals::new().this.to_token_stream());
    }
    for (index, argument) in plan.arguments.iter().enumerate() {
        all.push(passed(index, argument, token));
    }
    call_with(plan, &all)
}

/// A call of the user's function with all that it takes.
pub fn call_with(plan: &CallPlan, all: &[TokenStream]) -> TokenStream {
    let function = match &plan.callee {
        Callee::Function(name) => names::generated(name).to_token_stream(),
        Callee::Method { name, .. } => {
            let name = names::generated(name);
            quote!(Self::#name)
        }
    };
    let call = quote!(#function(#(#all),*));
    match plan.deprecated {
        // The one lint that rustc looks for here too, so that it has to be lifted.
        true => {
            let called = names::local("called");
            quote!({
                #[allow(deprecated)]
                let #called = #call;
                #called
            })
        }
        false => call,
    }
}

pub fn passed(index: usize, argument: &Argument, token: &Ident) -> TokenStream {
    match argument {
        Argument::Token | Argument::NoSuspend => token.to_token_stream(),
        Argument::Section => Locals::new().section.to_token_stream(),
        // The caller's own handle stays where it is.
        Argument::LockedHandle { by_value: true, .. } => {
            let local = names::argument(index);
            quote!(::core::clone::Clone::clone(#local))
        }
        _ => names::argument(index).to_token_stream(),
    }
}

/// The signature of a setter that is made for a field.
pub fn value_signature(shown: &str) -> TokenStream {
    let signature = SignaturePlan {
        names: vec!["value".to_owned()],
        positional_only: 1,
        positional: 1,
        required: 1,
    };
    signature_const(shown, &signature)
}
