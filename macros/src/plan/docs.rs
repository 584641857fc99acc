//! Doc strings, and the signatures in them that `inspect.signature` reads.

use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use crate::check::model::PySignature;
use crate::check::names;
use crate::check::types::shown;

/// Who stands first in a text signature.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Leading {
    Module,
    Object,
    Class,
    Nothing,
}

/// `f($module, a, b=1)\n--\n\nDoc`: the form in which CPython finds `__text_signature__`.
pub fn with_signature(name: &str, leading: Leading, signature: &PySignature, doc: &str) -> String {
    format!("{name}{}\n--\n\n{doc}", text_signature(leading, signature))
}

/// `($module, a, b=1, /, *, c=None)`
pub fn text_signature(leading: Leading, signature: &PySignature) -> String {
    let mut entries = Vec::new();
    match leading {
        Leading::Module => entries.push("$module".to_owned()),
        Leading::Object => entries.push("$self".to_owned()),
        Leading::Class => entries.push("$type".to_owned()),
        Leading::Nothing => {}
    }
    for (index, param) in signature.params.iter().enumerate() {
        if index == signature.positional {
            entries.push("*".to_owned());
        }
        entries.push(match &param.default {
            Some(default) => format!("{}={}", readable(&param.name), python(default)),
            None => readable(&param.name),
        });
        if index + 1 == signature.positional_only {
            entries.push("/".to_owned());
        }
    }
    format!("({})", entries.join(", "))
}

/// A positional-only parameter may be named like a keyword, which `inspect` could not read.
fn readable(name: &str) -> String {
    if names::is_keyword(name) {
        format!("{name}_")
    } else {
        name.to_owned()
    }
}

/// A default as Python would write it, if it is a literal; `...` otherwise.
fn python(default: &Expr) -> String {
    match default {
        Expr::Lit(ExprLit { lit, .. }) => literal(lit).unwrap_or_else(|| "...".to_owned()),
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => match &**expr {
            Expr::Lit(ExprLit {
                lit: lit @ (Lit::Int(_) | Lit::Float(_)),
                ..
            }) => literal(lit).map_or_else(|| "...".to_owned(), |digits| format!("-{digits}")),
            _ => "...".to_owned(),
        },
        Expr::Path(path) if path.path.is_ident("None") => "None".to_owned(),
        Expr::Call(call) if shown(&call.func) == "Some" && call.args.len() == 1 => {
            python(&call.args[0])
        }
        Expr::Tuple(tuple) if tuple.elems.is_empty() => "()".to_owned(),
        Expr::MethodCall(call) if call.args.is_empty() && is_owning(&call.method.to_string()) => {
            python(&call.receiver)
        }
        Expr::Group(group) => python(&group.expr),
        Expr::Paren(paren) => python(&paren.expr),
        Expr::Call(call) if call.args.len() == 1 && is_string_from(&call.func) => {
            python(&call.args[0])
        }
        Expr::Call(call) if call.args.is_empty() && shown(&call.func) == "Vec::new" => {
            "[]".to_owned()
        }
        Expr::Call(call) if call.args.is_empty() && shown(&call.func) == "String::new" => {
            "''".to_owned()
        }
        _ => "...".to_owned(),
    }
}

fn is_owning(method: &str) -> bool {
    matches!(method, "to_owned" | "to_string" | "into")
}

fn is_string_from(function: &Expr) -> bool {
    shown(&function.to_token_stream()) == "String::from"
}

fn literal(lit: &Lit) -> Option<String> {
    Some(match lit {
        Lit::Bool(value) => if value.value { "True" } else { "False" }.to_owned(),
        Lit::Int(value) => value.base10_digits().to_owned(),
        Lit::Float(value) => value.base10_digits().to_owned(),
        Lit::Str(value) => format!("'{}'", escaped(&value.value())?),
        Lit::Char(value) => format!("'{}'", escaped(&value.value().to_string())?),
        Lit::ByteStr(value) => format!("b'{}'", escaped(&String::from_utf8(value.value()).ok()?)?),
        _ => return None,
    })
}

/// `None` for what a line of a doc string cannot show.
fn escaped(text: &str) -> Option<String> {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '\'' => escaped.push_str("\\'"),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            letter if letter.is_ascii_graphic() || letter == ' ' => escaped.push(letter),
            _ => return None,
        }
    }
    Some(escaped)
}
