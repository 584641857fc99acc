//! CS20: containers lock themselves in each of their methods. CPython 3.13 suspends a section on the container for that,
//! so others get in between two of them.

use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprForLoop, ExprLoop, ExprMethodCall, ExprWhile, Ident};

use crate::messages::{Message, lint};
use crate::walk::{Look, Walk};

/// A built-in container.
struct Container {
    ty: &'static str,
    /// Its methods that take its lock.
    methods: &'static [&'static str],
    /// The method whose iterator takes it for each item.
    locks_each: Option<&'static str>,
    /// The method that takes it once for a whole iteration.
    locks_once: Option<&'static str>,
    /// The method that copies it under its lock.
    copies: &'static str,
}

const CONTAINERS: &[Container] = &[
    Container {
        ty: "PyList",
        methods: &[
            "get_item",
            "get_slice",
            "set_item",
            "set_slice",
            "del_item",
            "append",
            "insert",
            "extend",
            "contains",
            "index",
            "remove",
            "pop",
            "clear",
            "iter",
            "sort",
            "reverse",
            "to_tuple",
        ],
        locks_each: Some("iter"),
        locks_once: Some("iter_locked"),
        copies: "to_tuple",
    },
    Container {
        ty: "PyDict",
        methods: &[
            "contains",
            "get_item",
            "set_item",
            "del_item",
            "set_default",
            "pop",
            "clear",
            "copy",
            "update",
            "keys",
            "values",
            "items",
            "iter",
        ],
        locks_each: None,
        locks_once: Some("iter_locked"),
        copies: "copy",
    },
    Container {
        ty: "PySet",
        methods: &[
            "contains", "add", "discard", "remove", "pop", "clear", "iter",
        ],
        locks_each: None,
        locks_once: None,
        copies: "iter",
    },
];

/// What to say if `body` calls more than one of the locking methods of the `ty` called `name`, or one more than once.
pub fn locked_twice(body: &Block, name: &Ident, ty: &str) -> Option<Message> {
    let container = CONTAINERS.iter().find(|container| container.ty == ty)?;
    let mut calls = Calls {
        name,
        container,
        repeated: false,
        found: Vec::new(),
        twice: None,
    };
    Walk(&mut calls).visit_block(body);
    let between = match (calls.twice, calls.found.as_slice()) {
        (Some(twice), _) => twice,
        (None, [first, second, ..]) if first == second => format!("two calls of `{first}`"),
        (None, [first, second, ..]) => format!("`{first}` and `{second}`"),
        (None, _) => return None,
    };
    let copy = format!("the snapshot `{name}.{}()`", container.copies);
    let instead = match container.locks_once {
        Some(method) => format!("`{name}.{method}(…)` or {copy}"),
        None => copy,
    };
    Some(lint::container(name, between, instead))
}

/// Calls of the methods, in order.
struct Calls<'a> {
    name: &'a Ident,
    container: &'static Container,
    repeated: bool,
    found: Vec<String>,
    /// The first of them that locks more than once.
    twice: Option<String>,
}

impl Calls<'_> {
    fn repeat(&mut self, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.repeated, true);
        visit(self);
        self.repeated = outer;
    }

    fn is_container(&self, expression: &Expr) -> bool {
        match expression {
            Expr::Path(path) => path.path.is_ident(self.name),
            Expr::Reference(reference) => self.is_container(&reference.expr),
            Expr::Paren(paren) => self.is_container(&paren.expr),
            _ => false,
        }
    }

    fn found(&mut self, method: &str) {
        let call = format!("{}.{method}()", self.name);
        let each = self.container.locks_each == Some(method);
        if self.repeated || each {
            let what = if each { "items" } else { "calls" };
            self.twice = self
                .twice
                .take()
                .or(Some(format!("two {what} of `{call}`")));
        }
        self.found.push(call);
    }
}

impl<'ast> Look<'ast> for Calls<'_> {
    fn call(&mut self, call: &'ast ExprMethodCall) -> bool {
        let method = call.method.to_string();
        if self.is_container(&call.receiver) && self.container.methods.contains(&method.as_str()) {
            self.found(&method);
        }
        true
    }

    fn for_loop(&mut self, written: &'ast ExprForLoop) -> bool {
        if self.is_container(&written.expr) {
            self.found("iter");
        }
        Walk(self).visit_expr(&written.expr);
        self.repeat(|calls| Walk(calls).visit_block(&written.body));
        false
    }

    fn while_loop(&mut self, written: &'ast ExprWhile) -> bool {
        self.repeat(|calls| visit::visit_expr_while(&mut Walk(calls), written));
        false
    }

    fn endless_loop(&mut self, written: &'ast ExprLoop) -> bool {
        self.repeat(|calls| visit::visit_expr_loop(&mut Walk(calls), written));
        false
    }

    fn item(&mut self, _: &'ast syn::Item) -> bool {
        false
    }
}
