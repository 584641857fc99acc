//! `#[critical_section(…)]` and `#[allow_threads]` on a function that Freehold does not export.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, ItemFn, Token};

use super::options::split_at_commas;
use super::section::DetachArgs;
use super::words::{self, Marker, Word};
use crate::ctxt::Ctxt;
use crate::messages::section;

/// The function and its attributes of these two words, which are taken off.
#[cfg_attr(test, derive(Debug))]
pub struct RawInput {
    pub item: ItemFn,
    pub sections: Vec<RawSection>,
    pub detached: Vec<DetachArgs>,
}

/// One `#[critical_section(…)]`.
#[cfg_attr(test, derive(Debug))]
pub struct RawSection {
    pub attribute: Attribute,
    /// Where it stands among the attributes.
    pub position: usize,
    /// What is to be locked, as written: whether these are parameters is for `check` to say.
    pub targets: Vec<Expr>,
    /// The words of options, of which there are none here.
    pub options: Vec<Ident>,
}

impl RawInput {
    /// `first` is the attribute that expands now; others stand below it.
    pub fn parse(ctxt: &Ctxt, first: Attribute, mut item: ItemFn) -> RawInput {
        item.attrs.insert(0, first);
        let markers = words::take_those(&mut item.attrs, |word| {
            matches!(word, Word::CriticalSection | Word::AllowThreads)
        });
        let mut input = RawInput {
            item,
            sections: Vec::new(),
            detached: Vec::new(),
        };
        for (position, marker) in markers.iter().enumerate() {
            match marker.word {
                Word::AllowThreads => input
                    .detached
                    .push(DetachArgs::parse(ctxt, marker, position)),
                _ => input
                    .sections
                    .push(RawSection::parse(ctxt, marker, position)),
            }
        }
        input
    }
}

impl RawSection {
    fn parse(ctxt: &Ctxt, marker: &Marker, position: usize) -> RawSection {
        let mut args = RawSection {
            attribute: marker.attribute.clone(),
            position,
            targets: Vec::new(),
            options: Vec::new(),
        };
        for piece in split_at_commas(marker.arguments()) {
            match option_key.parse2(piece.clone()) {
                Ok(key) => args.options.push(key),
                Err(_) => match syn::parse2(piece.clone()) {
                    Ok(target) => args.targets.push(target),
                    Err(_) => ctxt.error(&piece, section::not_a_parameter(&piece)),
                },
            }
        }
        args
    }
}

fn option_key(input: ParseStream) -> syn::Result<Ident> {
    let key = input.call(Ident::parse_any)?;
    input.parse::<Token![=]>()?;
    input.parse::<TokenStream>()?;
    Ok(key)
}
