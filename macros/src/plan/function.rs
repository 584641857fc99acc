//! `#[pyfunction]`.

use syn::{Attribute, Ident, Visibility};

use super::call::{self, CallPlan, SignaturePlan};
use super::docs::{self, Leading};
use super::warnings::{self, Warning};
use crate::check::model::{Callable, FunctionModel};

/// Everything that is decided about a function.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct FunctionPlan {
    pub visibility: Visibility,
    pub cfgs: Vec<Attribute>,
    pub entry: TableEntry,
    pub call: CallPlan,
    pub warnings: Vec<Warning>,
}

/// An entry of a method table.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct TableEntry {
    pub rust_name: Ident,
    pub python_name: String,
    pub convention: Convention,
    /// With the text signature.
    pub doc: String,
    pub binding: Binding,
}

/// What CPython passes first.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Binding {
    /// The module, or the object.
    Owner,
    /// The class. (`METH_CLASS`)
    Class,
    /// Nothing. (`METH_STATIC`)
    Nothing,
}

/// CPython's calling conventions, cheapest first.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Convention {
    /// `METH_NOARGS`
    NoArgs,
    /// No arguments either, by `METH_FASTCALL`: the cheaper one for what is no method of an object.
    FastcallNothing,
    /// `METH_O`
    One,
    /// `METH_FASTCALL`
    Fastcall,
    /// `METH_FASTCALL | METH_KEYWORDS`
    FastcallKeywords,
}

pub fn function(model: &FunctionModel) -> FunctionPlan {
    let callable = &model.callable;
    let call = call::call(callable, None, callable.python_name.clone());
    let mut warnings = warnings::of_body(callable);
    warnings.extend(warnings::of_names(callable));
    FunctionPlan {
        visibility: model.visibility.clone(),
        cfgs: callable.cfgs.clone(),
        entry: entry(callable, &call.signature, Leading::Module),
        call,
        warnings,
    }
}

/// The table entry of a function or method.
pub fn entry(callable: &Callable, signature: &SignaturePlan, leading: Leading) -> TableEntry {
    let name = &callable.python_name;
    TableEntry {
        rust_name: callable.name.clone(),
        python_name: name.clone(),
        convention: convention(signature, leading),
        doc: docs::with_signature(name, leading, &callable.signature, &callable.doc),
        binding: match leading {
            Leading::Module | Leading::Object => Binding::Owner,
            Leading::Class => Binding::Class,
            Leading::Nothing => Binding::Nothing,
        },
    }
}

/// The cheapest convention that fits.
fn convention(signature: &SignaturePlan, leading: Leading) -> Convention {
    match (
        signature.names.len(),
        signature.positional_only,
        signature.required,
    ) {
        (0, ..) => match leading {
            Leading::Module | Leading::Nothing => Convention::FastcallNothing,
            Leading::Object | Leading::Class => Convention::NoArgs,
        },
        (1, 1, 1) => Convention::One,
        (all, positional_only, _) if all == positional_only => Convention::Fastcall,
        _ => Convention::FastcallKeywords,
    }
}
