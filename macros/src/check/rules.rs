//! Who may be used with which proof.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{FnArg, Ident, ReturnType};

use super::callable::Home;
use super::model::{Param, Receiver, Role, Section};
use super::section::name_of;
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{Message, detach, function, method, section};
use crate::parse::function::CallableInput;

/// The rules about who may be used with which proof.
pub struct Rules<'a> {
    pub ctxt: &'a Ctxt,
    pub input: &'a CallableInput,
    pub home: Home<'a>,
    pub receiver: Option<&'a Receiver>,
    pub params: &'a [Param],
    pub section: Option<&'a Section>,
}

/// How many objects one section locks.
const MOST: usize = 2;

impl Rules<'_> {
    pub fn attached(&self) {
        self.exclusive_receiver();
        let suspendable = self.section.is_some_and(Section::is_suspendable);
        for param in self.params {
            let name = &param.name;
            let message = match (&param.role, self.section) {
                (Role::Token, Some(section)) if !suspendable => token_while_locked(section, name),
                (Role::NoSuspend, None) => function::no_section(name),
                (Role::NoSuspend, Some(_)) if suspendable => function::suspendable_section(name),
                (Role::Section, None) => function::no_suspendable_section(name),
                (Role::Section, Some(section)) if !suspendable => {
                    function::section_of_references(name, name_of(&section.first))
                }
                (Role::Shared { class }, _) => {
                    self.unlocked(param, class);
                    continue;
                }
                _ => continue,
            };
            self.ctxt.error(&param.ty, message);
        }
        if let (Some(section), false, ReturnType::Type(_, ty)) =
            (self.section, suspendable, &self.input.signature.output)
        {
            // DU02 says it of `__iter__`, with what to write instead.
            if types::borrows(ty) && self.input.name() != "__iter__" {
                let message =
                    section::borrowed_result(shown(ty), name_of(&section.first), types::owned(ty));
                self.ctxt.error(ty, message);
            }
        }
    }

    /// CS06, PM03, DU01: `&mut self` that nobody locks.
    fn exclusive_receiver(&self) {
        let Some(Receiver::Reference {
            exclusive: true, ..
        }) = self.receiver
        else {
            return;
        };
        let locked = self.targets();
        if locked.iter().any(|name| name == "self") {
            return;
        }
        let wanted = self.wanted();
        let message = match (locked.is_empty(), wanted.get(..MOST).unwrap_or(&wanted)) {
            _ if locked.len() == MOST => section::self_unlocked_full(),
            _ if self.section.is_some_and(Section::is_suspendable) => {
                section::self_beside_handle(locked.join(", "))
            }
            (true, names) if self.input.name() == "__next__" => {
                method::exclusive_next(names.join(", "))
            }
            (true, names) => method::exclusive_self(names.join(", ")),
            (false, names) => section::self_unlocked(names.join(", ")),
        };
        self.ctxt.error(self.receiver_tokens(), message);
    }

    /// FN05 and DU03: `&mut T` that nobody locks, and `&Self` beside a locked `self`. Whether `&T` of another class
    /// needs its lock is for the class to say (FN06).
    fn unlocked(&self, param: &Param, class: &syn::Type) {
        let locked = self.targets();
        let (name, ty) = (&param.name, shown(&param.ty));
        let own_class =
            matches!(self.home, Home::Class { class: own, .. } if types::is_class(class, own));
        let wanted = self.wanted();
        let message = match types::shape(&param.ty) {
            Shape::ClassRef {
                exclusive: true, ..
            } if self.section.is_some_and(Section::is_suspendable) => {
                section::exclusive_beside_handle(name, ty, shown(class))
            }
            Shape::ClassRef {
                exclusive: true, ..
            } => match wanted.iter().position(|wanted| name == wanted) {
                Some(0..MOST) => {
                    let together = wanted.get(..MOST).unwrap_or(&wanted);
                    function::exclusive_class(name, ty, together.join(", "))
                }
                _ => function::exclusive_class_full(name, ty, shown(class)),
            },
            _ if own_class
                && locked.as_slice() == ["self"]
                && !self.section.is_some_and(Section::is_suspendable) =>
            {
                section::other_unlocked(name, ty, format!("self, {name}"))
            }
            _ => return,
        };
        self.ctxt.error(&param.ty, message);
    }

    /// What has to be locked: what is, and every `&mut` that is not; `self` first, unless two others are locked already.
    fn wanted(&self) -> Vec<String> {
        let mut names = self.targets();
        for param in self.params {
            if let (
                Role::Shared { .. },
                Shape::ClassRef {
                    exclusive: true, ..
                },
            ) = (&param.role, types::shape(&param.ty))
            {
                names.push(param.name.to_string());
            }
        }
        let receiver = matches!(
            self.receiver,
            Some(Receiver::Reference {
                exclusive: true,
                ..
            })
        );
        if receiver && !names.iter().any(|name| name == "self") {
            names.insert(0, "self".to_owned());
        }
        names
    }

    pub fn detached(&self) {
        if let Some(Receiver::Reference {
            exclusive: true, ..
        }) = self.receiver
        {
            self.ctxt.error(
                self.receiver_tokens(),
                detach::exclusive_self(self.input.name()),
            );
        }
        for param in self.params {
            let message = match (&param.role, types::shape(&param.ty)) {
                (Role::Token, _) => detach::token(&param.name),
                (Role::NoSuspend | Role::Section, _) => detach::no_suspend(&param.name),
                (
                    _,
                    Shape::ClassRef {
                        exclusive: true, ..
                    },
                ) => detach::exclusive_param(&param.name, shown(&param.ty)),
                _ => continue,
            };
            self.ctxt.error(&param.ty, message);
        }
    }

    fn targets(&self) -> Vec<String> {
        let mut names = Vec::new();
        for target in self.section.map(Section::targets).unwrap_or_default() {
            names.push(name_of(target).to_string());
        }
        names
    }

    fn receiver_tokens(&self) -> TokenStream {
        self.input
            .signature
            .inputs
            .first()
            .map(FnArg::to_token_stream)
            .unwrap_or_default()
    }
}

/// CS09
fn token_while_locked(section: &Section, name: &Ident) -> Message {
    match section.of_block {
        true => section::token_under_block(name),
        false => section::token_while_locked(name_of(&section.first), name),
    }
}
