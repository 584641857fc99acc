//! `#[pymethods]`.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, Ident, ImplItem, ItemImpl, LitStr, Meta};

use super::foreign::{self, Place};
use super::function::CallableInput;
use super::options;
use super::section::SectionArgs;
use super::words::{Marker, Word};
use crate::ctxt::Ctxt;
use crate::messages::{class, method, option, place};

/// `#[pymethods]` and its block, of which the attributes of Freehold are taken off.
#[cfg_attr(test, derive(Debug))]
pub struct MethodsInput {
    pub item: ItemImpl,
    /// `#[critical_section(…)]` on the block.
    pub sections: Vec<SectionArgs>,
    pub methods: Vec<MethodInput>,
}

/// One `fn` of the block.
#[cfg_attr(test, derive(Debug))]
pub struct MethodInput {
    pub callable: CallableInput,
    /// What the method is, as marked; more than one mark is for `check` to refuse.
    pub marks: Vec<Mark>,
}

/// `#[new]`, `#[staticmethod]`, `#[getter]` or `#[setter]`.
#[cfg_attr(test, derive(Debug))]
pub struct Mark {
    pub kind: MarkKind,
    pub attribute: Attribute,
    /// `name` in `#[getter(name)]`.
    pub name: Option<LitStr>,
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum MarkKind {
    New,
    Static,
    Getter,
    Setter,
}

impl MarkKind {
    pub fn spelling(self) -> &'static str {
        match self {
            MarkKind::New => Word::New.spelling(),
            MarkKind::Static => Word::StaticMethod.spelling(),
            MarkKind::Getter => Word::Getter.spelling(),
            MarkKind::Setter => Word::Setter.spelling(),
        }
    }
}

impl MethodsInput {
    /// `Err` is the item as it was, when it is not an `impl` block.
    pub fn parse(
        ctxt: &Ctxt,
        arguments: TokenStream,
        item: TokenStream,
    ) -> Result<MethodsInput, TokenStream> {
        let mut item = super::item::expect::<ItemImpl>(ctxt, item, Word::PyMethods)?;
        options::refuse_arguments(ctxt, arguments, option::no_options("pymethods"));
        let mut sections = Vec::new();
        for (position, marker) in super::words::take(&mut item.attrs).into_iter().enumerate() {
            match marker.word {
                Word::CriticalSection => {
                    let mut section = SectionArgs::parse(ctxt, &marker, position);
                    section.of_block = true;
                    sections.push(section);
                }
                word => ctxt.error(&marker.attribute, on_block(word)),
            }
        }
        let mut methods = Vec::new();
        for inner in &mut item.items {
            match inner {
                ImplItem::Fn(function) => {
                    let callable = CallableInput::parse(
                        ctxt,
                        &mut function.attrs,
                        &function.sig,
                        &function.block,
                        Place::Class,
                    );
                    methods.push(MethodInput::parse(ctxt, callable));
                }
                ImplItem::Macro(call) => {
                    ctxt.error(
                        &call.mac.path,
                        method::macro_item(call.mac.path.to_token_stream()),
                    );
                }
                ImplItem::Const(constant) => {
                    foreign::take_later(ctxt, &mut constant.attrs);
                    refuse(ctxt, &mut constant.attrs, "a constant");
                }
                ImplItem::Type(alias) => refuse(ctxt, &mut alias.attrs, "a type"),
                _ => {}
            }
        }
        Ok(MethodsInput {
            item,
            sections,
            methods,
        })
    }
}

impl MethodsInput {
    /// The name of the first method that is called so, where it is written.
    pub fn method(&self, name: &str) -> Option<&Ident> {
        let mut names = self.methods.iter().map(|method| method.callable.name());
        names.find(|written| *written == name)
    }
}

impl MethodInput {
    fn parse(ctxt: &Ctxt, mut callable: CallableInput) -> MethodInput {
        let mut marks = Vec::new();
        for marker in std::mem::take(&mut callable.markers) {
            let spelling = marker.word.spelling();
            match marker.word {
                Word::New => marks.extend(Mark::plain(ctxt, MarkKind::New, marker)),
                Word::StaticMethod => marks.extend(Mark::plain(ctxt, MarkKind::Static, marker)),
                Word::Getter => marks.extend(Mark::named(ctxt, MarkKind::Getter, marker)),
                Word::Setter => marks.extend(Mark::named(ctxt, MarkKind::Setter, marker)),
                Word::PyFunction => {
                    ctxt.error(&marker.attribute, method::function_inside(callable.name()))
                }
                Word::PyClass => ctxt.error(&marker.attribute, method::class_inside()),
                _ => ctxt.error(
                    &marker.attribute,
                    place::not_here(spelling, "a method", format!("remove `#[{spelling}]`")),
                ),
            }
        }
        MethodInput { callable, marks }
    }
}

impl Mark {
    fn plain(ctxt: &Ctxt, kind: MarkKind, marker: Marker) -> Option<Mark> {
        if marker.has_arguments() {
            ctxt.error(&marker.attribute, method::marker_argument(kind.spelling()));
        }
        Some(Mark {
            kind,
            attribute: marker.attribute,
            name: None,
        })
    }

    fn named(ctxt: &Ctxt, kind: MarkKind, marker: Marker) -> Option<Mark> {
        let name = match &marker.attribute.meta {
            Meta::Path(_) => None,
            _ => match name_of(marker.arguments()) {
                Some(name) => Some(name),
                None => {
                    ctxt.error(&marker.attribute, method::property_name(kind.spelling()));
                    None
                }
            },
        };
        Some(Mark {
            kind,
            attribute: marker.attribute,
            name,
        })
    }
}

/// `name` or `"name"`.
fn name_of(arguments: TokenStream) -> Option<LitStr> {
    if let Ok(name) = syn::parse2::<Ident>(arguments.clone()) {
        return Some(LitStr::new(&name.to_string(), name.span()));
    }
    syn::parse2(arguments).ok()
}

fn on_block(word: Word) -> crate::messages::Message {
    match word {
        Word::AllowThreads => place::detach_on_block("an `impl` block"),
        Word::PyMethods => option::twice("#[pymethods]"),
        Word::PyClass => class::not_a_class("an `impl` block"),
        other => {
            let spelling = other.spelling();
            place::not_here(
                spelling,
                "an `impl` block",
                format!("remove `#[{spelling}]`"),
            )
        }
    }
}

fn refuse(ctxt: &Ctxt, attributes: &mut Vec<Attribute>, kind: &str) {
    for marker in super::words::take(attributes) {
        let spelling = marker.word.spelling();
        ctxt.error(
            &marker.attribute,
            place::not_here(spelling, kind, format!("remove `#[{spelling}]`")),
        );
    }
}
