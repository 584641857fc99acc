//! The item under an attribute: of the kind that the attribute expects, or named as what it is.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::token::Bracket;
use syn::{Attribute, Ident, Item, ItemFn, ItemImpl, ItemMod, Token};

use super::words::{self, Word};
use crate::ctxt::Ctxt;
use crate::messages::{Message, class, function, method, module};
use crate::rewrite::rewrite;

/// A kind of item that some attribute expects.
pub trait Kind: Sized {
    /// `Err` if it is of another kind.
    fn of(item: Item) -> Result<Self, Box<Item>>;
}

impl Kind for ItemFn {
    fn of(item: Item) -> Result<Self, Box<Item>> {
        match item {
            Item::Fn(item) => Ok(item),
            other => Err(Box::new(other)),
        }
    }
}

impl Kind for ItemImpl {
    fn of(item: Item) -> Result<Self, Box<Item>> {
        match item {
            Item::Impl(item) => Ok(item),
            other => Err(Box::new(other)),
        }
    }
}

impl Kind for ItemMod {
    fn of(item: Item) -> Result<Self, Box<Item>> {
        match item {
            Item::Mod(item) => Ok(item),
            other => Err(Box::new(other)),
        }
    }
}

/// Parses the item under `owner`. If it is of another kind, that is reported at its keyword, and `Err` is what the
/// expansion shall consist of: the item without helper attributes.
pub fn expect<T: Kind>(ctxt: &Ctxt, tokens: TokenStream, owner: Word) -> Result<T, TokenStream> {
    match parsed(ctxt, tokens.clone()) {
        Some(item) => T::of(item).map_err(|other| unexpected(ctxt, tokens, owner, &other)),
        None => Err(tokens),
    }
}

fn parsed(ctxt: &Ctxt, tokens: TokenStream) -> Option<Item> {
    syn::parse2(tokens).map_err(|error| ctxt.syntax(error)).ok()
}

fn unexpected(ctxt: &Ctxt, tokens: TokenStream, owner: Word, item: &Item) -> TokenStream {
    let (kind, keyword) = describe(item);
    ctxt.error(keyword, expected(owner, kind, item));
    without_helpers(tokens)
}

fn expected(owner: Word, kind: &str, item: &Item) -> Message {
    match (owner, item) {
        (Word::PyModule, Item::Fn(item)) => module::not_a_function_module(&item.sig.ident),
        (Word::PyModule, _) => module::not_a_module(kind),
        (Word::PyClass, _) => class::not_a_class(kind),
        (Word::PyMethods, _) => method::not_an_impl(kind),
        _ => function::not_a_function(kind),
    }
}

/// What an item is, and the keyword that says so.
pub fn describe(item: &Item) -> (&'static str, TokenStream) {
    match item {
        Item::Const(item) => ("a constant", item.const_token.to_token_stream()),
        Item::Enum(item) => ("an enum", item.enum_token.to_token_stream()),
        Item::ExternCrate(item) => ("an `extern crate`", item.extern_token.to_token_stream()),
        Item::Fn(item) => ("a function", item.sig.fn_token.to_token_stream()),
        Item::ForeignMod(item) => ("an `extern` block", item.abi.extern_token.to_token_stream()),
        Item::Impl(item) => ("an `impl` block", item.impl_token.to_token_stream()),
        Item::Macro(item) => ("a macro call", item.mac.path.to_token_stream()),
        Item::Mod(item) => ("a module", item.mod_token.to_token_stream()),
        Item::Static(item) => ("a static", item.static_token.to_token_stream()),
        Item::Struct(item) => ("a struct", item.struct_token.to_token_stream()),
        Item::Trait(item) => ("a trait", item.trait_token.to_token_stream()),
        Item::TraitAlias(item) => ("a trait alias", item.trait_token.to_token_stream()),
        Item::Type(item) => ("a type alias", item.type_token.to_token_stream()),
        Item::Union(item) => ("a union", item.union_token.to_token_stream()),
        Item::Use(item) => ("a `use`", item.use_token.to_token_stream()),
        other => ("an item of another kind", quote!(#other)),
    }
}

/// The attributes of an item.
pub fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return None,
    })
}

/// An item without the helper attributes on it and on everything in it, so that none of them is an error of its own.
fn without_helpers(item: TokenStream) -> TokenStream {
    rewrite(item, &mut |input| {
        // What macros are given is no syntax yet: `name! { … }`, `macro_rules! name { … }`.
        if input.peek(Ident) && input.peek2(Token![!]) && !input.peek2(Token![!=]) {
            let (called, not): (Ident, Token![!]) = (input.parse()?, input.parse()?);
            let (name, given): (Option<Ident>, TokenTree) = (input.parse()?, input.parse()?);
            return Ok(Some(quote!(#called #not #name #given)));
        }
        if !(input.peek(Token![#]) && input.peek2(Bracket)) {
            return Ok(None);
        }
        let mut attributes = input.call(Attribute::parse_outer)?;
        attributes.retain(|attribute| words::word(attribute).is_none_or(Word::owns_items));
        Ok(Some(quote!(#(#attributes)*)))
    })
}
