//! The attributes of Freehold on an item, found by the last segment of their path.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Meta};

/// Every attribute that users can write.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Word {
    PyModule,
    PyFunction,
    PyClass,
    PyMethods,
    CriticalSection,
    AllowThreads,
    New,
    StaticMethod,
    Getter,
    Setter,
    Export,
    Init,
    Options,
}

/// Their spellings.
pub const WORDS: &[(&str, Word)] = &[
    ("pymodule", Word::PyModule),
    ("pyfunction", Word::PyFunction),
    ("pyclass", Word::PyClass),
    ("pymethods", Word::PyMethods),
    ("critical_section", Word::CriticalSection),
    ("allow_threads", Word::AllowThreads),
    ("new", Word::New),
    ("staticmethod", Word::StaticMethod),
    ("getter", Word::Getter),
    ("setter", Word::Setter),
    ("pymodule_export", Word::Export),
    ("pymodule_init", Word::Init),
    ("freehold", Word::Options),
];

impl Word {
    /// How users write it.
    pub fn spelling(self) -> &'static str {
        WORDS
            .iter()
            .find(|(_, word)| *word == self)
            .map_or("freehold", |(spelling, _)| spelling)
    }

    /// Whether the attribute expands an item by itself, so that all others on the item are its options.
    pub fn owns_items(self) -> bool {
        matches!(
            self,
            Word::PyModule | Word::PyFunction | Word::PyClass | Word::PyMethods
        )
    }
}

/// One attribute of Freehold, taken off its item.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Marker {
    pub word: Word,
    pub attribute: Attribute,
}

impl Marker {
    /// What is in the parentheses.
    pub fn arguments(&self) -> TokenStream {
        match &self.attribute.meta {
            Meta::List(list) => list.tokens.clone(),
            Meta::Path(_) => TokenStream::new(),
            Meta::NameValue(pair) => pair.value.to_token_stream(),
        }
    }

    /// Whether there are parentheses or a value.
    pub fn has_arguments(&self) -> bool {
        !matches!(self.attribute.meta, Meta::Path(_))
    }
}

/// The word that an attribute is, if it is one.
pub fn word(attribute: &Attribute) -> Option<Word> {
    let last = attribute.path().segments.last()?;
    WORDS
        .iter()
        .find(|(spelling, _)| last.ident == spelling)
        .map(|(_, word)| *word)
}

/// Whether one of `attributes` is `wanted`.
pub fn has(attributes: &[Attribute], wanted: Word) -> bool {
    attributes
        .iter()
        .any(|attribute| word(attribute) == Some(wanted))
}

/// Takes all attributes of Freehold off an item.
pub fn take(attributes: &mut Vec<Attribute>) -> Vec<Marker> {
    take_those(attributes, |_| true)
}

/// Takes those attributes of Freehold off an item that are `wanted` here. Others expand later, by themselves.
pub fn take_those(attributes: &mut Vec<Attribute>, wanted: fn(Word) -> bool) -> Vec<Marker> {
    let mut markers = Vec::new();
    attributes.retain(|attribute| match word(attribute) {
        Some(word) if wanted(word) => {
            markers.push(Marker {
                word,
                attribute: attribute.clone(),
            });
            false
        }
        _ => true,
    });
    markers
}

/// Takes PyO3's `#[pyo3(…)]` off an item, to be translated.
pub fn take_pyo3(attributes: &mut Vec<Attribute>) -> Vec<Attribute> {
    let pyo3 = named(attributes, "pyo3");
    attributes.retain(|attribute| !attribute.path().is_ident("pyo3"));
    pyo3
}

/// The `#[cfg(…)]` of an item, to be repeated on everything made for it.
pub fn cfgs(attributes: &[Attribute]) -> Vec<Attribute> {
    named(attributes, "cfg")
}

/// The `#[allow(…)]` of an item, to be repeated on the warnings made for it.
pub fn allows(attributes: &[Attribute]) -> Vec<Attribute> {
    named(attributes, "allow")
}

fn named(attributes: &[Attribute], name: &str) -> Vec<Attribute> {
    let mut named = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident(name) {
            named.push(attribute.clone());
        }
    }
    named
}

/// Whether an item is deprecated by its author, who exports it all the same.
pub fn is_deprecated(attributes: &[Attribute]) -> bool {
    !named(attributes, "deprecated").is_empty()
}

/// What `///` says, without the space that usually follows it; the attributes as the place to blame.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Docs {
    pub text: String,
}

impl Docs {
    pub fn of(attributes: &[Attribute]) -> Docs {
        let mut lines = Vec::new();
        for attribute in named(attributes, "doc") {
            let Meta::NameValue(pair) = &attribute.meta else {
                continue;
            };
            let syn::Expr::Lit(syn::ExprLit {
                lit: syn::Lit::Str(text),
                ..
            }) = &pair.value
            else {
                continue;
            };
            let text = text.value();
            for line in text.split('\n') {
                lines.push(line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned());
            }
        }
        Docs {
            text: lines.join("\n").trim_matches('\n').to_owned(),
        }
    }
}

/// The span of the first token, for quoted code.
pub fn first_span(tokens: &dyn ToTokens) -> Span {
    tokens
        .to_token_stream()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |token| token.span())
}

/// The span of the last token.
pub fn last_span(tokens: &dyn ToTokens) -> Span {
    tokens
        .to_token_stream()
        .into_iter()
        .last()
        .map_or_else(Span::call_site, |token| token.span())
}
