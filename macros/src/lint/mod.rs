//! What can only be seen in a body. Best effort: nothing rests on these but the reader's attention.

mod calls;
pub mod containers;
pub mod once;

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Path};

use crate::messages::Message;
use crate::walk::{Look, Walk};
use calls::called;

/// With which proof a body runs.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Context {
    Attached,
    /// Attached, in a section that is given up when something detaches.
    Suspendable,
    Exclusive,
    /// The same in a closure, of which a trait asks that it captures no token and no handle.
    ExclusiveBlock,
    Detached,
}

/// Something worth a warning.
pub struct Finding {
    pub name: &'static str,
    pub message: Message,
    pub at: Span,
}

/// One lint: its name as rustc shows it, where it applies, and what it looks for.
struct Lint {
    name: &'static str,
    contexts: &'static [Context],
    matches: fn(&Expr) -> Option<(Span, Message)>,
}

const EVERYWHERE: &[Context] = &[
    Context::Attached,
    Context::Suspendable,
    Context::Exclusive,
    Context::ExclusiveBlock,
    Context::Detached,
];

/// Where the C API can be called.
const NOT_DETACHED: &[Context] = &[
    Context::Attached,
    Context::Suspendable,
    Context::Exclusive,
    Context::ExclusiveBlock,
];

/// Under a lock that must not be released.
const LOCKED: &[Context] = &[Context::Exclusive, Context::ExclusiveBlock];

/// With a token, in a section or not.
const ATTACHED: &[Context] = &[Context::Attached, Context::Suspendable];

const LINTS: &[Lint] = &[
    Lint {
        name: "python_under_a_lock",
        contexts: LOCKED,
        matches: calls::attach,
    },
    Lint {
        name: "lock_under_a_lock",
        contexts: LOCKED,
        matches: calls::std_lock,
    },
    Lint {
        name: "waiting_under_a_lock",
        contexts: LOCKED,
        matches: calls::waiting_locked,
    },
    Lint {
        name: "lock_in_a_section",
        contexts: &[Context::Suspendable],
        matches: calls::std_lock_in_section,
    },
    Lint {
        name: "waiting_in_a_section",
        contexts: &[Context::Suspendable],
        matches: calls::waiting_in_section,
    },
    Lint {
        name: "once_around_python",
        contexts: ATTACHED,
        matches: once::around_python,
    },
    Lint {
        name: "waiting_while_attached",
        contexts: &[Context::Attached],
        matches: calls::waiting_attached,
    },
    Lint {
        name: "python_call_under_a_lock",
        contexts: &[Context::Exclusive],
        matches: calls::call_under_lock,
    },
    Lint {
        name: "parallel_work_while_attached",
        contexts: ATTACHED,
        matches: calls::parallel_attach,
    },
    Lint {
        name: "python_call_while_detached",
        contexts: &[Context::Detached],
        matches: calls::python_call,
    },
    Lint {
        name: "c_api_while_detached",
        contexts: &[Context::Detached],
        matches: calls::c_api,
    },
    Lint {
        name: "one_interpreter_only",
        contexts: NOT_DETACHED,
        matches: calls::one_interpreter,
    },
    Lint {
        name: "borrowed_reference",
        contexts: EVERYWHERE,
        matches: calls::borrowed_reference,
    },
    Lint {
        name: "unlocked_dict_iteration",
        contexts: &[
            Context::Attached,
            Context::Exclusive,
            Context::ExclusiveBlock,
            Context::Detached,
        ],
        matches: calls::dict_next,
    },
    Lint {
        name: "loop_over_a_length",
        contexts: ATTACHED,
        matches: calls::index_loop,
    },
    Lint {
        name: "lost_update",
        contexts: EVERYWHERE,
        matches: calls::lost_update,
    },
];

/// Runs all lints that apply over a body.
pub fn body(block: &Block, context: Context) -> Vec<Finding> {
    let mut lints = Lints {
        context,
        findings: Vec::new(),
    };
    Walk(&mut lints).visit_block(block);
    lints.findings
}

struct Lints {
    context: Context,
    findings: Vec<Finding>,
}

impl Lints {
    /// Visits what runs with another proof than the code around it.
    fn visit_in(&mut self, context: Context, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.context, context);
        visit(self);
        self.context = outer;
    }
}

impl<'ast> Look<'ast> for Lints {
    fn expr(&mut self, expression: &'ast Expr) -> bool {
        for lint in LINTS
            .iter()
            .filter(|lint| lint.contexts.contains(&self.context))
        {
            if let Some((at, message)) = (lint.matches)(expression) {
                self.findings.push(Finding {
                    name: lint.name,
                    message,
                    at,
                });
            }
        }
        match with_another_proof(expression) {
            Some((context, receiver, args)) => {
                let (body, others) = (args.last(), args.iter().rev().skip(1));
                receiver
                    .into_iter()
                    .chain(others)
                    .for_each(|other| Walk(self).visit_expr(other));
                // The closure itself is no expression of its body.
                self.visit_in(context, |lints| {
                    body.into_iter()
                        .for_each(|body| visit::visit_expr(&mut Walk(lints), body));
                });
                false
            }
            None => true,
        }
    }

    // Functions inside of a function are not called where they stand.
    fn item(&mut self, _: &'ast syn::Item) -> bool {
        false
    }
}

type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;

/// A call whose last argument runs with another proof than the code around it.
fn with_another_proof(expression: &Expr) -> Option<(Context, Option<&Expr>, &Arguments)> {
    match expression {
        Expr::Call(call) => {
            let name = called(expression)?.segments.last()?.ident.to_string();
            let context = match name.as_str() {
                "reattach" | "attach" | "try_attach" | "schedule" => Context::Attached,
                "with_critical_section"
                | "with_critical_section2"
                | "with_watched_section"
                | "with_watched_section2" => Context::Suspendable,
                "with2" | "with2_mut" | "with2_cs" | "with2_mut_cs" => Context::ExclusiveBlock,
                _ => return None,
            };
            Some((context, None, &call.args))
        }
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let context = match name.as_str() {
                "detach" => Context::Detached,
                // Of an interpreter.
                "attach" | "try_attach" => Context::Attached,
                "with" if is_static(&call.receiver) && call.args.len() == 1 => return None,
                "with" | "with_mut" | "with_cs" | "with_mut_cs" => Context::ExclusiveBlock,
                _ => return None,
            };
            Some((context, Some(&call.receiver), &call.args))
        }
        _ => None,
    }
}

/// Whether an expression names a static, such as a thread-local, whose `with` is the standard library's.
fn is_static(expression: &Expr) -> bool {
    let Expr::Path(path) = expression else {
        return false;
    };
    let last = path.path.segments.last();
    last.is_some_and(|last| !last.ident.to_string().contains(char::is_lowercase))
}

/// The last word of a path, which is what is wrong with it.
fn place(path: &Path) -> Span {
    path.segments
        .last()
        .map_or_else(Span::call_site, |segment| segment.ident.span())
}
