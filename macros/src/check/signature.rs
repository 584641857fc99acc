//! What Python sees of the parameters: their order, their defaults, and how they may be given.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use super::model::{Param, PyParam, PySignature, Role};
use super::types::shown;
use crate::ctxt::Ctxt;
use crate::messages::{function, section};
use crate::parse::options::list;
use crate::parse::signature::{SignatureArgs, SignatureEntry};
use crate::suggest::nearest;

/// The bits of the runtime's mask of required parameters.
const MOST: usize = 64;

/// Checks `signature = (…)`, or makes the plain one: everything required, by position or by name.
pub fn signature(
    ctxt: &Ctxt,
    function: &Ident,
    params: &[Param],
    given: Option<&SignatureArgs>,
) -> PySignature {
    let signature = match given {
        Some(given) => Reader {
            ctxt,
            params,
            before: ctxt.mark(),
            signature: PySignature::default(),
            star: None,
            optional: false,
        }
        .read(given),
        None => plain(params),
    };
    if signature.params.len() > MOST {
        ctxt.error(function, function::too_many(function));
    }
    signature
}

/// Whether Python passes the parameter.
fn is_argument(param: &Param) -> bool {
    !matches!(
        param.role,
        Role::Token | Role::NoSuspend | Role::Section | Role::State { .. }
    )
}

/// The parameters that Python passes.
pub fn arguments(params: &[Param]) -> Vec<&Param> {
    params.iter().filter(|param| is_argument(param)).collect()
}

fn plain(params: &[Param]) -> PySignature {
    let mut signature = PySignature::default();
    for (index, param) in params.iter().enumerate() {
        if is_argument(param) {
            signature.params.push(PyParam {
                index,
                name: param.name.unraw().to_string(),
                default: None,
            });
        }
    }
    signature.positional = signature.params.len();
    signature
}

struct Reader<'a> {
    ctxt: &'a Ctxt,
    params: &'a [Param],
    /// How many mistakes there were before.
    before: usize,
    signature: PySignature,
    star: Option<proc_macro2::Span>,
    /// Whether a parameter with a default was seen among those given by position.
    optional: bool,
}

impl Reader<'_> {
    fn read(mut self, given: &SignatureArgs) -> PySignature {
        let mut slash = false;
        for entry in &given.entries {
            match entry {
                SignatureEntry::Param { name, default } => self.entry(name, default.as_ref()),
                SignatureEntry::Slash(at) => {
                    let wrong = match (slash, self.star, self.signature.params.len()) {
                        (true, ..) => Some(function::slash_twice()),
                        (_, Some(_), _) => Some(function::slash_after_star()),
                        (.., 0) => Some(function::slash_first()),
                        _ => None,
                    };
                    match wrong {
                        Some(message) => self.ctxt.error_at(*at, message),
                        None => self.signature.positional_only = self.signature.params.len(),
                    }
                    slash = true;
                }
                SignatureEntry::Star(at) => {
                    if self.star.is_some() {
                        self.ctxt.error_at(*at, function::star_twice());
                    }
                    self.star = self.star.or(Some(*at));
                    self.signature.positional = self.signature.params.len();
                }
            }
        }
        match self.star {
            None => self.signature.positional = self.signature.params.len(),
            Some(at) if self.signature.positional == self.signature.params.len() => {
                self.ctxt.error_at(at, function::star_last());
            }
            Some(_) => {}
        }
        if !given.flawed {
            self.complete();
        }
        self.signature
    }

    fn entry(&mut self, name: &Ident, default: Option<&syn::Expr>) {
        let word = name.unraw().to_string();
        let Some(index) = self
            .params
            .iter()
            .position(|param| param.name.unraw() == word)
        else {
            return self.ctxt.error(name, self.unknown(&word));
        };
        let param = &self.params[index];
        if !is_argument(param) {
            return self.ctxt.error(name, function::entry_token(name));
        }
        if self.lists(index) {
            return self.ctxt.error(name, function::entry_twice(name));
        }
        match (default, &param.role) {
            (Some(_), Role::Locked { .. } | Role::Handle { .. }) => {
                self.ctxt.error(name, section::default_value(name))
            }
            (Some(_), Role::Shared { class }) => {
                let message = function::default_of_reference(name, shown(&param.ty), shown(class));
                self.ctxt.error(name, message);
            }
            (None, _) if self.star.is_none() && self.optional => {
                self.ctxt
                    .error(name, function::required_after_default(name));
            }
            _ => {}
        }
        self.optional |= default.is_some();
        self.signature.params.push(PyParam {
            index,
            name: word,
            default: default.cloned(),
        });
    }

    fn unknown(&self, word: &str) -> crate::messages::Message {
        let mut names = Vec::new();
        for param in arguments(self.params) {
            names.extend(param.written_name());
        }
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        match nearest(word, &names) {
            Some(meant) => function::entry_near(word, meant),
            None if names.is_empty() => function::entry_none(word),
            None if names.len() == 1 => function::entry_only(word, list(&names)),
            None => function::entry_unknown(word, list(&names)),
        }
    }

    /// A parameter that no entry names could never be given. Its absence is the entry's mistake, if an entry was wrong.
    fn complete(&self) {
        if self.ctxt.mark() > self.before {
            return;
        }
        for (index, param) in self.params.iter().enumerate() {
            let given = is_argument(param) && param.written_name().is_some();
            if given && !self.lists(index) {
                self.ctxt
                    .error(&param.name, function::entry_missing(&param.name));
            }
        }
    }

    /// Whether an entry has named the parameter.
    fn lists(&self, index: usize) -> bool {
        self.signature.params.iter().any(|seen| seen.index == index)
    }
}
