//! Fourth stage: from what is decided to tokens. It cannot fail, and decides nothing.
//!
//! Generated code lifts no lint: under the user's `#![forbid(unsafe_code)]` a mere `#[allow(unsafe_code)]` would be an
//! error. It needs none to be lifted, because rustc does not look for them in what a macro of another crate made. So
//! `unsafe` and every name that is declared here have the spans of the expansion, never the user's (see
//! `names::generated`). The exception is a call of what its author has deprecated: see `call::user_call`.

mod call;
mod class;
pub mod fallback;
mod field_objects;
mod function;
mod methods;
mod module;
mod paths;
mod raw;
mod receiver;
mod results;
mod section;
mod suspendable;
mod trampoline;
mod warnings;

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use crate::names;

pub use class::class;
pub use function::function;
pub use methods::methods;
pub use module::module;
pub use raw::{fallback as raw_fallback, raw};

/// A C string literal. `check` has refused text with a NUL in it; what is left of one here ends there.
fn c_string(text: &str) -> proc_macro2::Literal {
    let bytes = text.split('\0').next().unwrap_or_default();
    let text = std::ffi::CString::new(bytes).unwrap_or_default();
    proc_macro2::Literal::c_string(&text)
}

/// An optional value of which there may be several, where `#[cfg]` decides between them:
///
/// ```text
/// {
///     let made: Option<Constructor> = None;
///     #[cfg(a)]
///     let made: Option<Constructor> = Some(…);
///     made
/// }
/// ```
fn optional(ty: &TokenStream, values: &[(&[Attribute], TokenStream)]) -> TokenStream {
    let made = names::local("made");
    match values {
        [] => quote!(::core::option::Option::None),
        [([], value)] => quote!(::core::option::Option::Some(#value)),
        values => {
            let mut lets = Vec::new();
            for &(cfgs, ref value) in values {
                lets.push(quote!(#(#cfgs)* let #made: #ty = ::core::option::Option::Some(#value);));
            }
            quote!({
                let #made: #ty = ::core::option::Option::None;
                #(#lets)*
                #made
            })
        }
    }
}
