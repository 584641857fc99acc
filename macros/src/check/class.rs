//! `#[pyclass]`.

use quote::quote;
use syn::GenericParam;

use super::callable::python_name;
use super::collected;
use super::model::{ClassModel, Field, FieldProperty, Policy};
use super::types::{self, shown};
use crate::ctxt::Ctxt;
use crate::messages::{Message, class, method, option};
use crate::parse::class::{ClassArgs, ClassInput, FieldInput};
use crate::suggest::nearest;

pub fn class(ctxt: &Ctxt, input: &ClassInput) -> ClassModel {
    generics(ctxt, input);
    if input.docs.text.contains('\0') {
        ctxt.error(&input.name, option::nul_in_docs(&input.name));
    }
    let mut fields = Vec::new();
    for written in &input.fields {
        fields.push(field(ctxt, input, written));
    }
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
        policy: policy(ctxt, input),
        subclass: input.args.subclass.is_some(),
        cache_aligned: input.args.cache_aligned.is_some(),
        from_py_object: input.args.from_py_object.is_some(),
        doc: input.docs.text.clone(),
        variants: collected::variants(&input.item),
        fields,
    }
}

/// `frozen` and `lock = "…"`.
fn policy(ctxt: &Ctxt, input: &ClassInput) -> Policy {
    let args = &input.args;
    if let Some(lock) = &args.lock {
        let word = lock.value.value();
        if word != READ_WRITE {
            ctxt.error(&lock.value, unknown_lock(&word));
        } else if let Some(frozen) = &args.frozen {
            match args.lock_first {
                true => ctxt.error(frozen, class::frozen_and_lock("frozen", "lock")),
                false => ctxt.error(&lock.key, class::frozen_and_lock("lock", "frozen")),
            }
        }
    }
    written_policy(args)
}

/// The policy that the options ask for; of two that contradict each other, the first of these.
pub fn written_policy(args: &ClassArgs) -> Policy {
    match (&args.frozen, &args.lock) {
        (Some(_), _) => Policy::Frozen,
        (None, Some(_)) => Policy::ReadWrite,
        (None, None) => Policy::Locked,
    }
}

/// The only lock that is not the default.
const READ_WRITE: &str = "rw";

/// Other words for it.
const READ_WRITE_WORDS: &[&str] = &[
    "rw",
    "rwlock",
    "readwrite",
    "readerwriter",
    "readerswriter",
    "shared",
    "sharedmutex",
];

/// Words for what needs no option.
const DEFAULT_WORDS: &[&str] = &["mutex", "lock", "locked", "exclusive", "default", "object"];

/// Words for having no lock at all.
const UNLOCKED_WORDS: &[&str] = &["none", "no", "off", "frozen", "free"];

fn unknown_lock(word: &str) -> Message {
    let mut plain = word.to_lowercase();
    plain.retain(|letter| !matches!(letter, '-' | '_' | ' '));
    let is = |words: &[&str]| nearest(&plain, words).is_some();
    match plain.as_str() {
        plain if DEFAULT_WORDS.contains(&plain) => class::lock_is_default(word),
        plain if UNLOCKED_WORDS.contains(&plain) => class::lock_is_frozen(word),
        _ if is(READ_WRITE_WORDS) => class::lock_near(word, READ_WRITE),
        _ => class::lock_unknown(word),
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
    if let Some(guard) = types::guard(&written.ty) {
        ctxt.error(guard, class::guard_field(shown(guard)));
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
            ctxt.error(quote!(#marker), class::unnamed_field());
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
