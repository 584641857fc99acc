//! `#[pyclass]`.

use syn::{Attribute, Ident, Type};

use crate::check;
use crate::check::model::{ClassModel, Field, FieldProperty, Policy, Variant};
use crate::parse::class::ClassInput;

/// Everything that is decided about a class.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct ClassPlan {
    pub name: Ident,
    pub python_name: String,
    pub doc: String,
    pub policy: Policy,
    pub subclass: bool,
    pub cache_aligned: bool,
    pub from_py_object: bool,
    /// The types that have to be as thread-safe as the class needs.
    pub checked: Vec<FieldCheck>,
    /// Whether these are all fields that can be seen. They are not beside the class's own errors.
    pub all_checked: bool,
    pub properties: Vec<FieldPlan>,
    /// Where references to Python objects may be.
    pub variants: Vec<Variant>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct FieldCheck {
    pub ty: Type,
    pub cfgs: Vec<Attribute>,
}

/// A field that is an attribute of the object.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct FieldPlan {
    pub field: Ident,
    pub ty: Type,
    pub python_name: String,
    /// `Counter.hits`, for error messages.
    pub shown: String,
    pub get: bool,
    pub set: bool,
    pub doc: String,
    pub cfgs: Vec<Attribute>,
}

pub fn class(model: &ClassModel) -> ClassPlan {
    let (mut checked, mut properties) = (Vec::new(), Vec::new());
    for Field { ty, property, cfgs } in &model.fields {
        checked.push(FieldCheck {
            ty: ty.clone(),
            cfgs: cfgs.clone(),
        });
        if let Some(property) = property {
            let FieldProperty {
                field,
                python_name,
                get,
                set,
                doc,
            } = property;
            properties.push(FieldPlan {
                field: field.clone(),
                ty: ty.clone(),
                shown: format!("{}.{python_name}", model.python_name),
                python_name: python_name.clone(),
                get: *get,
                set: *set,
                doc: doc.clone(),
                cfgs: cfgs.clone(),
            });
        }
    }
    ClassPlan {
        name: model.name.clone(),
        python_name: model.python_name.clone(),
        doc: model.doc.clone(),
        policy: model.policy,
        subclass: model.subclass,
        cache_aligned: model.cache_aligned,
        from_py_object: model.from_py_object,
        properties,
        checked,
        all_checked: true,
        variants: model.variants.clone(),
    }
}

/// The class beside its own errors: without what they are about.
pub fn fallback(input: &ClassInput) -> ClassPlan {
    ClassPlan {
        name: input.name.clone(),
        python_name: input.name.to_string(),
        doc: String::new(),
        policy: check::written_policy(&input.args),
        subclass: false,
        cache_aligned: false,
        from_py_object: false,
        checked: Vec::new(),
        all_checked: false,
        variants: Vec::new(),
        properties: Vec::new(),
    }
}
