//! `signature = (a, b = 1, /, c, *, d = None)`.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, Token};

use super::options::{Entry, split_at_commas};
use crate::ctxt::Ctxt;
use crate::messages::function;

/// The entries in the order in which they were written.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct SignatureArgs {
    pub entries: Vec<SignatureEntry>,
    /// Whether there was an entry that could not be read.
    pub flawed: bool,
    pub span: Span,
}

#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub enum SignatureEntry {
    Param {
        name: Ident,
        default: Option<Expr>,
    },
    /// `/`: what stands before is positional only.
    Slash(Span),
    /// `*`: what stands behind is keyword-only.
    Star(Span),
}

impl SignatureArgs {
    /// `None` if the value is not in parentheses.
    pub fn parse(ctxt: &Ctxt, option: &Entry) -> Option<SignatureArgs> {
        let mut tokens = option.value.clone().into_iter();
        let (Some(TokenTree::Group(group)), None) = (tokens.next(), tokens.next()) else {
            return None;
        };
        if group.delimiter() != Delimiter::Parenthesis {
            return None;
        }
        let pieces = split_at_commas(group.stream());
        let (written, mut entries) = (pieces.len(), Vec::new());
        for piece in pieces {
            entries.extend(SignatureEntry::parse(ctxt, piece));
        }
        Some(SignatureArgs {
            flawed: entries.len() < written,
            entries,
            span: option.key.span(),
        })
    }
}

impl SignatureEntry {
    fn parse(ctxt: &Ctxt, piece: TokenStream) -> Option<SignatureEntry> {
        let entry = (|input: ParseStream| {
            if input.peek(Token![/]) {
                return Ok(SignatureEntry::Slash(input.parse::<Token![/]>()?.span));
            }
            if input.peek(Token![*]) {
                let star = input.parse::<Token![*]>()?.span;
                return match input.is_empty() {
                    true => Ok(SignatureEntry::Star(star)),
                    false => Err(input.error("a star with a name")),
                };
            }
            let name = input.parse()?;
            let default = match input.parse::<Option<Token![=]>>()? {
                Some(_) => Some(input.parse()?),
                None => None,
            };
            Ok(SignatureEntry::Param { name, default })
        })
        .parse2(piece.clone());
        match entry {
            Ok(entry) => Some(entry),
            Err(_) => {
                let text: String = piece.to_string().split_whitespace().collect();
                let message = match text.starts_with('*') {
                    true => function::star_args(text),
                    false => function::entry_form(),
                };
                ctxt.error(piece.into_token_stream(), message);
                None
            }
        }
    }
}
