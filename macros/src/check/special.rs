//! Special methods.

use quote::ToTokens;
use syn::{Ident, ReturnType, Type};

use super::model::{Callable, Param};
use super::signature::arguments;
use super::types::{self, shown};
use crate::ctxt::Ctxt;
use crate::messages::{Message, special};
use crate::parse::function::CallableInput;
use crate::parse::methods::{MethodInput, MethodsInput};
use crate::parse::options::list;
use crate::slots::{self, Operands, Special};

/// The row of a name with two underscores on either side. What has none is reported, and taken for a plain method.
pub fn row(
    ctxt: &Ctxt,
    block: &MethodsInput,
    written: &MethodInput,
    name: &str,
) -> Option<&'static Special> {
    let at = written.callable.name();
    let Some(row) = slots::special(name) else {
        // The attribute is the mistake where the method may be written, but not so.
        if let ("__enter__", Some(section)) = (name, written.callable.sections.first()) {
            ctxt.error(&section.attribute, special::enter_section());
            return None;
        }
        match name {
            "__ne__" | "__richcmp__" if block.method("__eq__").is_some() => {
                ctxt.error(at, special::beside(name, "__eq__"))
            }
            _ => ctxt.error(at, missing(name)),
        }
        return None;
    };
    for mark in &written.marks {
        ctxt.error(&mark.attribute, special::marker(name, mark.kind.spelling()));
    }
    Some(row)
}

fn missing(name: &str) -> Message {
    match name {
        "__init__" => special::init(),
        "__new__" => special::new(name),
        "__getbuffer__" => special::buffer(),
        "__ne__" => special::inverse(name, "__eq__"),
        "__richcmp__" => special::compare(),
        _ if slots::LATER.contains(&name) => special::not_yet(name),
        _ => match slots::near(name) {
            Some(meant) => special::near(name, meant),
            None => special::unknown(name),
        },
    }
}

/// The receiver, the operands and the result of a special method.
pub fn method(
    ctxt: &Ctxt,
    input: &CallableInput,
    callable: &Callable,
    row: &Special,
    class: &Ident,
) {
    if callable.receiver.is_none() {
        return ctxt.error(&callable.name, special::receiver(row.name));
    }
    if let Operands::Fixed(expected) = row.operands {
        let given = arguments(&callable.params);
        if given.len() != expected.len() {
            operands(ctxt, input, &given, row.name, expected);
        }
    }
    if row.name == "__iter__" {
        returns_object(ctxt, &input.signature.output, class);
    }
}

/// DU09.
fn operands(ctxt: &Ctxt, input: &CallableInput, given: &[&Param], name: &str, expected: &[&str]) {
    let inputs = &input.signature.inputs;
    let mut proposal = Vec::new();
    proposal.extend(inputs.first().map(|receiver| shown(receiver)));
    for (index, operand) in expected.iter().enumerate() {
        proposal.push(match given.get(index) {
            Some(param) => format!("{}: {}", param.name, shown(&param.ty)),
            None => format!("{operand}: T"),
        });
    }
    let wanted = match expected {
        [] => "nothing but its receiver".to_owned(),
        operands => format!("{} after its receiver", list(operands)),
    };
    ctxt.error(
        inputs.to_token_stream(),
        special::operands(name, wanted, format!("fn {name}({})", proposal.join(", "))),
    );
}

/// DU02.
fn returns_object(ctxt: &Ctxt, output: &ReturnType, class: &Ident) {
    let ReturnType::Type(_, ty) = output else {
        return;
    };
    match &**ty {
        Type::Reference(reference) if types::is_class(&reference.elem, class) => {
            ctxt.error(ty, special::returns_reference(shown(ty)));
        }
        _ => {}
    }
}
