//! Changes of what users have written, by its tokens.
//!
//! `syn` has visitors that change, too. Those compile all of Rust's syntax once more, for what is here a few tokens.

use proc_macro2::{Group, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser};

/// Reads what is to be changed where it begins, and returns what shall stand there; `None` anywhere else.
pub type Change<'c> = &'c mut dyn FnMut(ParseStream) -> syn::Result<Option<TokenStream>>;

/// `tokens` with all changes, also in parentheses. What a change reads, or puts there, is not gone through again. Where
/// it cannot read what begins as if it could, everything stays as it is: rustc says what is wrong with that.
pub fn rewrite(tokens: TokenStream, change: Change<'_>) -> TokenStream {
    let changed = |input: ParseStream| {
        let mut changed = TokenStream::new();
        while !input.is_empty() {
            match change(input)? {
                Some(other) => changed.extend(other),
                None => changed.extend([match input.parse()? {
                    TokenTree::Group(group) => TokenTree::Group(inside(&group, change)),
                    token => token,
                }]),
            }
        }
        Ok(changed)
    };
    changed.parse2(tokens.clone()).unwrap_or(tokens)
}

fn inside(group: &Group, change: Change<'_>) -> Group {
    let mut changed = Group::new(group.delimiter(), rewrite(group.stream(), change));
    changed.set_span(group.span());
    changed
}
