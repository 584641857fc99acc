//! Attributes that are not Freehold's, but were meant to be: misspelt, of another project, or of a later version.
//!
//! Each is reported once, and then taken for what was meant, so that nothing else is said about its absence.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, FnArg, Pat, Signature};

use super::words::{Marker, Word};
use crate::check::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{function, method};
use crate::suggest::nearest;

/// What an attribute can mean depends on where the function is.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    Module,
    Class,
}

/// How other projects spell what is an attribute here.
const FOREIGN: &[(&str, &str, Word)] = &[
    ("nogil", "Cython", Word::AllowThreads),
    ("release_gil", "C", Word::AllowThreads),
    ("Py_BEGIN_ALLOW_THREADS", "C", Word::AllowThreads),
    ("Py_BEGIN_CRITICAL_SECTION", "C", Word::CriticalSection),
    ("Py_BEGIN_CRITICAL_SECTION2", "C", Word::CriticalSection),
    ("pyfn", "PyO3", Word::PyFunction),
];

/// Attributes of PyO3 in classes that come later, what to write until then, and the mark that they are nearest to.
const LATER: &[(&str, &str, Option<Word>)] = &[
    (
        "classmethod",
        "use `#[staticmethod]`",
        Some(Word::StaticMethod),
    ),
    (
        "classattr",
        "use a `#[pymodule_export] const` in the module",
        Some(Word::StaticMethod),
    ),
    ("deleter", "write a method that resets the value", None),
];

const ON_FUNCTIONS: &[Word] = &[Word::CriticalSection, Word::AllowThreads, Word::Options];
const ON_METHODS: &[Word] = &[
    Word::New,
    Word::StaticMethod,
    Word::Getter,
    Word::Setter,
    Word::CriticalSection,
    Word::AllowThreads,
    Word::Options,
];

/// Attributes of rustc on functions that are near to one of ours, or could become so.
const BUILT_IN: &[&str] = &[
    "allow",
    "expect",
    "warn",
    "deny",
    "forbid",
    "cfg",
    "cfg_attr",
    "doc",
    "inline",
    "cold",
    "must_use",
    "deprecated",
];

/// Takes such attributes off a function.
pub fn take(
    ctxt: &Ctxt,
    attributes: &mut Vec<Attribute>,
    signature: &Signature,
    place: Place,
) -> Vec<Marker> {
    let mut markers = Vec::new();
    attributes.retain(|attribute| {
        let Some(written) = attribute.path().get_ident() else {
            return true;
        };
        let word = written.to_string();
        if let Some((_, project, meant)) = FOREIGN.iter().find(|(known, ..)| word == *known) {
            let most = if word.ends_with('2') { 2 } else { 1 };
            let marker = Meant(*meant).marker(attribute, signature, most);
            let shown = shown(&marker.attribute.meta);
            ctxt.error(written, function::foreign_attribute(word, project, shown));
            markers.push(marker);
            return false;
        }
        if place == Place::Class && later(ctxt, attribute, &mut markers) {
            return false;
        }
        if BUILT_IN.contains(&word.as_str()) {
            return true;
        }
        let Some(meant) = near(&word, place) else {
            return true;
        };
        let message = match place {
            Place::Class => method::unknown_marker(word, meant.spelling()),
            Place::Module => function::unknown_attribute(word, meant.spelling()),
        };
        ctxt.error(written, message);
        markers.push(Meant(meant).marker(attribute, signature, 1));
        false
    });
    // `#[pyfn]` stands below what it says already.
    markers.retain(|marker| marker.word != Word::PyFunction);
    markers
}

/// Takes the attributes of PyO3 that come later off an item of a class which is no function.
pub fn take_later(ctxt: &Ctxt, attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| !later(ctxt, attribute, &mut Vec::new()));
}

fn later(ctxt: &Ctxt, attribute: &Attribute, markers: &mut Vec<Marker>) -> bool {
    let path = attribute.path();
    let Some((known, proposal, meant)) = LATER.iter().find(|(known, ..)| path.is_ident(known))
    else {
        return false;
    };
    ctxt.error(path, method::marker_not_yet(known, proposal));
    markers.extend(meant.map(|word| Marker {
        word,
        attribute: attribute.clone(),
    }));
    true
}

fn near(word: &str, place: Place) -> Option<Word> {
    let words = match place {
        Place::Module => ON_FUNCTIONS,
        Place::Class => ON_METHODS,
    };
    let mut spellings = Vec::new();
    for word in words {
        spellings.push(word.spelling());
    }
    let joined = word.replace('_', "");
    let meant = nearest(word, &spellings).or_else(|| nearest(&joined, &spellings))?;
    words.iter().copied().find(|word| word.spelling() == meant)
}

/// The attribute that was meant.
struct Meant(Word);

impl Meant {
    /// The attribute in our spelling. A section that names nothing is taken to name what could be locked.
    fn marker(self, attribute: &Attribute, signature: &Signature, most: usize) -> Marker {
        let word = self.0;
        let written = Marker {
            word,
            attribute: attribute.clone(),
        };
        let spelling = format_ident!("{}", word.spelling(), span = Span::call_site());
        let attribute = match (word, written.arguments()) {
            (Word::CriticalSection, arguments) if arguments.is_empty() => {
                let targets = lockable(signature, most);
                syn::parse_quote!(#[#spelling(#targets)])
            }
            (Word::AllowThreads | Word::PyFunction, _) => syn::parse_quote!(#[#spelling]),
            (_, arguments) if arguments.is_empty() => syn::parse_quote!(#[#spelling]),
            (_, arguments) => syn::parse_quote!(#[#spelling(#arguments)]),
        };
        Marker { word, attribute }
    }
}

fn lockable(signature: &Signature, most: usize) -> TokenStream {
    let (mut references, mut handles) = (Vec::new(), Vec::new());
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(receiver) => references.push(receiver.self_token.to_token_stream()),
            FnArg::Typed(typed) => {
                if let Pat::Ident(pattern) = &*typed.pat {
                    let name = pattern.ident.to_token_stream();
                    match types::shape(&typed.ty) {
                        Shape::ClassRef { .. } => references.push(name),
                        Shape::Handle => handles.push(name),
                        _ => {}
                    }
                }
            }
        }
    }
    // A section is over references or over handles.
    let mut targets = match references.is_empty() {
        true => handles,
        false => references,
    };
    targets.truncate(most);
    quote!(#(#targets),*)
}
