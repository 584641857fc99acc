//! `#[critical_section(…)]` and `#[allow_threads]`.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, Token};

use super::options::{self, Choice, Row, Takes, split_at_commas};
use super::words::Marker;
use crate::ctxt::Ctxt;
use crate::messages::{detach, section};
use crate::suggest::nearest;

/// One `#[critical_section(…)]`.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct SectionArgs {
    pub attribute: Attribute,
    /// Where it stands among the attributes.
    pub position: usize,
    /// Whether it is the `impl` block's, for all methods.
    pub of_block: bool,
    /// Whether some of it could not be read, which has been reported.
    pub flawed: bool,
    /// What is to be locked, as written: whether these are parameters is for `check` to say.
    pub targets: Vec<Expr>,
    pub options: SectionOptions,
}

#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct SectionOptions {
    pub same: Option<syn::Path>,
    /// `"error"` or `"retry"`, as written.
    pub on_suspend: Option<Choice>,
}

const OPTIONS: &[Row<SectionOptions>] = &[
    Row {
        name: "same",
        takes: Takes::Path("Self::both", |args, path| args.same = Some(path)),
    },
    Row {
        name: "on_suspend",
        takes: Takes::Word(
            |entry| section::on_suspend_is_text(entry.value.to_string()),
            |args, choice| args.on_suspend = Some(choice),
        ),
    },
    Row {
        name: "timeout",
        takes: Takes::Refused(|entry| section::timeout(&entry.key)),
    },
];

impl SectionArgs {
    pub fn parse(ctxt: &Ctxt, marker: &Marker, position: usize) -> SectionArgs {
        let mut args = SectionArgs {
            attribute: marker.attribute.clone(),
            position,
            of_block: false,
            flawed: false,
            targets: Vec::new(),
            options: SectionOptions::default(),
        };
        let before = ctxt.mark();
        let mut given = TokenStream::new();
        for piece in split_at_commas(marker.arguments()) {
            match option_key.parse2(piece.clone()) {
                Ok(key) if OPTIONS.iter().any(|row| key == row.name) => {
                    given.extend(quote!(#piece,))
                }
                Ok(key) => ctxt.error(&key, unknown(&key)),
                Err(_) => match syn::parse2(piece.clone()) {
                    Ok(target) => args.targets.push(target),
                    Err(_) => ctxt.error(&piece, section::not_a_parameter(&piece)),
                },
            }
        }
        options::parse(ctxt, "critical_section", OPTIONS, given, &mut args.options);
        args.flawed = ctxt.mark() > before;
        args
    }
}

fn option_key(input: ParseStream) -> syn::Result<Ident> {
    let key = input.call(Ident::parse_any)?;
    input.parse::<Token![=]>()?;
    input.parse::<TokenStream>()?;
    Ok(key)
}

fn unknown(key: &Ident) -> crate::messages::Message {
    let word = key.to_string();
    match nearest(&word, &["same", "on_suspend"]) {
        Some(meant) => crate::messages::option::near(word, "critical_section", meant),
        None if word == "retry" || word == "error" => section::on_suspend_word(word),
        None if word.contains("time") || word == "blocking" => section::timeout(word),
        None => section::option(word),
    }
}

/// One `#[allow_threads]`.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct DetachArgs {
    pub attribute: Attribute,
    /// Where it stands among the attributes.
    pub position: usize,
}

impl DetachArgs {
    pub fn parse(ctxt: &Ctxt, marker: &Marker, position: usize) -> DetachArgs {
        let arguments = marker.arguments();
        let place = if arguments.is_empty() {
            marker.attribute.to_token_stream()
        } else {
            arguments
        };
        if marker.has_arguments() {
            ctxt.error(place, detach::arguments());
        }
        DetachArgs {
            attribute: marker.attribute.clone(),
            position,
        }
    }
}
