//! The options of all attributes: one row each.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
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
    // This and `apply` are compiled for each `A`, so they leave to others what is the same for all.
    let mut rows = Rows {
        attribute,
        names: Vec::new(),
        offered: Vec::new(),
        seen: Vec::new(),
    };
    for row in table {
        rows.add(row.name, matches!(row.takes, Takes::Refused(_)));
    }
    for piece in split_at_commas(arguments) {
        if let Some((index, entry)) = rows.find(ctxt, piece) {
            apply(ctxt, &table[index], entry, args);
        }
    }
}

fn apply<A>(ctxt: &Ctxt, row: &Row<A>, entry: Entry, args: &mut A) {
    match row.takes {
        Takes::Flag(set) => {
            if let Some(key) = entry.flag(ctxt, row.name) {
                set(args, key);
            }
        }
        Takes::Text(example, set) => {
            if let Some(text) = entry.text(ctxt, row.name, example) {
                set(args, text);
            }
        }
        Takes::Word(message, set) => {
            if let Some(choice) = entry.word(ctxt, message) {
                set(args, choice);
            }
        }
        Takes::Path(example, set) => {
            if let Some(path) = entry.path(ctxt, row.name, example) {
                set(args, path);
            }
        }
        Takes::Type(example, set) => {
            if let Some(ty) = entry.ty(ctxt, row.name, example) {
                set(args, ty);
            }
        }
        Takes::Signature(set) => {
            if let Some(signature) = entry.signature(ctxt, row.name) {
                set(args, signature);
            }
        }
        Takes::Refused(message) => entry.refuse(ctxt, message),
    }
}

/// What the value of an option is read as. `None` if it is something else, which is reported.
impl Entry {
    fn flag(self, ctxt: &Ctxt, name: &str) -> Option<Ident> {
        if self.has_value {
            ctxt.error(self.place(), option::takes_nothing(name));
            return None;
        }
        Some(self.key)
    }

    fn text(&self, ctxt: &Ctxt, name: &str, example: &str) -> Option<LitStr> {
        let text = self.value();
        if text.is_none() {
            // A word without quotes is what belongs into them.
            let word = self.value::<Ident>().map(|word| word.to_string());
            let example = word.as_deref().unwrap_or(example);
            ctxt.error(self.place(), option::takes_text(name, example));
        }
        text
    }

    fn word(self, ctxt: &Ctxt, message: fn(&Entry) -> Message) -> Option<Choice> {
        let Some(value) = self.value() else {
            ctxt.error(self.place(), message(&self));
            return None;
        };
        let key = self.key;
        Some(Choice { key, value })
    }

    fn path(&self, ctxt: &Ctxt, name: &str, example: &str) -> Option<syn::Path> {
        let path = self.value();
        if path.is_none() {
            ctxt.error(self.place(), option::takes_path(name, example));
        }
        path
    }

    fn ty(&self, ctxt: &Ctxt, name: &str, example: &str) -> Option<syn::Type> {
        let ty = self.value();
        if ty.is_none() {
            ctxt.error(self.place(), option::takes_type(name, example));
        }
        ty
    }

    fn signature(&self, ctxt: &Ctxt, name: &str) -> Option<SignatureArgs> {
        let signature = SignatureArgs::parse(ctxt, self);
        if signature.is_none() {
            ctxt.error(self.place(), option::takes_signature(name));
        }
        signature
    }

    fn refuse(&self, ctxt: &Ctxt, message: fn(&Entry) -> Message) {
        // A word alone is wrong as a word; `key = value` is wrong as a whole.
        let (key, value) = (&self.key, &self.value);
        ctxt.error(quote!(#key #value), message(self));
    }

    fn value<T: Parse>(&self) -> Option<T> {
        syn::parse2(self.value.clone()).ok()
    }
}

/// The names of an attribute's options.
struct Rows<'a> {
    attribute: &'a str,
    names: Vec<&'static str>,
    /// Those that are not refused.
    offered: Vec<&'static str>,
    /// Those that were given.
    seen: Vec<&'static str>,
}

impl Rows<'_> {
    fn add(&mut self, name: &'static str, refused: bool) {
        self.names.push(name);
        if !refused {
            self.offered.push(name);
        }
    }

    /// Which of the options `piece` gives. `None` if it is none, or one that was given before, which is reported.
    fn find(&mut self, ctxt: &Ctxt, piece: TokenStream) -> Option<(usize, Entry)> {
        let Ok(entry) = entry.parse2(piece.clone()) else {
            ctxt.error(piece, self.not_an_option());
            return None;
        };
        let word = entry.key.unraw().to_string();
        let Some(index) = self.names.iter().position(|name| *name == word) else {
            ctxt.error(&entry.key, self.unknown(&word));
            return None;
        };
        let name = self.names[index];
        if self.seen.contains(&name) {
            ctxt.error(&entry.key, option::twice(&word));
            return None;
        }
        self.seen.push(name);
        Some((index, entry))
    }

    fn unknown(&self, word: &str) -> Message {
        match nearest(word, &self.offered) {
            Some(meant) => option::near(word, self.attribute, meant),
            None => option::unknown(word, self.attribute, list(&self.offered)),
        }
    }

    fn not_an_option(&self) -> Message {
        match self.names.is_empty() {
            true => option::no_options(self.attribute),
            false => option::not_an_option(self.attribute, list(&self.offered)),
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

/// `` `a`, `b` and `c` ``.
pub fn list(words: &[&str]) -> String {
    let mut quoted = Vec::new();
    for word in words {
        quoted.push(format!("`{word}`"));
    }
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
