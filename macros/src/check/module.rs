//! `#[pymodule]`.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{FnArg, GenericParam, ItemFn};

use super::model::{Gil, Interpreters, ModuleModel};
use super::names;
use crate::ctxt::Ctxt;
use crate::messages::{module, option};
use crate::parse::module::{ModuleArgs, ModuleInput, policy};
use crate::parse::words;
use crate::suggest::nearest;

/// The words for `multiple_interpreters`.
const POLICIES: &[(&str, Interpreters)] = &[
    ("not_supported", Interpreters::NotSupported),
    ("shared_gil", Interpreters::SharedGil),
    ("per_interpreter_gil", Interpreters::PerInterpreterGil),
];

pub fn module(ctxt: &Ctxt, input: &ModuleInput) -> ModuleModel {
    let item = &input.item;
    if item.content.is_none() {
        ctxt.error(item.mod_token, module::not_inline(&item.ident));
    }
    exported_once(ctxt, input);
    one_init(ctxt, input);
    if input.docs.text.contains('\0') {
        ctxt.error(&item.ident, option::nul_in_docs(&item.ident));
    }
    for init in &input.inits {
        init_shape(ctxt, init);
    }
    ModuleModel {
        python_name: python_name(ctxt, input),
        gil: gil(ctxt, &input.args),
        interpreters: interpreters(ctxt, &input.args),
        doc: input.docs.text.clone(),
        exports: input.exports.clone(),
        inits: input.inits.clone(),
        unsafe_markers: input.unsafe_markers.clone(),
        foreign: input.foreign.clone(),
        statics: input.statics.clone(),
        item: item.clone(),
    }
}

fn python_name(ctxt: &Ctxt, input: &ModuleInput) -> String {
    match &input.args.name {
        None => input.item.ident.unraw().to_string(),
        Some(given) => {
            names::identifier(ctxt, given, |name, proposal| {
                module::not_importable(name, proposal)
            });
            given.value()
        }
    }
}

/// MO02. The second of two is the one that stands later.
fn gil(ctxt: &Ctxt, args: &ModuleArgs) -> Gil {
    match (&args.gil_not_used, &args.gil_used) {
        (Some(not_used), Some(used)) => {
            let (first, second) = if args.gil_used_first {
                (used, not_used)
            } else {
                (not_used, used)
            };
            ctxt.error(second, module::gil_twice(first, second));
            Gil::Unspecified
        }
        (Some(_), None) => Gil::NotUsed,
        (None, Some(_)) => Gil::Used,
        (None, None) => Gil::Unspecified,
    }
}

/// MO05.
fn interpreters(ctxt: &Ctxt, args: &ModuleArgs) -> Interpreters {
    let Some(given) = &args.multiple_interpreters else {
        return Interpreters::SharedGil;
    };
    let word = given.value();
    if let Some((_, policy)) = POLICIES.iter().find(|(known, _)| *known == word) {
        return *policy;
    }
    ctxt.error(
        given,
        match nearest(&word, POLICIES.iter().map(|(known, _)| *known)) {
            Some(meant) => module::near_policy(word, meant),
            None => policy(&given.value()),
        },
    );
    Interpreters::SharedGil
}

/// MO10. Items under `#[cfg]` may exclude each other, which cannot be seen from here.
fn exported_once(ctxt: &Ctxt, input: &ModuleInput) {
    let mut seen = Vec::new();
    for export in input.exports.iter().filter(|export| export.cfgs.is_empty()) {
        if seen.contains(&&export.python_name) {
            ctxt.error(
                &export.rust_name,
                module::exported_twice(&export.python_name),
            );
        }
        seen.push(&export.python_name);
    }
}

/// MO09. As in MO10, what is under `#[cfg]` is not counted.
fn one_init(ctxt: &Ctxt, input: &ModuleInput) {
    let certain = input
        .inits
        .iter()
        .filter(|init| words::cfgs(&init.attrs).is_empty());
    if certain.clone().count() > 1 {
        for init in certain {
            ctxt.error(&init.sig.ident, module::two_inits(&init.sig.ident));
        }
    }
}

fn init_shape(ctxt: &Ctxt, init: &ItemFn) {
    let sig = &init.sig;
    let takes_module = matches!(sig.inputs.first(), Some(FnArg::Typed(_))) && sig.inputs.len() == 1;
    if !takes_module || sig.asyncness.is_some() || sig.generics.params.iter().any(is_chosen) {
        let place = match sig.inputs.is_empty() {
            true => sig.ident.to_token_stream(),
            false => sig.inputs.to_token_stream(),
        };
        ctxt.error(place, module::init_shape(&sig.ident));
    }
}

/// Whether a parameter stands for anything but a lifetime.
fn is_chosen(parameter: &GenericParam) -> bool {
    !matches!(parameter, GenericParam::Lifetime(_))
}
