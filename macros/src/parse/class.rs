//! `#[pyclass]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, Field, Fields, Generics, Ident, Item, LitStr, Type};

use super::options::{self, Choice, Row, Takes};
use super::words::{self, Docs, Marker, Word};
use crate::ctxt::Ctxt;
use crate::messages::{class, option, place};

/// The options of `#[pyclass(…)]`.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub struct ClassArgs {
    pub frozen: Option<Ident>,
    pub lock: Option<Choice>,
    /// Of the two above, `lock` came first.
    pub lock_first: bool,
    pub name: Option<LitStr>,
    pub subclass: Option<Ident>,
    pub cache_aligned: Option<Ident>,
    pub from_py_object: Option<Ident>,
}

const OPTIONS: &[Row<ClassArgs>] = &[
    Row {
        name: "frozen",
        takes: Takes::Flag(ClassArgs::set_frozen),
    },
    Row {
        name: "lock",
        takes: Takes::Word(
            |_| class::lock_is_text(),
            |args, lock| args.lock = Some(lock),
        ),
    },
    Row {
        name: "name",
        takes: Takes::Text("Name", |args, name| args.name = Some(name)),
    },
    Row {
        name: "subclass",
        takes: Takes::Flag(|args, at| args.subclass = Some(at)),
    },
    Row {
        name: "cache_aligned",
        takes: Takes::Flag(|args, at| args.cache_aligned = Some(at)),
    },
    Row {
        name: "from_py_object",
        takes: Takes::Flag(|args, at| args.from_py_object = Some(at)),
    },
    Row {
        name: "rw",
        takes: Takes::Refused(|entry| class::lock_word(&entry.key)),
    },
    Row {
        name: "rwlock",
        takes: Takes::Refused(|entry| class::lock_word(&entry.key)),
    },
    Row {
        name: "unsendable",
        takes: Takes::Refused(|_| class::unsendable()),
    },
    Row {
        name: "nogil",
        takes: Takes::Refused(|entry| class::no_meaning(&entry.key)),
    },
    Row {
        name: "skip_from_py_object",
        takes: Takes::Refused(|entry| class::no_meaning(&entry.key)),
    },
    Row {
        name: "extends",
        takes: Takes::Refused(|entry| match syn::parse2::<LitStr>(entry.value.clone()) {
            Ok(text) => class::extends_text(text.value()),
            Err(_) => class::extends(),
        }),
    },
    Row {
        name: "dict",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "weakref",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "module",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "eq",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "ord",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "hash",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "str",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "get_all",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
    Row {
        name: "set_all",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
];

impl ClassArgs {
    fn set_frozen(&mut self, at: Ident) {
        self.lock_first = self.lock.is_some();
        self.frozen = Some(at);
    }
}

/// The options of `#[freehold(…)]` on a field.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub struct FieldArgs {
    pub get: Option<Ident>,
    pub set: Option<Ident>,
    pub name: Option<LitStr>,
}

const FIELD_OPTIONS: &[Row<FieldArgs>] = &[
    Row {
        name: "get",
        takes: Takes::Flag(|args, at| args.get = Some(at)),
    },
    Row {
        name: "set",
        takes: Takes::Flag(|args, at| args.set = Some(at)),
    },
    Row {
        name: "name",
        takes: Takes::Text("name", |args, name| args.name = Some(name)),
    },
];

/// A field, of a struct or of a variant.
#[cfg_attr(test, derive(Debug))]
pub struct FieldInput {
    /// `None` in tuples.
    pub name: Option<Ident>,
    pub ty: Type,
    pub args: FieldArgs,
    /// `#[freehold(…)]`, to be blamed.
    pub markers: Vec<Marker>,
    pub docs: Docs,
    pub cfgs: Vec<Attribute>,
}

/// `#[pyclass]` and its struct or enum, of which the attributes of Freehold are taken off.
#[cfg_attr(test, derive(Debug))]
pub struct ClassInput {
    pub item: Item,
    pub name: Ident,
    pub generics: Generics,
    pub args: ClassArgs,
    pub fields: Vec<FieldInput>,
    pub docs: Docs,
}

impl super::item::Kind for ClassItem {
    fn of(item: Item) -> Result<Self, Box<Item>> {
        match item {
            Item::Struct(_) | Item::Enum(_) => Ok(ClassItem(item)),
            other => Err(Box::new(other)),
        }
    }
}

/// A struct or an enum.
struct ClassItem(Item);

impl ClassInput {
    /// `Err` is the item as it was, when it is neither struct nor enum.
    pub fn parse(
        ctxt: &Ctxt,
        arguments: TokenStream,
        item: TokenStream,
    ) -> Result<ClassInput, TokenStream> {
        let ClassItem(mut item) = super::item::expect(ctxt, item, Word::PyClass)?;
        let mut args = ClassArgs::default();
        options::parse(ctxt, "pyclass", OPTIONS, arguments, &mut args);
        let mut fields = Vec::new();
        let (attributes, name, generics) = match &mut item {
            Item::Struct(item) => {
                fields.extend(take_fields(ctxt, &mut item.fields));
                (&mut item.attrs, &item.ident, &item.generics)
            }
            Item::Enum(item) => {
                for variant in &mut item.variants {
                    refuse(ctxt, &mut variant.attrs);
                    let cfgs = words::cfgs(&variant.attrs);
                    for field in take_fields(ctxt, &mut variant.fields) {
                        fields.push(field.of_variant(ctxt, &cfgs));
                    }
                }
                (&mut item.attrs, &item.ident, &item.generics)
            }
            // `Kind::of` has let nothing else through.
            other => return Err(other.to_token_stream()),
        };
        for marker in words::take(attributes) {
            let spelling = marker.word.spelling();
            ctxt.error(
                &marker.attribute,
                match marker.word {
                    Word::PyClass => option::twice("#[pyclass]"),
                    Word::Options => {
                        place::not_here(spelling, "a class", "write the options in `#[pyclass(…)]`")
                    }
                    _ => place::not_here(spelling, "a class", format!("remove `#[{spelling}]`")),
                },
            );
        }
        for attribute in words::take_pyo3(attributes) {
            let options = Marker {
                word: Word::Options,
                attribute,
            };
            ctxt.error(&options.attribute, class::pyo3_class(options.arguments()));
        }
        let docs = Docs::of(attributes);
        let (name, generics) = (name.clone(), generics.clone());
        Ok(ClassInput {
            item,
            name,
            generics,
            args,
            fields,
            docs,
        })
    }
}

impl FieldInput {
    /// Fields of variants have no options yet.
    fn of_variant(mut self, ctxt: &Ctxt, cfgs: &[Attribute]) -> FieldInput {
        self.cfgs.extend_from_slice(cfgs);
        for marker in self.markers.drain(..) {
            ctxt.error(&marker.attribute, class::variant_option());
        }
        self.args = FieldArgs::default();
        self
    }
}

fn take_fields(ctxt: &Ctxt, fields: &mut Fields) -> Vec<FieldInput> {
    let mut taken = Vec::new();
    for field in fields {
        taken.push(take_field(ctxt, field));
    }
    taken
}

fn take_field(ctxt: &Ctxt, field: &mut Field) -> FieldInput {
    for attribute in words::take_pyo3(&mut field.attrs) {
        let options = Marker {
            word: Word::Options,
            attribute,
        };
        ctxt.error(&options.attribute, class::pyo3_field(options.arguments()));
    }
    let (mut markers, mut given) = (Vec::new(), TokenStream::new());
    for marker in words::take(&mut field.attrs) {
        let spelling = marker.word.spelling();
        let instead = match marker.word {
            Word::Options => {
                let arguments = marker.arguments();
                given.extend(quote!(#arguments,));
                markers.push(marker);
                continue;
            }
            Word::Getter => "write `#[freehold(get)]`".to_owned(),
            Word::Setter => "write `#[freehold(set)]`".to_owned(),
            _ => format!("remove `#[{spelling}]`"),
        };
        let message = place::not_here(spelling, "a field", instead);
        ctxt.error(&marker.attribute, message);
    }
    let mut args = FieldArgs::default();
    options::parse(ctxt, "freehold", FIELD_OPTIONS, given, &mut args);
    FieldInput {
        name: field.ident.clone(),
        ty: field.ty.clone(),
        args,
        markers,
        docs: Docs::of(&field.attrs),
        cfgs: words::cfgs(&field.attrs),
    }
}

fn refuse(ctxt: &Ctxt, attributes: &mut Vec<Attribute>) {
    for marker in words::take(attributes) {
        ctxt.error(&marker.attribute, class::variant_option());
    }
}
