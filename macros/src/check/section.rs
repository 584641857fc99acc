//! What a function locks.

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Expr, Ident};

use super::kinds::{Kind, bound, unmarked_sections};
use super::model::{Param, Receiver, Role, Section, Target};
use super::types::shown;
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
        let on_suspend = self.on_suspend(args);
        if self.ctxt.mark() > before {
            return None;
        }
        let mut kinds = Vec::new();
        // All of them are looked at, also after a mistake.
        for target in &targets {
            kinds.extend(self.kind(params, target));
        }
        (kinds.len() == targets.len()).then_some(())?;
        let suspendable = self.one_kind(params, &targets, &kinds)?;
        let mode = match suspendable {
            true => self.suspendable(&args.options, &targets, on_suspend),
            false => self.exclusive(&args.options),
        };
        for (target, kind) in targets.iter().zip(kinds) {
            if let (Target::Param { index, .. }, Kind::Reference(role) | Kind::Handle(role)) =
                (target, kind)
            {
                params[*index].role = role;
            }
        }
        if suspendable {
            unmarked_sections(params);
        }
        let mut targets = targets.into_iter();
        (self.ctxt.mark() == before).then_some(())?;
        Some(Section {
            first: targets.next()?,
            second: targets.next(),
            mode,
            of_block: args.of_block,
        })
    }

    /// CS08: sections do not stack.
    fn only_one(&self) -> Option<&SectionArgs> {
        let (first, more) = self.input.sections.split_first()?;
        for second in more {
            let message = stacked(&first.targets, &second.targets);
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
        if self.receiver.is_none() {
            self.ctxt.error(at, section::no_receiver(self.input.name()));
        }
        self.receiver?;
        Some(Target::Receiver { at: at.clone() })
    }

    fn nothing_named(&self, params: &[Param]) -> Message {
        let of_class = |param: &&Param| matches!(param.role, Role::Shared { .. });
        let of_handle = |param: &&Param| bound(&param.ty).is_ok();
        let param = || {
            let params = || params.iter();
            params().find(of_class).or_else(|| params().find(of_handle))
        };
        match (self.receiver, self.handle) {
            (Some(Receiver::Reference { .. }), _) => section::no_object("self"),
            (Some(Receiver::Handle { .. }), Some(handle)) => section::no_object(handle),
            _ => match param() {
                Some(param) => section::no_object(&param.name),
                None => section::no_object_to_name(),
            },
        }
    }

    fn unknown(&self, params: &[Param], written: &Ident) -> Message {
        let mut names = Vec::new();
        if let Some(receiver) = self.receiver {
            names.push(match (receiver, self.handle) {
                (Receiver::Handle { .. }, Some(handle)) => handle.to_string(),
                _ => "self".to_owned(),
            });
        }
        for param in params {
            names.extend(param.written_name());
        }
        no_such_parameter(self.input.name(), written, &names)
    }
}

/// CS08: what to say about the second of two attributes.
pub fn stacked(first: &[Expr], second: &[Expr]) -> Message {
    let mut names: Vec<String> = Vec::new();
    for target in first.iter().chain(second) {
        let name = shown(target);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.len() == first.len() {
        true => section::stacked_same(),
        false => section::stacked(names.join(", ")),
    }
}

/// CS04: what to say about a name that is none of those that can be locked.
pub fn no_such_parameter(function: &Ident, written: &Ident, names: &[String]) -> Message {
    let word = written.unraw().to_string();
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    match nearest(&word, &names) {
        Some(meant) => section::near(word, meant),
        None if names.is_empty() => section::no_parameters(word, function),
        None => section::no_parameter(word, list(&names)),
    }
}

/// The word by which a target is named.
pub fn name_of(target: &Target) -> &Ident {
    match target {
        Target::Receiver { at, .. } | Target::Param { at, .. } => at,
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
pub fn not_a_parameter(written: &Expr) -> Message {
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
