//! With which proof the user's function runs, and what is locked meanwhile.

use syn::{Ident, Path, Type};

use super::lifetimes::erase;
use crate::check::model::{Callable, Mode, OnSuspend, Param, Receiver, Role, Target};

/// Where the user's function runs.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Body {
    Attached,
    Detached,
    Exclusive(Lock),
    Exclusive2 {
        first: Lock,
        second: Lock,
        same: Option<Path>,
    },
    Suspendable(Suspendable),
}

/// A section over handles.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Suspendable {
    pub first: Lock,
    pub second: Option<Lock>,
    pub watch: Watch,
    /// Whether the attribute is the `impl` block's, which only asks for a class with a lock.
    pub of_block: bool,
}

/// What is done about suspensions.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Watch {
    /// Nothing: as in C.
    Nothing,
    /// The body can ask.
    Asked,
    /// If another thread got in between, an exception is raised after the body.
    Error,
    /// The body runs again.
    Retry,
}

/// One object that is locked.
#[cfg_attr(test, derive(Clone, Debug, PartialEq))]
pub struct Lock {
    pub object: LockedObject,
    pub exclusive: bool,
    /// The parameter's name, for error messages.
    pub name: String,
}

#[cfg_attr(test, derive(Clone, Debug, PartialEq))]
pub enum LockedObject {
    /// The receiver, at the word that names it in the attribute.
    Receiver(Ident),
    /// The `index`th of the arguments, of this class.
    Argument { index: usize, class: Type },
}

/// The class of a locked parameter, where it is to be blamed for having no lock. What an attribute of a block locks is of
/// the block's class, which is blamed at the attribute.
pub fn locked_class(callable: &Callable, param_index: usize, class: &Type) -> Type {
    if let Some(section) = &callable.section
        && section.of_block
    {
        for target in section.targets() {
            if let Target::Param { index, at } = target
                && *index == param_index
            {
                let class = Ident::new("Self", at.span());
                return syn::parse_quote!(#class);
            }
        }
    }
    erase(class)
}

/// Decides it.
pub fn body(callable: &Callable) -> Body {
    let Some(section) = &callable.section else {
        return match callable.detached {
            true => Body::Detached,
            false => Body::Attached,
        };
    };
    let first = lock(callable, &section.first);
    let second = section.second.as_ref().map(|second| lock(callable, second));
    match (&section.mode, second) {
        (Mode::Exclusive { .. }, None) => Body::Exclusive(first),
        (Mode::Exclusive { same }, Some(second)) => Body::Exclusive2 {
            first,
            second,
            same: same.clone(),
        },
        (Mode::Suspendable { on_suspend }, second) => Body::Suspendable(Suspendable {
            first,
            second,
            watch: watch(callable, *on_suspend),
            of_block: section.of_block,
        }),
    }
}

fn watch(callable: &Callable, on_suspend: Option<OnSuspend>) -> Watch {
    let asks = |param: &Param| matches!(param.role, Role::Section);
    match on_suspend {
        Some(OnSuspend::Error) => Watch::Error,
        Some(OnSuspend::Retry) => Watch::Retry,
        None if callable.params.iter().any(asks) => Watch::Asked,
        None => Watch::Nothing,
    }
}

fn lock(callable: &Callable, target: &Target) -> Lock {
    match target {
        Target::Receiver { at } => Lock {
            object: LockedObject::Receiver(at.clone()),
            exclusive: matches!(
                callable.receiver,
                Some(Receiver::Reference {
                    exclusive: true,
                    ..
                })
            ),
            name: "self".to_owned(),
        },
        Target::Param { index, at } => {
            let param = &callable.params[*index];
            let (class, exclusive) = match &param.role {
                Role::Locked { class, exclusive } => (class, *exclusive),
                Role::Handle { class, .. } => (class, false),
                // `check` gives every named parameter one of the roles above.
                _ => (&param.ty, false),
            };
            let object = LockedObject::Argument {
                index: *index,
                class: locked_class(callable, *index, class),
            };
            Lock {
                object,
                exclusive,
                name: syn::ext::IdentExt::unraw(at).to_string(),
            }
        }
    }
}
