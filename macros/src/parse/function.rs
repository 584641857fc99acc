//! A function that Python calls: `#[pyfunction]`, or a method.

use proc_macro2::TokenStream;
use syn::{Attribute, Block, Ident, ItemFn, LitStr, Signature};

use super::foreign::{self, Place};
use super::options::{self, Row, Takes};
use super::section::{DetachArgs, SectionArgs};
use super::signature::SignatureArgs;
use super::words::{self, Docs, Marker, Word};
use crate::ctxt::Ctxt;
use crate::messages::{function, option, place};

/// The options of `#[pyfunction(…)]`, and of `#[freehold(…)]` on functions and methods.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct FunctionArgs {
    pub name: Option<LitStr>,
    pub signature: Option<SignatureArgs>,
}

const OPTIONS: &[Row<FunctionArgs>] = &[
    Row {
        name: "name",
        takes: Takes::Text("name", |args, name| args.name = Some(name)),
    },
    Row {
        name: "signature",
        takes: Takes::Signature(|args, signature| args.signature = Some(signature)),
    },
    Row {
        name: "text_signature",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "nogil",
        takes: Takes::Refused(|_| function::nogil_option()),
    },
    Row {
        name: "pass_module",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
];

/// A function and everything the user says about it.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct CallableInput {
    pub options: FunctionArgs,
    pub sections: Vec<SectionArgs>,
    pub detached: Vec<DetachArgs>,
    /// The attributes of Freehold that are left: what they mean depends on where the function is.
    pub markers: Vec<Marker>,
    pub docs: Docs,
    pub cfgs: Vec<Attribute>,
    pub allows: Vec<Attribute>,
    pub deprecated: bool,
    pub signature: Signature,
    pub body: Block,
}

/// `#[pyfunction]` and its function, of which the attributes of Freehold are taken off.
#[cfg_attr(test, derive(Debug))]
pub struct FunctionInput {
    pub item: ItemFn,
    pub callable: CallableInput,
}

impl CallableInput {
    /// Takes the attributes of Freehold off `attributes`, and reads them.
    pub fn parse(
        ctxt: &Ctxt,
        attributes: &mut Vec<Attribute>,
        signature: &Signature,
        body: &Block,
        place: Place,
    ) -> CallableInput {
        let mut markers = words::take(attributes);
        markers.extend(foreign::take(ctxt, attributes, signature, place));
        let mut input = CallableInput {
            options: FunctionArgs::default(),
            sections: Vec::new(),
            detached: Vec::new(),
            markers: Vec::new(),
            docs: Docs::of(attributes),
            cfgs: words::cfgs(attributes),
            allows: words::allows(attributes),
            deprecated: words::is_deprecated(attributes),
            signature: signature.clone(),
            body: body.clone(),
        };
        for attribute in words::take_pyo3(attributes) {
            let options = Marker {
                word: Word::Options,
                attribute,
            };
            ctxt.error(
                &options.attribute,
                function::pyo3_options(options.arguments()),
            );
        }
        for (position, marker) in markers.into_iter().enumerate() {
            match marker.word {
                Word::CriticalSection => input
                    .sections
                    .push(SectionArgs::parse(ctxt, &marker, position)),
                Word::AllowThreads => input
                    .detached
                    .push(DetachArgs::parse(ctxt, &marker, position)),
                Word::Options => input.options.read(ctxt, "freehold", marker.arguments()),
                _ => input.markers.push(marker),
            }
        }
        input
    }

    pub fn name(&self) -> &Ident {
        &self.signature.ident
    }
}

impl FunctionArgs {
    /// Reads the arguments of one attribute; what an earlier one gave may not be given again.
    pub fn read(&mut self, ctxt: &Ctxt, attribute: &str, arguments: TokenStream) {
        let mut more = FunctionArgs::default();
        options::parse(ctxt, attribute, OPTIONS, arguments, &mut more);
        self.merge(ctxt, more);
    }

    fn merge(&mut self, ctxt: &Ctxt, more: FunctionArgs) {
        if let (Some(_), Some(second)) = (&self.name, &more.name) {
            ctxt.error(second, function::two_sources("name"));
        }
        if let (Some(_), Some(second)) = (&self.signature, &more.signature) {
            ctxt.error_at(second.span, function::two_sources("signature"));
        }
        self.name = self.name.take().or(more.name);
        self.signature = self.signature.take().or(more.signature);
    }
}

impl FunctionInput {
    /// `Err` is the item as it was, when it is not a function.
    pub fn parse(
        ctxt: &Ctxt,
        arguments: TokenStream,
        item: TokenStream,
    ) -> Result<FunctionInput, TokenStream> {
        let mut item = super::item::expect::<ItemFn>(ctxt, item, Word::PyFunction)?;
        let mut callable =
            CallableInput::parse(ctxt, &mut item.attrs, &item.sig, &item.block, Place::Module);
        let mut options = FunctionArgs::default();
        options.read(ctxt, "pyfunction", arguments);
        let beside = std::mem::replace(&mut callable.options, options);
        callable.options.merge(ctxt, beside);
        for marker in callable.markers.drain(..) {
            let spelling = marker.word.spelling();
            ctxt.error(
                &marker.attribute,
                match marker.word {
                    Word::PyFunction => option::twice("#[pyfunction]"),
                    _ => place::not_here(
                        spelling,
                        "a `#[pyfunction]`",
                        format!("remove `#[{spelling}]`"),
                    ),
                },
            );
        }
        Ok(FunctionInput { item, callable })
    }
}
