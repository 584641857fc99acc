//! From what the user's function returns to what CPython wants.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use super::call::Locals;
use super::paths;
use crate::check::model::Output;
use crate::names;
use crate::parse::words::{first_span, last_span};
use crate::plan::body::Body;
use crate::plan::call::{CallPlan, ResultPlan};

/// The value of a `Result`; an error is raised:
///
/// ```text
/// let out = match out { Ok(value) => value, Err(error) => return Err(<E as IntoPyErr>::into_pyerr(error)) };
/// ```
///
/// A detached result is asserted as a whole: its value where `assertions`
/// are, its error here, because the type of an error need not be written.
pub fn settled(plan: &CallPlan) -> TokenStream {
    let Locals { out, .. } = Locals::new();
    let (value, error) = (names::local("value"), names::local("error"));
    let assert = |what: &Ident| match plan.body {
        Body::Detached => {
            let assert = paths::ASSERT_DETACHED;
            quote!(#assert(&#what);)
        }
        _ => TokenStream::new(),
    };
    match &plan.output {
        ResultPlan::Value(Output::Opaque) => assert(&out),
        ResultPlan::Value(_) => TokenStream::new(),
        ResultPlan::Fallible { error: ty, .. } => {
            let (into, assert) = (paths::INTO_PY_ERR, assert(&error));
            let ty = ty
                .as_ref()
                .map_or_else(|| quote!(_), ToTokens::to_token_stream);
            quote! {
                let #out = match #out {
                    ::core::result::Result::Ok(#value) => #value,
                    ::core::result::Result::Err(#error) => {
                        #assert
                        return ::core::result::Result::Err(<#ty as #into>::into_pyerr(#error));
                    }
                };
            }
        }
    }
}

/// `function(leading, out)` for the conversion of a result.
pub fn converted(function: paths::Runtime, leading: TokenStream, output: &Output) -> TokenStream {
    let (function, out) = (function.at(output_span(output)), at_output(output));
    quote!(#function(#leading #out))
}

/// `function::<class>(leading, out)`.
pub fn converted_to(
    function: paths::Runtime,
    class: &Ident,
    leading: TokenStream,
    output: &Output,
) -> TokenStream {
    converted_to_type(function, quote!(#class), leading, output)
}

/// `function::<ty>(leading, out)`.
pub fn converted_to_type(
    function: paths::Runtime,
    class: TokenStream,
    leading: TokenStream,
    output: &Output,
) -> TokenStream {
    let (span, out) = (output_span(output), at_output(output));
    let function = function.at(span);
    let function = quote_spanned!(span=> #function::<#class>);
    quote!(#function(#leading #out))
}

fn output_span(output: &Output) -> Span {
    match output {
        Output::Type(ty) => first_span(ty),
        Output::Unit | Output::Opaque => Span::call_site(),
    }
}

/// `out`, as an expression that begins and ends where the return type does, so that a message about its conversion
/// points there. (Spans cannot be joined on stable, but rustc takes the span of an expression from its first token to its
/// last.)
fn at_output(output: &Output) -> TokenStream {
    let out = Locals::new().out;
    let Output::Type(ty) = output else {
        return out.to_token_stream();
    };
    let mut value = Group::new(Delimiter::Parenthesis, out.to_token_stream());
    value.set_span(last_span(ty));
    let mut expression = quote_spanned!(first_span(ty)=> ::core::convert::identity::<#ty>);
    expression.extend([TokenTree::Group(value)]);
    expression
}
