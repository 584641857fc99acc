//! `#[pymodule]`.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{FnArg, GenericParam, ItemFn, StaticMutability, Type};

use super::model::{Gil, Interpreters, ModuleModel, StateModel};
use super::names;
use super::types::{self, shown};
use crate::ctxt::Ctxt;
use crate::messages::{module, option};
use crate::parse::module::{ModuleArgs, ModuleInput, policy};
use crate::parse::words::cfgs;
use crate::suggest::{nearest, words};

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
    statics(ctxt, input);
    let single_phase = input.args.single_phase.is_some();
    ModuleModel {
        state: state(ctxt, input),
        single_phase,
        python_name: python_name(ctxt, input),
        gil: gil(ctxt, &input.args),
        interpreters: one_interpreter(ctxt, &input.args, interpreters(ctxt, &input.args)),
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
        match nearest(&word, &words(POLICIES)) {
            Some(meant) => module::near_policy(word, meant),
            None => policy(&given.value()),
        },
    );
    Interpreters::SharedGil
}

/// MO14. Without a policy, the one of such modules is that of single-phase ones.
fn one_interpreter(ctxt: &Ctxt, args: &ModuleArgs, policy: Interpreters) -> Interpreters {
    if args.single_phase.is_none() {
        return policy;
    }
    if let (Some(given), true) = (
        &args.multiple_interpreters,
        policy != Interpreters::NotSupported,
    ) {
        ctxt.error(given, module::single_phase_interpreters(given.value()));
    }
    Interpreters::NotSupported
}

/// Types that cannot be a module's state, because they are no type of the module's crate.
const FOREIGN_STATES: &[&str] = &[
    "Mutex",
    "RwLock",
    "PyMutex",
    "PoisonMutex",
    "PyOnce",
    "PyLazy",
    "OnceLock",
    "LazyLock",
    "AtomicBool",
    "AtomicI32",
    "AtomicI64",
    "AtomicIsize",
    "AtomicU32",
    "AtomicU64",
    "AtomicUsize",
];

/// The state that a module could have, whatever else is wrong with it.
pub fn module_state(input: &ModuleInput) -> Option<&Type> {
    let ty = input.args.state.as_ref()?;
    let last = types::last_segment(ty)?.ident.to_string();
    let foreign = types::is_foreign(ty) || FOREIGN_STATES.contains(&last.as_str());
    (!foreign).then_some(ty)
}

fn state(ctxt: &Ctxt, input: &ModuleInput) -> Option<StateModel> {
    let ty = input.args.state.as_ref()?;
    if module_state(input).is_none() {
        ctxt.error(ty, module::foreign_state(shown(ty)));
    }
    Some(StateModel {
        ty: ty.clone(),
        fields: input.state_fields.clone(),
    })
}

/// MS01 to MS03. In a module that only the main interpreter imports, a static may hold objects.
fn statics(ctxt: &Ctxt, input: &ModuleInput) {
    let policy = input.args.multiple_interpreters.as_ref();
    let one = input.args.single_phase.is_some()
        || policy.is_some_and(|policy| policy.value() == "not_supported");
    for item in &input.statics {
        let (name, ty) = (&item.ident, &item.ty);
        if let StaticMutability::Mut(mutability) = &item.mutability {
            ctxt.error(mutability, module::static_mut(name));
        } else if let Some(ty) = types::type_object(ty) {
            ctxt.error(ty, module::static_type(name));
        } else if let (Some(handle), false) = (types::shared_handle(ty), one) {
            ctxt.error(handle, module::static_handle(name, shown(handle)));
        }
    }
}

/// MO10. Items under `#[cfg]` may exclude each other, which cannot be seen from here.
fn exported_once(ctxt: &Ctxt, input: &ModuleInput) {
    let mut seen = Vec::new();
    for export in &input.exports {
        if !export.cfgs.is_empty() {
            continue;
        }
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
    let mut certain = Vec::new();
    for init in &input.inits {
        if cfgs(&init.attrs).is_empty() {
            certain.push(&init.sig.ident);
        }
    }
    if certain.len() > 1 {
        for name in certain {
            ctxt.error(name, module::two_inits(name));
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
