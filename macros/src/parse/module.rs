//! `#[pymodule]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{
    Attribute, Expr, ExprLit, Item, ItemConst, ItemFn, ItemMod, ItemStatic, ItemStruct, ItemUse,
    Lit, LitStr, Type, UseTree,
};

use super::options::{self, Row, Takes};
use super::words::{self, Docs, Marker, Word};
use crate::check::types;
use crate::ctxt::Ctxt;
use crate::messages::{Message, module, option, place};

/// The options of `#[pymodule(…)]`.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub struct ModuleArgs {
    pub gil_not_used: Option<Ident>,
    pub gil_used: Option<Ident>,
    /// Of the two above, `gil_used` came first.
    pub gil_used_first: bool,
    pub multiple_interpreters: Option<LitStr>,
    pub name: Option<LitStr>,
    pub state: Option<Type>,
    pub single_phase: Option<Ident>,
}

const OPTIONS: &[Row<ModuleArgs>] = &[
    Row {
        name: "gil_not_used",
        takes: Takes::Flag(|args, at| args.gil_not_used = Some(at)),
    },
    Row {
        name: "gil_used",
        takes: Takes::Flag(ModuleArgs::set_gil_used),
    },
    Row {
        name: "multiple_interpreters",
        takes: Takes::Word(
            |entry| policy(&entry.value.to_string()),
            |args, policy| args.multiple_interpreters = Some(policy.value),
        ),
    },
    Row {
        name: "name",
        takes: Takes::Text("name", |args, name| args.name = Some(name)),
    },
    Row {
        name: "state",
        takes: Takes::Type("State", |args, state| args.state = Some(state)),
    },
    Row {
        name: "single_phase",
        takes: Takes::Flag(|args, at| args.single_phase = Some(at)),
    },
    Row {
        name: "Py_MOD_GIL_NOT_USED",
        takes: Takes::Refused(|entry| module::foreign_gil(&entry.key, "C", "gil_not_used")),
    },
    Row {
        name: "Py_MOD_GIL_USED",
        takes: Takes::Refused(|entry| module::foreign_gil(&entry.key, "C", "gil_used")),
    },
    Row {
        name: "freethreading_compatible",
        takes: Takes::Refused(|entry| {
            let refused = entry.value.to_string().eq_ignore_ascii_case("false");
            let meant = if refused { "gil_used" } else { "gil_not_used" };
            module::foreign_gil(&entry.key, "Cython", meant)
        }),
    },
    Row {
        name: "submodule",
        takes: Takes::Refused(|entry| option::not_yet(&entry.key)),
    },
];

/// C's words for `multiple_interpreters`.
const C_POLICIES: &[(&str, &str)] = &[
    (
        "Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED",
        "not_supported",
    ),
    ("Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED", "shared_gil"),
    (
        "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED",
        "per_interpreter_gil",
    ),
];

/// MO05: what to say about a word that is no policy, and near to none.
pub fn policy(word: &str) -> Message {
    match C_POLICIES.iter().find(|(known, _)| word.ends_with(known)) {
        Some((known, meant)) => module::c_policy(known, meant),
        None => module::policy(),
    }
}

/// `#[pymodule]` and its module, of which the attributes that belong to the module are taken off.
#[cfg_attr(test, derive(Debug))]
pub struct ModuleInput {
    pub item: ItemMod,
    pub args: ModuleArgs,
    pub docs: Docs,
    pub exports: Vec<Export>,
    pub inits: Vec<ItemFn>,
    /// `unsafe impl Sync for Class`
    pub unsafe_markers: Vec<UnsafeMarker>,
    /// `extern` blocks, which lose the protection of the GIL.
    pub foreign: Vec<Span>,
    pub statics: Vec<ItemStatic>,
    /// The fields of the state, if it is a struct of the module.
    pub state_fields: Vec<StateField>,
}

/// A field of the module's state.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct StateField {
    pub ty: Type,
    pub cfgs: Vec<Attribute>,
}

/// Something that the module exports.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Export {
    pub kind: ExportKind,
    /// How it is called in the module's scope.
    pub rust_name: Ident,
    /// How Python calls it, as far as can be seen from here, and where that is said.
    pub python_name: String,
    pub cfgs: Vec<Attribute>,
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum ExportKind {
    /// A function or class with its own Python name.
    Item,
    /// The same, under the name that `as` gives.
    Renamed,
    Constant,
}

impl ModuleInput {
    /// `Err` is the item as it was, when it is not a module.
    pub fn parse(
        ctxt: &Ctxt,
        arguments: TokenStream,
        item: TokenStream,
    ) -> Result<ModuleInput, TokenStream> {
        let item = super::item::expect::<ItemMod>(ctxt, item, Word::PyModule)?;
        let mut input = ModuleInput {
            args: ModuleArgs::default(),
            docs: Docs::of(&item.attrs),
            exports: Vec::new(),
            inits: Vec::new(),
            unsafe_markers: Vec::new(),
            foreign: Vec::new(),
            statics: Vec::new(),
            state_fields: Vec::new(),
            item,
        };
        input.args.parse(ctxt, arguments);
        for marker in words::take(&mut input.item.attrs) {
            let spelling = marker.word.spelling();
            ctxt.error(
                &marker.attribute,
                match marker.word {
                    Word::PyModule => option::twice("#[pymodule]"),
                    _ => place::not_here(spelling, "a module", format!("remove `#[{spelling}]`")),
                },
            );
        }
        let mut content = input.item.content.take();
        if let Some((_, items)) = &mut content {
            for inner in items.iter_mut() {
                input.visit(ctxt, inner);
            }
            let mut classes = Vec::new();
            for inner in items.iter() {
                classes.extend(class_name(inner));
            }
            for inner in items.iter() {
                if let Some(marker) = UnsafeMarker::of(inner)
                    && classes.contains(&&marker.class)
                {
                    input.unsafe_markers.push(marker);
                }
            }
        }
        input.item.content = content;
        Ok(input)
    }

    fn visit(&mut self, ctxt: &Ctxt, item: &mut Item) {
        let own = take_module_markers(item);
        for marker in &own {
            match (marker.word, &*item) {
                (Word::Export, Item::Use(import)) => self.export_use(ctxt, import),
                (Word::Export, Item::Const(constant)) => self.export_constant(constant),
                (Word::Export, _) => ctxt.error(&marker.attribute, refused_export(item)),
                (Word::Init, Item::Fn(function)) => self.inits.push(function.clone()),
                (Word::Init, other) => {
                    ctxt.error(
                        &marker.attribute,
                        module::init_is_function(super::item::describe(other).0),
                    );
                }
                _ => {}
            }
        }
        match item {
            Item::Fn(function) if words::has(&function.attrs, Word::PyFunction) => {
                self.export_declared(&function.sig.ident, &function.attrs);
            }
            Item::Struct(class)
                if words::has(&class.attrs, Word::PyClass) && class.generics.params.is_empty() =>
            {
                self.export_declared(&class.ident, &class.attrs);
            }
            Item::Enum(class)
                if words::has(&class.attrs, Word::PyClass) && class.generics.params.is_empty() =>
            {
                self.export_declared(&class.ident, &class.attrs);
            }
            Item::Mod(inner) if words::has(&inner.attrs, Word::PyModule) => {
                self.refuse_submodule(ctxt, inner)
            }
            Item::ForeignMod(block) => self.foreign.push(block.abi.extern_token.span),
            Item::Static(item) => self.statics.push(item.clone()),
            _ => {}
        }
        if let Item::Struct(item) = item {
            self.note_state(item);
        }
    }

    /// What is in the state can be asked field by field, where it is a struct of the module.
    fn note_state(&mut self, item: &ItemStruct) {
        let is_state =
            matches!(&self.args.state, Some(Type::Path(state)) if state.path.is_ident(&item.ident));
        if !is_state || !item.generics.params.is_empty() {
            return;
        }
        for field in &item.fields {
            self.state_fields.push(StateField {
                ty: field.ty.clone(),
                cfgs: words::cfgs(&field.attrs),
            });
        }
    }

    fn export_use(&mut self, ctxt: &Ctxt, import: &ItemUse) {
        let cfgs = words::cfgs(&import.attrs);
        leaves(&import.tree, &mut |leaf| {
            let (rust_name, kind) = match leaf {
                UseTree::Name(name) if name.ident == "self" => {
                    return ctxt.error(&name.ident, module::self_export());
                }
                UseTree::Name(name) => (&name.ident, ExportKind::Item),
                UseTree::Rename(rename) if rename.rename == "_" => {
                    return ctxt.error(&rename.rename, module::underscore(&rename.ident));
                }
                UseTree::Rename(rename) => (&rename.rename, ExportKind::Renamed),
                other => return ctxt.error(other, module::glob()),
            };
            let python_name = rust_name.unraw().to_string();
            self.exports.push(Export {
                kind,
                rust_name: rust_name.clone(),
                python_name,
                cfgs: cfgs.clone(),
            });
        });
    }

    fn export_constant(&mut self, constant: &ItemConst) {
        self.exports.push(Export {
            kind: ExportKind::Constant,
            rust_name: constant.ident.clone(),
            python_name: constant.ident.unraw().to_string(),
            cfgs: words::cfgs(&constant.attrs),
        });
    }

    fn export_declared(&mut self, name: &Ident, attributes: &[Attribute]) {
        self.exports.push(Export {
            kind: ExportKind::Item,
            rust_name: name.clone(),
            python_name: declared_name(attributes).unwrap_or_else(|| name.unraw().to_string()),
            cfgs: words::cfgs(attributes),
        });
    }

    /// The inner attribute is taken off, so that it does not expand to a module of its own.
    fn refuse_submodule(&mut self, ctxt: &Ctxt, inner: &mut ItemMod) {
        for marker in words::take(&mut inner.attrs) {
            if marker.word != Word::PyModule {
                continue;
            }
            let mut args = ModuleArgs::default();
            args.parse(ctxt, marker.arguments());
            match args.gil_not_used.or(args.gil_used) {
                Some(gil) => ctxt.error(&gil, module::gil_of_submodule(&gil, &self.item.ident)),
                None => ctxt.error(&marker.attribute, module::submodule(&inner.ident)),
            }
        }
    }
}

/// `unsafe impl Send` or `Sync`, where the `impl` is.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct UnsafeMarker {
    pub class: Ident,
    pub marker: Ident,
    pub at: Span,
    pub allows: Vec<Attribute>,
    pub cfgs: Vec<Attribute>,
}

impl UnsafeMarker {
    fn of(item: &Item) -> Option<UnsafeMarker> {
        let Item::Impl(item) = item else {
            return None;
        };
        item.unsafety?;
        let marker = &item.trait_.as_ref()?.0.segments.last()?.ident;
        let class = &types::last_segment(&item.self_ty)?.ident;
        (marker == "Send" || marker == "Sync").then(|| UnsafeMarker {
            class: class.clone(),
            marker: marker.clone(),
            at: item.impl_token.span,
            allows: words::allows(&item.attrs),
            cfgs: words::cfgs(&item.attrs),
        })
    }
}

/// The name of an item with `#[pyclass]`.
fn class_name(item: &Item) -> Option<&Ident> {
    let (name, attributes) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        _ => return None,
    };
    words::has(attributes, Word::PyClass).then_some(name)
}

impl ModuleArgs {
    fn set_gil_used(&mut self, at: Ident) {
        self.gil_used_first = self.gil_not_used.is_none();
        self.gil_used = Some(at);
    }

    fn parse(&mut self, ctxt: &Ctxt, arguments: TokenStream) {
        // `gil_used = false` is an option of PyO3, so what is wrong with it is not that it takes no value.
        let mut ours = TokenStream::new();
        let mut has_state = false;
        for piece in options::split_at_commas(arguments) {
            match syn::parse2::<syn::MetaNameValue>(piece.clone()) {
                Ok(pair) if pair.path.is_ident("state") && has_state => {
                    ctxt.error(&pair.value, module::two_states(types::shown(&pair.value)))
                }
                Ok(pair) if pair.path.is_ident("gil_used") => {
                    ctxt.error(&piece, pyo3_gil(&pair.value))
                }
                other => {
                    has_state |= other.is_ok_and(|pair| pair.path.is_ident("state"));
                    ours.extend(quote!(#piece,));
                }
            }
        }
        options::parse(ctxt, "pymodule", OPTIONS, ours, self);
    }
}

fn pyo3_gil(value: &syn::Expr) -> Message {
    let text = value.to_token_stream().to_string();
    let meant = if text == "true" {
        "gil_used"
    } else {
        "gil_not_used"
    };
    module::pyo3_gil(text, meant)
}

fn refused_export(item: &Item) -> Message {
    let (name, attributes) = match item {
        Item::Fn(item) => (&item.sig.ident, &item.attrs),
        Item::Struct(item) => (&item.ident, &item.attrs),
        Item::Enum(item) => (&item.ident, &item.attrs),
        other => return module::cannot_export(super::item::describe(other).0),
    };
    match words::has(attributes, Word::PyFunction) || words::has(attributes, Word::PyClass) {
        true => module::exported_already(name),
        false => module::cannot_export(super::item::describe(item).0),
    }
}

/// Takes `#[pymodule_export]` and `#[pymodule_init]` off an item.
fn take_module_markers(item: &mut Item) -> Vec<Marker> {
    let attributes = super::item::attributes(item);
    attributes.map_or_else(Vec::new, |attributes| {
        words::take_those(attributes, |word| matches!(word, Word::Export | Word::Init))
    })
}

/// `name = "…"` in an attribute of an item that will read it itself.
fn declared_name(attributes: &[Attribute]) -> Option<String> {
    for attribute in attributes {
        let Some(word @ (Word::PyFunction | Word::PyClass | Word::Options)) =
            words::word(attribute)
        else {
            continue;
        };
        let attribute = attribute.clone();
        for piece in options::split_at_commas(Marker { word, attribute }.arguments()) {
            if let Ok(pair) = syn::parse2::<syn::MetaNameValue>(piece)
                && pair.path.is_ident("name")
                && let Expr::Lit(ExprLit {
                    lit: Lit::Str(name),
                    ..
                }) = pair.value
            {
                return Some(name.value());
            }
        }
    }
    None
}

/// What a `use` brings into scope.
fn leaves<'a>(tree: &'a UseTree, visit: &mut dyn FnMut(&'a UseTree)) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, visit),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, visit)),
        leaf => visit(leaf),
    }
}
