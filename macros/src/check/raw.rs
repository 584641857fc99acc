//! Functions that Freehold does not export: what they lock, and what proves that they may.

use syn::ext::IdentExt;
use syn::{Expr, FnArg, GenericParam, Ident, ItemFn, Pat, PatType, Safety, Type};

use super::model::{RawLock, RawModel, RawProof, RawWork};
use super::section::{no_such_parameter, stacked};
use super::types::{self, Shape, shown};
use super::used_up;
use crate::ctxt::Ctxt;
use crate::messages::{detach, function, raw, section};
use crate::parse::raw::{RawInput, RawSection};

/// Checks a function with one of the attributes. `None` if there are mistakes.
pub fn raw(ctxt: &Ctxt, input: &RawInput) -> Option<RawModel> {
    let before = ctxt.mark();
    let scope = Scope {
        ctxt,
        item: &input.item,
    };
    scope.qualifiers(!input.sections.is_empty());
    let token = scope.token();
    let proof = match (&input.item.sig.safety, token) {
        (Safety::Unsafe(_), token) => RawProof::Promise { token },
        (_, Some(token)) => RawProof::Token(token),
        (_, None) => RawProof::Handles,
    };
    let work = match (input.sections.as_slice(), input.detached.as_slice()) {
        ([section], []) => scope.section(section, &proof),
        ([], [_]) => {
            if matches!(proof, RawProof::Handles) {
                let name = &input.item.sig.ident;
                ctxt.error(name, raw::without_proof(name));
            }
            scope.token_in_body(token);
            Some(RawWork::Detached)
        }
        _ => {
            excluded(ctxt, input);
            None
        }
    };
    let work = (ctxt.mark() == before).then_some(work)??;
    Some(RawModel { proof, work })
}

/// CS08, CS15, and the same twice.
fn excluded(ctxt: &Ctxt, input: &RawInput) {
    if let [first, more @ ..] = input.sections.as_slice() {
        for second in more {
            ctxt.error(&second.attribute, stacked(&first.targets, &second.targets));
        }
    }
    for second in input.detached.iter().skip(1) {
        ctxt.error(&second.attribute, detach::twice());
    }
    if let (Some(section), Some(detach)) = (input.sections.first(), input.detached.first()) {
        let second = if section.position < detach.position {
            &detach.attribute
        } else {
            &section.attribute
        };
        ctxt.error(second, section::with_detach());
    }
}

struct Scope<'a> {
    ctxt: &'a Ctxt,
    item: &'a ItemFn,
}

impl Scope<'_> {
    fn qualifiers(&self, locks: bool) {
        let sig = &self.item.sig;
        if let Some(asyncness) = &sig.asyncness {
            self.ctxt.error(
                asyncness,
                match locks {
                    true => section::asynchronous(&sig.ident),
                    false => detach::asynchronous(&sig.ident),
                },
            );
        }
        if let Some(constness) = &sig.constness {
            self.ctxt.error(
                constness,
                match locks {
                    true => section::constant(&sig.ident),
                    false => raw::constant(&sig.ident),
                },
            );
        }
    }

    /// All parameters but `self`, which their indices count.
    fn params(&self) -> Vec<(usize, &PatType)> {
        let mut params = Vec::new();
        for (index, input) in self.item.sig.inputs.iter().enumerate() {
            if let FnArg::Typed(typed) = input {
                params.push((index, typed));
            }
        }
        params
    }

    /// The index of the parameter that is a token.
    fn token(&self) -> Option<usize> {
        let mut first = None;
        for (index, param) in self.params() {
            if matches!(types::shape(&param.ty), Shape::Token) {
                if first.is_some() {
                    let message = function::two_tokens(shown(&param.pat));
                    self.ctxt.error(&param.ty, message);
                }
                first = first.or(Some(index));
            }
        }
        first
    }

    /// AT01
    fn token_in_body(&self, token: Option<usize>) {
        if let Some(FnArg::Typed(param)) = token.and_then(|index| self.item.sig.inputs.get(index))
            && let Pat::Ident(pat) = &*param.pat
        {
            for place in used_up::uses(&self.item.block, &pat.ident) {
                self.ctxt.error(place, raw::token_is_used_up(place));
            }
        }
    }

    fn section(&self, args: &RawSection, proof: &RawProof) -> Option<RawWork> {
        let before = self.ctxt.mark();
        for option in &args.options {
            let word = option.unraw().to_string();
            self.ctxt.error(
                option,
                match word.as_str() {
                    "same" => raw::same(),
                    "on_suspend" => raw::on_suspend(&self.item.sig.ident),
                    _ if word.contains("time") || word == "blocking" => section::timeout(word),
                    _ => raw::option(word),
                },
            );
        }
        let mut locks: Vec<RawLock> = Vec::new();
        for written in &args.targets {
            let Some(lock) = self.target(written, proof) else {
                continue;
            };
            match locks.iter().any(|seen| seen.param == lock.param) {
                true => self.ctxt.error(written, section::twice(shown(written))),
                false => locks.push(lock),
            }
        }
        if args.targets.is_empty() && self.ctxt.mark() == before {
            self.ctxt.error(&args.attribute, self.nothing_named());
        }
        if let (3.., Some(third)) = (locks.len(), args.targets.get(2)) {
            self.ctxt.error(third, section::too_many(shown(third)));
        }
        let mut locks = locks.into_iter();
        Some(RawWork::Section {
            first: locks.next()?,
            second: locks.next(),
        })
    }

    fn target(&self, written: &Expr, proof: &RawProof) -> Option<RawLock> {
        let name = match written {
            Expr::Path(path) => path.path.get_ident(),
            _ => None,
        };
        let Some(at) = name else {
            self.ctxt
                .error(written, super::section::not_a_parameter(written));
            return None;
        };
        if at == "self" {
            self.ctxt.error(
                at,
                match self.item.sig.receiver() {
                    Some(_) => raw::receiver(&self.item.sig.ident),
                    None => section::no_receiver(&self.item.sig.ident),
                },
            );
            return None;
        }
        for (param, PatType { pat, ty, .. }) in self.params() {
            if let Pat::Ident(pat) = &**pat
                && pat.ident.unraw() == at.unraw()
                && pat.by_ref.is_none()
            {
                return self.lockable(&pat.ident, ty, proof).then(|| RawLock {
                    param,
                    name: pat.ident.clone(),
                    ty: (**ty).clone(),
                });
            }
        }
        self.ctxt.error(at, self.unknown(at));
        None
    }

    /// What can be seen of the type. The traits of the runtime say the rest, also of aliases.
    fn lockable(&self, name: &Ident, ty: &Type, proof: &RawProof) -> bool {
        let function = &self.item.sig.ident;
        let message = match types::shape(ty) {
            _ if types::is_value(ty) => section::no_lock(shown(ty), name),
            Shape::Token | Shape::NoSuspend => section::no_lock(shown(ty), name),
            Shape::BorrowFlag => raw::borrow_flag(shown(ty), name),
            Shape::ClassRef { class, exclusive } if !self.may_be_handle(class) || exclusive => {
                raw::payload(name, shown(ty), function, shown(class))
            }
            Shape::Handle if is_exclusive(ty) => {
                raw::exclusive_handle(name, shown(ty), shown(referent(ty)))
            }
            Shape::Handle if matches!(proof, RawProof::Handles) && is_named(ty, "Py") => {
                raw::owned_handle(shown(ty), function)
            }
            Shape::Other if !matches!(proof, RawProof::Promise { .. }) && is_pointer(ty) => {
                raw::pointer(shown(ty), function, name)
            }
            _ => return true,
        };
        self.ctxt.error(ty, message);
        false
    }

    /// Whether a reference to such a type could be one to a handle: a type parameter, or a path with arguments, which
    /// classes do not have.
    fn may_be_handle(&self, ty: &Type) -> bool {
        let Some(segment) = types::last_segment(ty) else {
            return true;
        };
        let parameter = |parameter: &GenericParam| match parameter {
            GenericParam::Type(parameter) => parameter.ident == segment.ident,
            _ => false,
        };
        !segment.arguments.is_none() || self.item.sig.generics.params.iter().any(parameter)
    }

    /// CS01
    fn nothing_named(&self) -> crate::messages::Message {
        for (_, PatType { pat, ty, .. }) in self.params() {
            if let Pat::Ident(pat) = &**pat
                && (matches!(types::shape(ty), Shape::Handle) || is_pointer(ty))
            {
                return section::no_object(&pat.ident);
            }
        }
        raw::no_object_to_name()
    }

    /// CS04
    fn unknown(&self, written: &Ident) -> crate::messages::Message {
        let mut names = Vec::new();
        for (_, param) in self.params() {
            if let Pat::Ident(pat) = &*param.pat {
                names.push(pat.ident.unraw().to_string());
            }
        }
        no_such_parameter(&self.item.sig.ident, written, &names)
    }
}

fn is_exclusive(ty: &Type) -> bool {
    matches!(ty, Type::Reference(reference) if reference.mutability.is_some())
}

fn referent(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => &reference.elem,
        ty => ty,
    }
}

fn is_named(ty: &Type, name: &str) -> bool {
    types::last_segment(referent(ty)).is_some_and(|segment| segment.ident == name)
}

fn is_pointer(ty: &Type) -> bool {
    matches!(ty, Type::Ptr(_)) || (!is_exclusive(ty) && is_named(ty, "NonNull"))
}
