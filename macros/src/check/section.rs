//! What a function locks.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, Ident};

use super::model::{Param, Receiver, Role, Section, Target};
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{Message, section};
use crate::parse::function::CallableInput;
use crate::parse::options::list;
use crate::parse::section::SectionArgs;
use crate::suggest::nearest;

/// A function whose section is looked at.
pub struct Scope<'a> {
    pub ctxt: &'a Ctxt,
    pub input: &'a CallableInput,
    pub receiver: Option<&'a Receiver>,
    /// The name of a receiver that is a handle.
    pub handle: Option<&'a Ident>,
}

impl Scope<'_> {
    /// Checks the attribute, and gives the parameters that it names their role. `None` if there is no section, or no
    /// valid one.
    pub fn section(&self, params: &mut [Param]) -> Option<Section> {
        let args = self.only_one()?;
        let before = self.ctxt.mark();
        let mut targets = Vec::new();
        for written in &args.targets {
            if let Some(target) = self.target(params, written) {
                if targets.iter().any(|seen| same_object(seen, &target)) {
                    self.ctxt.error(written, section::twice(shown(written)));
                    continue;
                }
                targets.push(target);
            }
        }
        if args.targets.is_empty() && self.ctxt.mark() == before {
            self.ctxt.error(&args.attribute, self.nothing_named(params));
        }
        if let (3.., Some(third)) = (targets.len(), args.targets.get(2)) {
            self.ctxt.error(third, section::too_many(shown(third)));
        }
        if let (Some(same), 0 | 1) = (&args.options.same, targets.len()) {
            self.ctxt.error(same, section::same_needs_two());
        }
        if self.ctxt.mark() > before {
            return None;
        }
        for target in &targets {
            if let Target::Param { index, at } = target {
                self.lock_param(&mut params[*index], at, &targets);
            }
        }
        let mut targets = targets.into_iter();
        (self.ctxt.mark() == before).then_some(())?;
        Some(Section {
            first: targets.next()?,
            second: targets.next(),
            same: args.options.same.clone(),
        })
    }

    /// CS08: sections do not stack.
    fn only_one(&self) -> Option<&SectionArgs> {
        let (first, more) = self.input.sections.split_first()?;
        for second in more {
            let mut names: Vec<String> = Vec::new();
            for target in first.targets.iter().chain(&second.targets) {
                let name = shown(target);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            let message = match names.len() == first.targets.len() {
                true => section::stacked_same(),
                false => section::stacked(names.join(", ")),
            };
            self.ctxt.error(&second.attribute, message);
        }
        more.is_empty().then_some(first)
    }

    fn target(&self, params: &[Param], written: &Expr) -> Option<Target> {
        let Expr::Path(path) = written else {
            self.ctxt.error(written, not_a_parameter(written));
            return None;
        };
        let Some(at) = path.path.get_ident() else {
            self.ctxt
                .error(written, section::not_a_parameter(shown(written)));
            return None;
        };
        if at == "self" || self.handle.is_some_and(|handle| at == handle) {
            return self.target_receiver(at);
        }
        let named = params
            .iter()
            .position(|param| param.name.unraw() == at.unraw());
        if named.is_none() {
            self.ctxt.error(at, self.unknown(params, at));
        }
        named.map(|index| Target::Param {
            index,
            at: at.clone(),
        })
    }

    fn target_receiver(&self, at: &Ident) -> Option<Target> {
        match self.receiver {
            Some(Receiver::Reference { .. }) => return Some(Target::Receiver { at: at.clone() }),
            Some(Receiver::Handle { .. }) => self
                .ctxt
                .error(at, section::handle_receiver(self.handle.unwrap_or(at))),
            None => self.ctxt.error(at, section::no_receiver(self.input.name())),
        }
        None
    }

    /// Makes a parameter locked, if its type is a reference to what may be a class.
    fn lock_param(&self, param: &mut Param, at: &Ident, targets: &[Target]) {
        param.role = match types::shape(&param.ty) {
            Shape::ClassRef { class, exclusive } if !types::is_value(&param.ty) => Role::Locked {
                class: class.clone(),
                exclusive,
            },
            Shape::Handle => {
                let other = targets.iter().map(name_of).find(|name| *name != at);
                let class = types::class_of_handle(&param.ty).map(shown);
                let message = match (other, class) {
                    (Some(payload), Some(class)) => section::mixed(payload, at, class),
                    (Some(payload), None) => section::mixed_built_in(payload, at),
                    (None, Some(class)) => section::handle_not_yet(at, class),
                    (None, None) => section::built_in_not_yet(at),
                };
                return self.ctxt.error(at, message);
            }
            _ if types::is_value(&param.ty) => {
                return self
                    .ctxt
                    .error(&param.ty, section::no_lock(shown(&param.ty), at));
            }
            Shape::Token | Shape::NoSuspend | Shape::BorrowFlag => {
                return self.ctxt.error(at, section::not_a_parameter(at));
            }
            _ => {
                return self
                    .ctxt
                    .error(&param.ty, section::by_value(at, shown(&param.ty)));
            }
        };
    }

    fn nothing_named(&self, params: &[Param]) -> Message {
        let class_refs = params
            .iter()
            .find(|param| matches!(param.role, Role::Shared { .. }));
        match (self.receiver, class_refs) {
            (Some(Receiver::Reference { .. }), _) => section::no_object("self"),
            (_, Some(param)) => section::no_object(&param.name),
            (_, None) => section::no_object_to_name(),
        }
    }

    fn unknown(&self, params: &[Param], written: &Ident) -> Message {
        let receiver =
            matches!(self.receiver, Some(Receiver::Reference { .. })).then(|| "self".to_owned());
        let names: Vec<_> = receiver
            .into_iter()
            .chain(params.iter().filter_map(Param::written_name))
            .collect();
        let word = written.unraw().to_string();
        match nearest(&word, names.iter().map(String::as_str)) {
            Some(meant) => section::near(word, meant),
            None if names.is_empty() => section::no_parameters(word, self.input.name()),
            None => section::no_parameter(word, list(&names)),
        }
    }
}

/// The word by which a target is named.
pub fn name_of(target: &Target) -> &Ident {
    match target {
        Target::Receiver { at } | Target::Param { at, .. } => at,
    }
}

fn same_object(first: &Target, second: &Target) -> bool {
    match (first, second) {
        (Target::Receiver { .. }, Target::Receiver { .. }) => true,
        (Target::Param { index, .. }, Target::Param { index: other, .. }) => index == other,
        _ => false,
    }
}

/// CS05: `self.items`, and anything else that is not a name.
fn not_a_parameter(written: &Expr) -> Message {
    fn owner(expression: &Expr) -> Option<&Expr> {
        match expression {
            Expr::Field(field) => Some(owner(&field.base).unwrap_or(&field.base)),
            Expr::MethodCall(call) => Some(owner(&call.receiver).unwrap_or(&call.receiver)),
            Expr::Index(index) => Some(owner(&index.expr).unwrap_or(&index.expr)),
            _ => None,
        }
    }
    if let Expr::Reference(reference) = written {
        return section::not_a_name(shown(written), shown(&reference.expr));
    }
    match owner(written) {
        Some(owner) => section::not_an_object(shown(written), shown(owner)),
        None => section::not_a_parameter(shown(&written.to_token_stream())),
    }
}
