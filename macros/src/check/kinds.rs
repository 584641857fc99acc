//! As what the objects of a section are taken: all as references, or all as handles.

use syn::{Ident, Type};

use super::model::{HandleKind, Param, Receiver, Role, Target};
use super::section::{Scope, name_of};
use super::types::{self, Shape, shown};
use crate::messages::section;

/// As what a target is taken, with the role that this gives to a parameter.
pub enum Kind {
    Reference(Role),
    Handle(Role),
}

impl Scope<'_> {
    /// As what a target is taken. A type that cannot be locked is reported.
    pub fn kind(&self, params: &[Param], target: &Target) -> Option<Kind> {
        let Target::Param { index, at } = target else {
            return self.kind_of_receiver();
        };
        let Param { ty, .. } = &params[*index];
        let message = match types::shape(ty) {
            Shape::ClassRef { class, exclusive } if !types::is_value(ty) => {
                let class = class.clone();
                return Some(Kind::Reference(Role::Locked { class, exclusive }));
            }
            Shape::Handle => match bound(ty) {
                Ok(role) => return Some(Kind::Handle(role)),
                Err(proposal) => section::unbound(at, shown(ty), proposal),
            },
            Shape::Token | Shape::NoSuspend | Shape::Section { .. } | Shape::BorrowFlag => {
                self.ctxt.error(at, section::not_a_parameter(at));
                return None;
            }
            _ => match types::optional_handle(ty) {
                Some(held) => section::optional(at, shown(held)),
                None if types::is_value(ty) => section::no_lock(shown(ty), at),
                None => section::by_value(at, shown(ty)),
            },
        };
        self.ctxt.error(ty, message);
        None
    }

    fn kind_of_receiver(&self) -> Option<Kind> {
        match self.receiver? {
            Receiver::Reference { .. } => Some(Kind::Reference(Role::Value)),
            Receiver::Handle {
                kind: HandleKind::Bound | HandleKind::BoundRef,
                ..
            } => Some(Kind::Handle(Role::Value)),
            Receiver::Handle {
                kind: HandleKind::Owned,
                ty,
            } => {
                let name = self
                    .handle
                    .map_or_else(|| "slf".to_owned(), Ident::to_string);
                let message = section::unbound(name, shown(ty), "&Bound<'_, Self>");
                self.ctxt.error(ty, message);
                None
            }
        }
    }

    /// CS13. Whether the section is a suspendable one.
    pub fn one_kind(&self, params: &[Param], targets: &[Target], kinds: &[Kind]) -> Option<bool> {
        let find = |wanted: fn(&Kind) -> bool| {
            let position = kinds.iter().position(wanted);
            position.and_then(|position| targets.get(position))
        };
        let reference = find(|kind| matches!(kind, Kind::Reference(_)));
        let handle = find(|kind| matches!(kind, Kind::Handle(_)));
        let (Some(reference), Some(handle)) = (reference, handle) else {
            return Some(handle.is_some());
        };
        let (payload, at) = (name_of(reference), name_of(handle));
        let as_handle = match reference {
            Target::Receiver { .. } => "slf: &Bound<'_, Self>".to_owned(),
            Target::Param { index, .. } => match types::shape(&params[*index].ty) {
                Shape::ClassRef { class, .. } => {
                    format!("{payload}: &Bound<'_, {}>", shown(class))
                }
                _ => format!("{payload}: &Bound<'_, T>"),
            },
        };
        let class = match handle {
            Target::Param { index, .. } => types::class_of_handle(&params[*index].ty),
            Target::Receiver { .. } => None,
        };
        let message = match (handle, class) {
            (Target::Receiver { .. }, _) => section::mixed_receiver(payload, at, as_handle),
            (_, Some(class)) => section::mixed(payload, at, shown(class), as_handle),
            (_, None) => section::mixed_built_in(payload, at, as_handle),
        };
        self.ctxt.error(at, message);
        None
    }
}

/// `&Bound<'_, T>` and `Bound<'_, T>`; `Err` is what to write instead of another handle.
pub fn bound(ty: &Type) -> Result<Role, String> {
    let held = types::handle(ty);
    let class = held.as_ref().and_then(|handle| handle.held);
    match (held, class) {
        (Some(handle), Some(class)) if handle.name == "Bound" && !handle.exclusive => {
            Ok(Role::Handle {
                class: class.clone(),
                by_value: handle.by_value,
            })
        }
        (_, Some(class)) => Err(format!("&Bound<'_, {}>", shown(class))),
        (_, None) => Err("&Bound<'_, PyAny>".to_owned()),
    }
}

/// `&Section`, whose lifetime need not be written: beside locked handles it is no class of the user's.
pub fn unmarked_sections(params: &mut [Param]) {
    let given = params
        .iter()
        .any(|param| matches!(param.role, Role::Section));
    let unmarked = params.iter_mut().find(|param| match &param.role {
        Role::Shared { class } => types::may_be_section(class),
        _ => false,
    });
    if let (Some(param), false) = (unmarked, given) {
        param.role = Role::Section;
    }
}
