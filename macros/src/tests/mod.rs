//! Tests of the stages, without Python. What rustc makes of the output is tested in `ui-tests/`, what CPython makes of it
//! in `tests/`.

mod check;
mod emit;
mod lint;
mod parse;
mod plan;
mod raw;

use proc_macro2::TokenStream;

use crate::ctxt::Ctxt;
use crate::parse::class::ClassInput;
use crate::parse::function::FunctionInput;
use crate::parse::methods::MethodsInput;
use crate::parse::module::ModuleInput;

/// Tokens with the places of `source`.
fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the test's source is Rust")
}

/// The mistakes in `ctxt`: the source that each points at, and its text.
fn mistakes(ctxt: Ctxt) -> Vec<(String, String)> {
    let errors = ctxt.into_errors();
    let described = errors.into_iter().map(|error| {
        let place = error.span().source_text().unwrap_or_default();
        (place, error.to_string())
    });
    described.collect()
}

fn function(ctxt: &Ctxt, arguments: &str, item: &str) -> FunctionInput {
    FunctionInput::parse(ctxt, tokens(arguments), tokens(item)).expect("a function")
}

fn class(ctxt: &Ctxt, arguments: &str, item: &str) -> ClassInput {
    ClassInput::parse(ctxt, tokens(arguments), tokens(item)).expect("a class")
}

fn methods(ctxt: &Ctxt, item: &str) -> MethodsInput {
    MethodsInput::parse(ctxt, TokenStream::new(), tokens(item)).expect("an impl block")
}

fn module(ctxt: &Ctxt, arguments: &str, item: &str) -> ModuleInput {
    ModuleInput::parse(ctxt, tokens(arguments), tokens(item)).expect("a module")
}
