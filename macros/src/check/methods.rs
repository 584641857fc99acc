//! `#[pymethods]`.

use syn::ext::IdentExt;
use syn::{GenericParam, Ident, LitStr};

use super::callable::{Home, callable};
use super::model::{Callable, Method, MethodKind, MethodsModel, Receiver};
use super::signature::arguments;
use super::types::{self, shown};
use super::{block_section, collected, names, special};
use crate::ctxt::Ctxt;
use crate::messages::{self, class, method, option, section};
use crate::parse::function::CallableInput;
use crate::parse::methods::{MarkKind, MethodInput, MethodsInput};
use crate::parse::section::SectionArgs;
use crate::slots;

/// `None` if the block cannot have methods of a class, so that there is nothing to say about each.
pub fn methods(ctxt: &Ctxt, input: &MethodsInput) -> Option<MethodsModel> {
    let class_name = block(ctxt, input)?;
    block_section::check(ctxt, &input.sections);
    collected::pair(ctxt, input);
    let (mut traverses, mut others) = (Vec::new(), Vec::new());
    for written in &input.methods {
        if written.callable.name() == collected::TRAVERSE {
            traverses.push(collected::traverse(ctxt, written, &class_name));
        } else {
            others.push(written);
        }
    }
    let mut methods = Vec::new();
    for written in others {
        methods.push(one(ctxt, input, written, &class_name));
    }
    one_constructor(ctxt, &methods);
    named_once(ctxt, &methods);
    Some(MethodsModel {
        class: (*input.item.self_ty).clone(),
        class_name,
        methods,
        traverses,
    })
}

/// The name of the class.
fn block(ctxt: &Ctxt, input: &MethodsInput) -> Option<Ident> {
    let item = &input.item;
    let before = ctxt.mark();
    if let Some((path, _)) = &item.trait_ {
        ctxt.error(path, method::trait_impl(shown(path), shown(&item.self_ty)));
    }
    if let Some(unsafety) = &item.unsafety {
        ctxt.error(unsafety, method::unsafe_impl());
    }
    for parameter in &item.generics.params {
        let message = match parameter {
            GenericParam::Lifetime(written) => {
                let class = types::last_segment(&item.self_ty).map(|segment| &segment.ident);
                class::lifetime(shown(&class), &written.lifetime)
            }
            GenericParam::Type(written) => method::generic_impl(&written.ident),
            GenericParam::Const(written) => method::generic_impl(&written.ident),
        };
        ctxt.error(parameter, message);
    }
    let segment = types::last_segment(&item.self_ty);
    if segment.is_none() {
        ctxt.error(&item.self_ty, method::not_a_path(shown(&item.self_ty)));
    }
    (ctxt.mark() == before).then_some(())?;
    segment.map(|segment| segment.ident.clone())
}

fn one(ctxt: &Ctxt, block: &MethodsInput, written: &MethodInput, class: &Ident) -> Method {
    let kind = kind(ctxt, block, written);
    let belongs_to_object = !matches!(kind, MethodKind::New | MethodKind::Static);
    let mut input = written.callable.clone();
    if let (MethodKind::New, Some(first)) = (kind, input.sections.first())
        && !names_parameters(first, &input)
    {
        ctxt.error(
            &first.attribute,
            section::constructor(written.callable.name()),
        );
        input.sections.clear();
    }
    if let (true, Some(section)) = (belongs_to_object, block.sections.first()) {
        block_section::inherit(section, &mut input, kind, class);
    }
    options(ctxt, &mut input, kind);
    let before = ctxt.mark();
    let mut callable = callable(
        ctxt,
        &input,
        Home::Class {
            class,
            handles: belongs_to_object,
        },
    );
    if ctxt.mark() == before {
        match kind {
            MethodKind::New => no_receiver(ctxt, &callable, MarkKind::New),
            MethodKind::Static => no_receiver(ctxt, &callable, MarkKind::Static),
            MethodKind::Getter => getter(ctxt, &callable),
            MethodKind::Setter => setter(ctxt, &input, &callable),
            MethodKind::Plain => receiver(ctxt, &callable),
            MethodKind::Special(row) => special::method(ctxt, &input, &callable, row, class),
        }
    }
    if let MethodKind::Getter | MethodKind::Setter = kind {
        callable.python_name = property_name(ctxt, written, &callable);
    }
    Method { kind, callable }
}

/// Whether a section locks what a constructor is given, and not what it makes.
fn names_parameters(section: &SectionArgs, input: &CallableInput) -> bool {
    let made = section.targets.iter().any(|target| shown(target) == "self");
    !made && !section.targets.is_empty() && !input.signature.inputs.is_empty()
}

/// What the marks and the name say; of contradicting marks, the first.
fn kind(ctxt: &Ctxt, block: &MethodsInput, written: &MethodInput) -> MethodKind {
    let name = written.callable.name();
    if let Some((first, more)) = written.marks.split_first() {
        for second in more {
            ctxt.error(
                &second.attribute,
                match second.kind == first.kind {
                    true => method::marker_twice(second.kind.spelling()),
                    false => method::two_markers(first.kind.spelling(), second.kind.spelling()),
                },
            );
        }
    }
    let word = name.unraw().to_string();
    let mark = written.marks.first().map(|mark| mark.kind);
    if word == "__new__" && matches!(mark, None | Some(MarkKind::New)) {
        if mark.is_none() {
            ctxt.error(name, messages::special::new(name));
        }
        return MethodKind::New;
    }
    let special = slots::is_dunder(&word).then(|| special::row(ctxt, block, written, &word));
    if let Some(Some(row)) = special {
        return MethodKind::Special(row);
    }
    match mark {
        Some(MarkKind::New) => MethodKind::New,
        Some(MarkKind::Static) => MethodKind::Static,
        Some(MarkKind::Getter) => MethodKind::Getter,
        Some(MarkKind::Setter) => MethodKind::Setter,
        None => MethodKind::Plain,
    }
}

/// Options that mean nothing for what the method is.
fn options(ctxt: &Ctxt, input: &mut CallableInput, kind: MethodKind) {
    let (what, named, signed) = match kind {
        MethodKind::Plain | MethodKind::Static => return,
        MethodKind::New => ("`#[new]`", false, true),
        MethodKind::Getter => ("a getter", true, false),
        MethodKind::Setter => ("a setter", true, false),
        MethodKind::Special(row) => (
            "a special method",
            false,
            row.operands == slots::Operands::Any,
        ),
    };
    if let (Some(name), false) = (&input.options.name, named) {
        ctxt.error(name, method::option_on("name", what));
        input.options.name = None;
    }
    if let (Some(signature), false) = (&input.options.signature, signed) {
        ctxt.error_at(signature.span, method::option_on("signature", what));
        input.options.signature = None;
    }
}

fn receiver(ctxt: &Ctxt, callable: &Callable) {
    if callable.receiver.is_none() {
        ctxt.error(&callable.name, method::no_receiver(&callable.name));
    }
}

fn no_receiver(ctxt: &Ctxt, callable: &Callable, kind: MarkKind) {
    if let Some(Receiver::Reference { at, .. }) = &callable.receiver {
        ctxt.error(
            at,
            method::receiver_not_expected(kind.spelling(), &callable.name),
        );
    }
}

fn getter(ctxt: &Ctxt, callable: &Callable) {
    if callable.receiver.is_none() {
        ctxt.error(
            &callable.name,
            method::receiver_expected("getter", &callable.name),
        );
    } else if let Some(extra) = arguments(&callable.params).first() {
        ctxt.error(
            &extra.name,
            method::getter_values(&callable.name, &extra.name),
        );
    }
}

fn setter(ctxt: &Ctxt, input: &CallableInput, callable: &Callable) {
    let arguments = arguments(&callable.params);
    match (&callable.receiver, arguments.as_slice()) {
        (None, _) => ctxt.error(
            &callable.name,
            method::receiver_expected("setter", &callable.name),
        ),
        (_, []) => {
            let receiver = input.signature.inputs.first();
            let message = method::setter_value(&callable.name, shown(&receiver));
            ctxt.error(&callable.name, message);
        }
        (_, [_]) => {}
        (_, [_, extra, ..]) => ctxt.error(
            &extra.name,
            method::setter_values(&callable.name, &extra.name),
        ),
    }
}

/// `#[getter(name)]`, `#[freehold(name = "…")]`, or the method's name without `get_` or `set_`.
fn property_name(ctxt: &Ctxt, written: &MethodInput, callable: &Callable) -> String {
    let mark = written.marks.first();
    if let Some(name) = mark.and_then(|mark| mark.name.as_ref()) {
        identifier(ctxt, name);
        return name.value();
    }
    if written.callable.options.name.is_some() {
        return callable.python_name.clone();
    }
    let prefix = match mark.map(|mark| mark.kind) {
        Some(MarkKind::Setter) => "set_",
        _ => "get_",
    };
    let name = &callable.python_name;
    name.strip_prefix(prefix)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(name)
        .to_owned()
}

fn identifier(ctxt: &Ctxt, name: &LitStr) {
    names::identifier(ctxt, name, |name, proposal| {
        option::not_identifier(name, proposal)
    });
}

/// PM12. Methods under `#[cfg]` may exclude each other, which cannot be seen from here.
fn one_constructor(ctxt: &Ctxt, methods: &[Method]) {
    let mut found = false;
    for method in methods {
        let Callable { name, cfgs, .. } = &method.callable;
        if matches!(method.kind, MethodKind::New) && cfgs.is_empty() {
            if found {
                ctxt.error(name, method::two_constructors(name));
            }
            found = true;
        }
    }
}

/// PM08. A getter and a setter of one name belong together; `#[cfg]` is as in PM12.
fn named_once(ctxt: &Ctxt, methods: &[Method]) {
    let mut seen: Vec<(&str, &Ident, bool, bool)> = Vec::new();
    for method in methods {
        if !method.callable.cfgs.is_empty() {
            continue;
        }
        let name = method.callable.python_name.as_str();
        let (gets, sets) = match method.kind {
            MethodKind::New => continue,
            MethodKind::Getter => (true, false),
            MethodKind::Setter => (false, true),
            _ => (true, true),
        };
        // Two methods of one Rust name are rustc's to refuse.
        let rust_name = &method.callable.name;
        let taken = |&(other, other_name, got, set): &(&str, &Ident, bool, bool)| {
            other == name && other_name != rust_name && (got && gets || set && sets)
        };
        if seen.iter().any(taken) {
            ctxt.error(&method.callable.name, crate::messages::method::twice(name));
        }
        seen.push((name, rust_name, gets, sets));
    }
}
