//! `#[pyclass]`.

use syn::GenericParam;

use super::callable::python_name;
use super::model::{ClassModel, Field, FieldProperty};
use crate::ctxt::Ctxt;
use crate::messages::{class, method, option};
use crate::parse::class::{ClassInput, FieldInput};

pub fn class(ctxt: &Ctxt, input: &ClassInput) -> ClassModel {
    generics(ctxt, input);
    if input.docs.text.contains('\0') {
        ctxt.error(&input.name, option::nul_in_docs(&input.name));
    }
    let fields: Vec<_> = input
        .fields
        .iter()
        .map(|written| field(ctxt, input, written))
        .collect();
    let mut names = Vec::new();
    for (property, written) in fields.iter().zip(&input.fields) {
        let Some(property) = &property.property else {
            continue;
        };
        if names.contains(&&property.python_name) {
            ctxt.error(&written.args.name, method::twice(&property.python_name));
        }
        names.push(&property.python_name);
    }
    ClassModel {
        name: input.name.clone(),
        python_name: python_name(ctxt, &input.name, input.args.name.as_ref()),
        frozen: input.args.frozen.is_some(),
        subclass: input.args.subclass.is_some(),
        from_py_object: input.args.from_py_object.is_some(),
        doc: input.docs.text.clone(),
        fields,
    }
}

/// PC01 and PC02.
fn generics(ctxt: &Ctxt, input: &ClassInput) {
    let name = &input.name;
    for parameter in &input.generics.params {
        match parameter {
            GenericParam::Lifetime(written) => {
                ctxt.error(&written.lifetime, class::lifetime(name, &written.lifetime))
            }
            GenericParam::Type(written) => {
                ctxt.error(written, class::generic(name, &written.ident))
            }
            GenericParam::Const(written) => {
                ctxt.error(written, class::generic(name, &written.ident))
            }
        }
    }
}

fn field(ctxt: &Ctxt, input: &ClassInput, written: &FieldInput) -> Field {
    if let (Some(_), Some(set)) = (&input.args.frozen, &written.args.set) {
        let name = written
            .name
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        ctxt.error(set, class::frozen_setter(name, &input.name));
    }
    let (get, set) = (written.args.get.is_some(), written.args.set.is_some());
    let property = match (&written.name, get || set) {
        (Some(field), true) => Some(FieldProperty {
            field: field.clone(),
            python_name: python_name(ctxt, field, written.args.name.as_ref()),
            get,
            set,
            doc: written.docs.text.replace('\0', ""),
        }),
        (None, true) => {
            let marker = written.markers.first().map(|marker| &marker.attribute);
            ctxt.error(quote::quote!(#marker), class::unnamed_field());
            None
        }
        (_, false) => None,
    };
    Field {
        ty: written.ty.clone(),
        property,
        cfgs: written.cfgs.clone(),
    }
}
