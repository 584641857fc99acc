//! The options of all attributes: one row each.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Token};

use super::signature::SignatureArgs;
use crate::ctxt::Ctxt;
use crate::messages::{Message, option};
use crate::suggest::nearest;

/// One option of an attribute whose arguments are `A`.
pub struct Row<A: 'static> {
    pub name: &'static str,
    pub takes: Takes<A>,
}

/// What an option takes, and where it goes.
pub enum Takes<A: 'static> {
    /// Nothing: `frozen`.
    Flag(fn(&mut A, Ident)),
    /// A string: `name = "…"`, with an example of one.
    Text(&'static str, fn(&mut A, LitStr)),
    /// One of a few strings, with what to say when it is no string.
    Word(fn(&Entry) -> Message, fn(&mut A, Choice)),
    /// A path: `same = path`, with an example of one.
    Path(&'static str, fn(&mut A, syn::Path)),
    /// A type: `state = State`, with an example of one.
    Type(&'static str, fn(&mut A, syn::Type)),
    /// A parameter list: `signature = (a, b = 1)`.
    Signature(fn(&mut A, SignatureArgs)),
    /// A word that is known, and refused: other projects' spellings, and what comes later.
    Refused(fn(&Entry) -> Message),
}

/// One option as the user wrote it: a word, and what follows `=`, if anything.
pub struct Entry {
    pub key: Ident,
    pub value: TokenStream,
    pub has_value: bool,
}

/// `key = "value"`, where the value is one of a few.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Choice {
    pub key: Ident,
    pub value: LitStr,
}

impl Entry {
    /// The value, or the word if there is none: where a wrong value is blamed.
    pub fn place(&self) -> TokenStream {
        if self.value.is_empty() {
            self.key.to_token_stream()
        } else {
            self.value.clone()
        }
    }
}

/// Parses the `arguments` of `attribute` into `args`, by `table`.
pub fn parse<A>(
    ctxt: &Ctxt,
    attribute: &str,
    table: &'static [Row<A>],
    arguments: TokenStream,
    args: &mut A,
) {
    let mut seen = Vec::new();
    for piece in split_at_commas(arguments) {
        let Ok(entry) = entry.parse2(piece.clone()) else {
            ctxt.error(piece, not_an_option(attribute, table));
            continue;
        };
        let word = entry.key.unraw().to_string();
        let Some(row) = table.iter().find(|row| row.name == word) else {
            ctxt.error(&entry.key, unknown(&word, attribute, table));
            continue;
        };
        if seen.contains(&row.name) {
            ctxt.error(&entry.key, option::twice(&word));
            continue;
        }
        seen.push(row.name);
        apply(ctxt, row, entry, args);
    }
}

fn apply<A>(ctxt: &Ctxt, row: &Row<A>, entry: Entry, args: &mut A) {
    match row.takes {
        Takes::Flag(set) if !entry.has_value => set(args, entry.key),
        Takes::Flag(_) => ctxt.error(entry.place(), option::takes_nothing(row.name)),
        Takes::Text(example, set) => match syn::parse2(entry.value.clone()) {
            Ok(text) => set(args, text),
            Err(_) => {
                // A word without quotes is what belongs into them.
                let word = syn::parse2::<Ident>(entry.value.clone()).map(|word| word.to_string());
                let example = word.as_deref().unwrap_or(example);
                ctxt.error(entry.place(), option::takes_text(row.name, example));
            }
        },
        Takes::Word(message, set) => match syn::parse2(entry.value.clone()) {
            Ok(value) => {
                let key = entry.key;
                set(args, Choice { key, value });
            }
            Err(_) => ctxt.error(entry.place(), message(&entry)),
        },
        Takes::Path(example, set) => match syn::parse2(entry.value.clone()) {
            Ok(path) => set(args, path),
            Err(_) => ctxt.error(entry.place(), option::takes_path(row.name, example)),
        },
        Takes::Type(example, set) => match syn::parse2(entry.value.clone()) {
            Ok(ty) => set(args, ty),
            Err(_) => ctxt.error(entry.place(), option::takes_type(row.name, example)),
        },
        Takes::Signature(set) => match SignatureArgs::parse(ctxt, &entry) {
            Some(signature) => set(args, signature),
            None => ctxt.error(entry.place(), option::takes_signature(row.name)),
        },
        Takes::Refused(message) => {
            // A word alone is wrong as a word; `key = value` is wrong as a whole.
            let (key, value) = (&entry.key, &entry.value);
            ctxt.error(quote::quote!(#key #value), message(&entry));
        }
    }
}

fn entry(input: ParseStream) -> syn::Result<Entry> {
    let key = input.call(Ident::parse_any)?;
    let has_value = input.peek(Token![=]) || input.peek(syn::token::Paren);
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
    } else if !has_value && !input.is_empty() {
        return Err(input.error("expected an option"));
    }
    Ok(Entry {
        key,
        value: input.parse()?,
        has_value,
    })
}

fn unknown<A>(word: &str, attribute: &str, table: &'static [Row<A>]) -> Message {
    let offered = offered(table);
    match nearest(word, &offered) {
        Some(meant) => option::near(word, attribute, meant),
        None => option::unknown(word, attribute, list(&offered)),
    }
}

fn not_an_option<A>(attribute: &str, table: &'static [Row<A>]) -> Message {
    match table.is_empty() {
        true => option::no_options(attribute),
        false => option::not_an_option(attribute, list(&offered(table))),
    }
}

fn offered<A>(table: &'static [Row<A>]) -> Vec<&'static str> {
    let mut offered = Vec::new();
    for row in table {
        if !matches!(row.takes, Takes::Refused(_)) {
            offered.push(row.name);
        }
    }
    offered
}

/// `` `a`, `b` and `c` ``.
pub fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// The tokens between the commas, so that a mistake in one option does not hide those in the next.
pub fn split_at_commas(tokens: TokenStream) -> Vec<TokenStream> {
    let mut pieces = vec![TokenStream::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == ',' => pieces.push(TokenStream::new()),
            _ => pieces
                .last_mut()
                .expect("there is always one")
                .extend([token]),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The place of an attribute's arguments that are given where none are taken.
pub fn refuse_arguments(ctxt: &Ctxt, arguments: TokenStream, message: Message) {
    if !arguments.is_empty() {
        ctxt.error(arguments, message);
    }
}
