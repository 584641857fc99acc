//! MS08: what is made once, by a closure that uses Python. Whoever needs it meanwhile waits attached, and so does the
//! closure for them, as soon as it detaches.

use proc_macro2::Span;
use syn::Expr;
use syn::visit::Visit;

use super::calls::{CALLS, attach, called, method};
use crate::check::types::{is_one_of, shown};
use crate::messages::{Message, lint};
use crate::walk::{Look, Walk};

/// Calls that run their closure once.
const ONCE: &[&str] = &[
    "get_or_init",
    "get_or_try_init",
    "call_once",
    "call_once_force",
];

/// Types of which a closure makes the value.
const LAZY: &[&str] = &["LazyLock", "Lazy"];

/// `cell.get_or_init(|| …)`, `once.call_once(|| …)`, `LazyLock::new(|| …)`.
pub fn around_python(expression: &Expr) -> Option<(Span, Message)> {
    match expression {
        Expr::MethodCall(_) => {
            let call = method(expression, ONCE)?;
            let shown = format!("{}.{}()", shown(&call.receiver), call.method);
            let found = (call.method.span(), lint::once_around_python(shown));
            uses_python(&call.args).then_some(found)
        }
        Expr::Call(call) => {
            let mut last = called(expression)?.segments.iter().rev();
            let (new, owner) = (&last.next()?.ident, &last.next()?.ident);
            let lazy = new == "new" && is_one_of(owner, LAZY);
            let found = (owner.span(), lint::lazy_around_python(owner));
            (lazy && uses_python(&call.args)).then_some(found)
        }
        _ => None,
    }
}

/// Whether the only argument is a closure that needs the interpreter. Freehold's own cells take a token first.
fn uses_python(args: &super::Arguments) -> bool {
    match args.first() {
        Some(Expr::Closure(closure)) if args.len() == 1 => {
            let mut uses = Uses(false);
            Walk(&mut uses).visit_expr(&closure.body);
            uses.0
        }
        _ => false,
    }
}

/// Looks for `py`, `Python::attach(…)`, and calls of Python.
struct Uses(bool);

impl<'ast> Look<'ast> for Uses {
    fn expr(&mut self, expression: &'ast Expr) -> bool {
        let token = matches!(expression, Expr::Path(path) if path.path.is_ident("py"));
        self.0 |= token || method(expression, CALLS).is_some() || attach(expression).is_some();
        true
    }
}
