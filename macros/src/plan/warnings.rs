//! What a body shows, as warnings.

use proc_macro2::Span;
use syn::{Attribute, Ident, ItemStatic};

use crate::check::model::{Callable, Gil, Method, MethodKind, Mode, ModuleModel, Role, Target};
use crate::check::{names, types};
use crate::lint::{self, Context, Finding, containers, once};
use crate::messages::lint as texts;
use crate::parse::module::UnsafeMarker;
use crate::parse::words;
use crate::slots::Shape;

/// A span that takes no part in comparisons.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug))]
pub struct Place(pub Span);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A warning at a place that the user wrote.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Warning {
    /// The name of the lint, which rustc shows.
    pub name: &'static str,
    pub text: String,
    pub at: Place,
    /// The user's `#[allow(…)]`.
    pub allows: Vec<Attribute>,
    pub cfgs: Vec<Attribute>,
}

/// What the body of a function shows.
pub fn of_body(callable: &Callable) -> Vec<Warning> {
    let context = match (&callable.section, callable.detached) {
        (Some(section), _) if section.is_suspendable() => Context::Suspendable,
        (Some(_), _) => Context::Exclusive,
        (None, true) => Context::Detached,
        (None, false) => Context::Attached,
    };
    let mut warnings = Vec::new();
    for finding in lint::body(&callable.body, context) {
        warnings.push(warning(callable, finding));
    }
    warnings.extend(of_containers(callable));
    warnings
}

/// CS20: containers that a section locks, and that lock themselves in it. Who asks what happened meanwhile knows.
fn of_containers(callable: &Callable) -> Vec<Warning> {
    let Some(section) = &callable.section else {
        return Vec::new();
    };
    let unasked = matches!(section.mode, Mode::Suspendable { on_suspend: None })
        && !callable
            .params
            .iter()
            .any(|param| matches!(param.role, Role::Section));
    let mut warnings = Vec::new();
    if unasked {
        for target in section.targets() {
            warnings.extend(of_container(callable, target));
        }
    }
    warnings
}

fn of_container(callable: &Callable, target: &Target) -> Option<Warning> {
    let Target::Param { index, at } = target else {
        return None;
    };
    let param = &callable.params[*index];
    let Role::Handle { class, .. } = &param.role else {
        return None;
    };
    let ty = types::last_segment(class)?.ident.to_string();
    let finding = Finding {
        name: "container_in_a_section",
        message: containers::locked_twice(&callable.body, &param.name, &ty)?,
        at: at.span(),
    };
    Some(warning(callable, finding))
}

/// Parameters that may be passed by name, but for their name.
pub fn of_names(callable: &Callable) -> Vec<Warning> {
    let signature = &callable.signature;
    let mut warnings = Vec::new();
    for param in signature.params.iter().skip(signature.positional_only) {
        if names::is_keyword(&param.name) {
            let finding = Finding {
                name: "keyword_as_a_name",
                message: texts::keyword_parameter(&param.name),
                at: callable.params[param.index].name.span(),
            };
            warnings.push(warning(callable, finding));
        }
    }
    warnings
}

/// PC11.
fn of_marker(marker: &UnsafeMarker) -> Warning {
    Warning {
        name: "unsafe_marker_of_a_class",
        text: texts::unsafe_marker(&marker.class, &marker.marker).text(),
        at: Place(marker.at),
        allows: marker.allows.clone(),
        cfgs: marker.cfgs.clone(),
    }
}

/// DU05: `__hash__` under a lock can only be the hash of something that changes.
pub fn of_method(method: &Method, class: &Ident) -> Option<Warning> {
    let MethodKind::Special(special) = method.kind else {
        return None;
    };
    let locked = method.callable.section.is_some();
    (special.name == "__hash__" && special.shape == Shape::Number && locked).then(|| {
        let message = texts::mutable_hash(class);
        warning(
            &method.callable,
            Finding {
                name: "hash_of_a_locked_class",
                message,
                at: method.callable.name.span(),
            },
        )
    })
}

/// MO15.
pub fn of_module(model: &ModuleModel) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if model.gil == Gil::NotUsed {
        for at in &model.foreign {
            warnings.push(Warning {
                name: "extern_block_without_the_gil",
                text: texts::foreign_block().text(),
                at: Place(*at),
                allows: Vec::new(),
                cfgs: Vec::new(),
            });
        }
    }
    for marker in &model.unsafe_markers {
        warnings.push(of_marker(marker));
    }
    for item in &model.statics {
        warnings.extend(of_static(item));
    }
    warnings
}

/// MS08, of a static.
fn of_static(item: &ItemStatic) -> Option<Warning> {
    let (at, message) = once::around_python(&item.expr)?;
    Some(Warning {
        name: "once_around_python",
        text: message.text(),
        at: Place(at),
        allows: words::allows(&item.attrs),
        cfgs: words::cfgs(&item.attrs),
    })
}

fn warning(callable: &Callable, finding: Finding) -> Warning {
    Warning {
        name: finding.name,
        text: finding.message.text(),
        at: Place(finding.at),
        allows: callable.allows.clone(),
        cfgs: callable.cfgs.clone(),
    }
}
