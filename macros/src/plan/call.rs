//! How one call from Python becomes a call of the user's function.

use syn::{Expr, Ident, Type};

use super::body::{Body, body, locked_class};
use super::lifetimes::erase;
use crate::check::model::{Callable, HandleKind, Output, Param, Receiver, Role, Section, Target};
use crate::check::types;

/// Everything that is decided about a call.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct CallPlan {
    /// The function as error messages name it: `Counter.add`.
    pub shown: String,
    pub callee: Callee,
    /// Whether its author has deprecated it.
    pub deprecated: bool,
    pub signature: SignaturePlan,
    pub receiver: Option<ReceiverPlan>,
    /// One for each parameter of the user's function but the receiver, in Rust's order.
    pub arguments: Vec<Argument>,
    pub body: Body,
    pub output: ResultPlan,
}

/// What is called.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Callee {
    Function(Ident),
    /// `Self::name`, and the class where the block names it.
    Method {
        name: Ident,
        class: Ident,
    },
}

/// What the user's function returns.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum ResultPlan {
    Value(Output),
    /// `Result<value, error>`; the error's type, where it is written. The two are converted apart, so that a mistake in
    /// one is not blamed on both.
    Fallible {
        value: Output,
        error: Option<Type>,
    },
}

impl ResultPlan {
    /// The value that is converted.
    pub fn value(&self) -> &Output {
        match self {
            ResultPlan::Value(value) | ResultPlan::Fallible { value, .. } => value,
        }
    }
}

/// The constant by which the runtime binds arguments.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct SignaturePlan {
    pub names: Vec<String>,
    pub positional_only: usize,
    pub positional: usize,
    /// Bit *i* is set if parameter *i* has no default.
    pub required: u64,
}

/// How the user's function gets its object.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum ReceiverPlan {
    /// `&self` without a lock, where `self` is written.
    Read(Ident),
    /// The same while detached.
    ReadDetached(Ident),
    /// From the section, where the attribute names it.
    Locked(Ident),
    /// A handle, which is a parameter for Rust; the word that names it in the attribute, if the section locks it.
    Handle {
        kind: HandleKind,
        ty: Type,
        locked: Option<Ident>,
    },
}

/// How the user's function gets a parameter.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Argument {
    /// The token of the call.
    Token,
    /// The proof that the section gives.
    NoSuspend,
    /// The section itself.
    Section,
    /// The state of the module that the call belongs to.
    State { ty: Type, of: StateOf },
    /// The `index`th argument, converted; or the default.
    Converted {
        index: usize,
        ty: Type,
        default: Option<Expr>,
    },
    /// The `index`th argument, as a reference to its payload, which needs no lock, or not even an attached thread.
    Shared {
        index: usize,
        ty: Type,
        class: Type,
        detached: bool,
    },
    /// The `index`th argument, locked. `class` is what a failing assertion points at.
    Locked { index: usize, class: Type },
    /// The `index`th argument, as a handle of this class that the section locks.
    LockedHandle {
        index: usize,
        class: Type,
        by_value: bool,
        /// As in [`Suspendable`].
        of_block: bool,
    },
}

/// Where the state of the module is found.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum StateOf {
    /// The module, which CPython passes to its functions.
    Module,
    /// The object, whose type knows the module.
    Object,
    /// The type, where there is no object.
    Class,
}

/// The owner of a method, for error messages.
pub type Owner<'a> = Option<&'a Ident>;

/// Decides how `callable` is called.
pub fn call(callable: &Callable, owner: Owner<'_>, shown: String) -> CallPlan {
    let name = callable.name.clone();
    let mut arguments = Vec::new();
    for index in 0..callable.params.len() {
        arguments.push(argument(callable, owner, index));
    }
    CallPlan {
        shown,
        callee: match owner {
            Some(class) => Callee::Method {
                name,
                class: class.clone(),
            },
            None => Callee::Function(name),
        },
        deprecated: callable.deprecated,
        signature: signature(callable),
        receiver: callable
            .receiver
            .as_ref()
            .map(|receiver| receiver_plan(callable, receiver)),
        arguments,
        body: body(callable),
        output: result(&callable.output),
    }
}

fn signature(callable: &Callable) -> SignaturePlan {
    let (mut names, mut required) = (Vec::new(), 0);
    for (bit, param) in callable.signature.params.iter().enumerate() {
        names.push(param.name.clone());
        if param.default.is_none() {
            required |= 1 << bit;
        }
    }
    SignaturePlan {
        names,
        positional_only: callable.signature.positional_only,
        positional: callable.signature.positional,
        required,
    }
}

fn receiver_plan(callable: &Callable, receiver: &Receiver) -> ReceiverPlan {
    match receiver {
        Receiver::Handle { kind, ty } => ReceiverPlan::Handle {
            kind: *kind,
            ty: erase(ty),
            locked: callable.section.as_ref().and_then(named_receiver).cloned(),
        },
        Receiver::Reference { at, .. } => {
            match callable.section.as_ref().and_then(named_receiver) {
                Some(named) => ReceiverPlan::Locked(named.clone()),
                None if callable.detached => ReceiverPlan::ReadDetached(at.clone()),
                None => ReceiverPlan::Read(at.clone()),
            }
        }
    }
}

/// The word that names the receiver in the attribute.
fn named_receiver(section: &Section) -> Option<&Ident> {
    for target in section.targets() {
        if let Target::Receiver { at } = target {
            return Some(at);
        }
    }
    None
}

/// Whether a function takes the state of its module.
pub fn takes_state(callable: &Callable) -> bool {
    let is_state = |param: &Param| matches!(param.role, Role::State { .. });
    callable.params.iter().any(is_state)
}

fn argument(callable: &Callable, owner: Owner<'_>, param_index: usize) -> Argument {
    let Param { ty, role, .. } = &callable.params[param_index];
    let python = callable
        .signature
        .params
        .iter()
        .position(|param| param.index == param_index);
    match (role, python) {
        (Role::NoSuspend, _) => Argument::NoSuspend,
        (Role::Section, _) => Argument::Section,
        (Role::State { ty }, _) => Argument::State {
            ty: erase(ty),
            of: match (owner, &callable.receiver) {
                (None, _) => StateOf::Module,
                (Some(_), Some(_)) => StateOf::Object,
                (Some(_), None) => StateOf::Class,
            },
        },
        // `check` makes sure that every other parameter is one of Python's.
        (Role::Token, _) | (_, None) => Argument::Token,
        (Role::Locked { class, .. }, Some(index)) => Argument::Locked {
            index,
            class: locked_class(callable, param_index, class),
        },
        (Role::Handle { class, by_value }, Some(index)) => Argument::LockedHandle {
            index,
            class: locked_class(callable, param_index, class),
            by_value: *by_value,
            of_block: callable
                .section
                .as_ref()
                .is_some_and(|section| section.of_block),
        },
        (Role::Shared { class }, Some(index)) => Argument::Shared {
            index,
            ty: erase(ty),
            class: erase(class),
            detached: callable.detached,
        },
        (Role::Value, Some(index)) => {
            let default = callable.signature.params[index].default.clone();
            Argument::Converted {
                index,
                ty: erase(ty),
                default,
            }
        }
    }
}

fn result(output: &Output) -> ResultPlan {
    let Output::Type(ty) = output else {
        return ResultPlan::Value(output.clone());
    };
    match types::result_parts(ty) {
        Some((value, error)) => ResultPlan::Fallible {
            value: value_output(value),
            error: error.map(erase),
        },
        None => ResultPlan::Value(value_output(ty)),
    }
}

fn value_output(ty: &Type) -> Output {
    match ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => Output::Unit,
        ty => Output::Type(erase(ty)),
    }
}
