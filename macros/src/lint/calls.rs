//! Lints that look at one call.

use proc_macro2::Span;
use syn::visit::Visit;
use syn::{Expr, ExprForLoop, ExprMethodCall, Path};

use super::place;
use crate::check::types::{is_one_of, shown};
use crate::messages::{Message, lint};
use crate::walk::{Look, Walk};

/// CS11
pub fn attach(expression: &Expr) -> Option<(Span, Message)> {
    let path = called(expression)?;
    let python = path.segments.iter().rev().nth(1)?.ident == "Python";
    let attaches = matches!(
        path.segments.last()?.ident.to_string().as_str(),
        "attach" | "try_attach" | "with_gil"
    );
    (python && attaches).then(|| (place(path), lint::attach_under_lock()))
}

/// CS22
pub fn std_lock(expression: &Expr) -> Option<(Span, Message)> {
    let lock = std_lock_call(expression)?;
    let (call, extension) = (call_of(lock), extension(lock));
    Some((lock.method.span(), lint::blocking_std_lock(call, extension)))
}

/// CS22, where the section may be suspended.
pub fn std_lock_in_section(expression: &Expr) -> Option<(Span, Message)> {
    let lock = std_lock_call(expression)?;
    let (call, extension) = (call_of(lock), extension(lock));
    Some((
        lock.method.span(),
        lint::std_lock_in_section(call, extension),
    ))
}

/// `mutex.lock().unwrap()` and `.expect(…)`, which only the standard library's locks have.
fn std_lock_call(expression: &Expr) -> Option<&ExprMethodCall> {
    let unwrapped = method(expression, &["unwrap", "expect"])?;
    method(&unwrapped.receiver, &["lock", "read", "write"]).filter(|lock| lock.args.is_empty())
}

/// The call that detaches while it waits.
fn extension(lock: &ExprMethodCall) -> String {
    let extension = match lock.method == "lock" {
        true => "MutexExt",
        false => "RwLockExt",
    };
    format!("{extension}::{}_py_attached", lock.method)
}

pub fn waiting_locked(expression: &Expr) -> Option<(Span, Message)> {
    waiting(expression).map(|(at, call)| (at, lint::blocking_lock(call)))
}

pub fn waiting_in_section(expression: &Expr) -> Option<(Span, Message)> {
    waiting(expression).map(|(at, call)| (at, lint::waiting_in_section(call)))
}

/// AT10
pub fn waiting_attached(expression: &Expr) -> Option<(Span, Message)> {
    waiting(expression).map(|(at, call)| (at, lint::blocking_attached(call)))
}

/// `handle.join()`, `receiver.recv()`, `thread::sleep(…)`.
fn waiting(expression: &Expr) -> Option<(Span, String)> {
    if let Some(call) = method(expression, &["join", "recv"]) {
        return call
            .args
            .is_empty()
            .then(|| (call.method.span(), call_of(call)));
    }
    let path = called(expression)?;
    let sleeps = path.segments.last()?.ident == "sleep"
        && path.segments.iter().rev().nth(1)?.ident == "thread";
    sleeps.then(|| (place(path), shown(path)))
}

/// Methods of handles that run Python code.
pub const CALLS: &[&str] = &[
    "call0",
    "call1",
    "call_method0",
    "call_method1",
    "call_method",
    "getattr",
    "setattr",
];

/// AT06
pub fn python_call(expression: &Expr) -> Option<(Span, Message)> {
    let call = method(expression, CALLS)?;
    Some((call.method.span(), lint::call_detached(call_of(call))))
}

/// CS12: `self.callback.bind(proof).call0()`, at the first word that cannot be.
pub fn call_under_lock(expression: &Expr) -> Option<(Span, Message)> {
    let bind = |expression| method(expression, &["bind"]).filter(|call| call.args.len() == 1);
    let call = bind(expression)
        .or_else(|| method(expression, CALLS).filter(|call| bind(&call.receiver).is_none()))?;
    Some((call.method.span(), lint::call_under_lock(call_of(call))))
}

/// AT11: `items.par_iter().for_each(|item| Python::attach(…))`, `rayon::join(…)`.
pub fn parallel_attach(expression: &Expr) -> Option<(Span, Message)> {
    let (at, args) = match expression {
        Expr::MethodCall(call) => (parallel(&call.receiver)?, &call.args),
        Expr::Call(call) => {
            let path = called(expression)?;
            let rayon = path.segments.len() > 1 && path.segments.first()?.ident == "rayon";
            (rayon.then(|| place(path))?, &call.args)
        }
        _ => return None,
    };
    args.iter()
        .any(attaches)
        .then(|| (at, lint::parallel_attach()))
}

/// Where a chain of calls becomes parallel.
fn parallel(chain: &Expr) -> Option<Span> {
    const PARALLEL: &[&str] = &["par_iter", "par_iter_mut", "into_par_iter", "par_bridge"];
    match method(chain, PARALLEL) {
        Some(call) => Some(call.method.span()),
        None => match chain {
            Expr::MethodCall(call) => parallel(&call.receiver),
            _ => None,
        },
    }
}

/// Whether an expression has `Python::attach` in it.
pub fn attaches(expression: &Expr) -> bool {
    struct Attaches(bool);
    impl<'ast> Look<'ast> for Attaches {
        fn expr(&mut self, expression: &'ast Expr) -> bool {
            self.0 |= attach(expression).is_some();
            true
        }
    }
    let mut found = Attaches(false);
    Walk(&mut found).visit_expr(expression);
    found.0
}

/// AT08
pub fn c_api(expression: &Expr) -> Option<(Span, Message)> {
    let path = ffi(called(expression)?)?;
    Some((place(path), lint::ffi_detached(shown(path))))
}

/// Functions of the C API that return a borrowed reference, and their strong twins.
const BORROWED: &[(&str, &str)] = &[
    ("PyList_GetItem", "PyList_GetItemRef"),
    ("PyList_GET_ITEM", "PyList_GetItemRef"),
    ("PyDict_GetItem", "PyDict_GetItemRef"),
    ("PyDict_GetItemWithError", "PyDict_GetItemRef"),
    ("PyDict_GetItemString", "PyDict_GetItemStringRef"),
    ("PyDict_SetDefault", "PyDict_SetDefaultRef"),
    ("PyWeakref_GetObject", "PyWeakref_GetRef"),
    ("PyWeakref_GET_OBJECT", "PyWeakref_GetRef"),
    ("PyImport_AddModule", "PyImport_AddModuleRef"),
    ("PyCell_GET", "PyCell_Get"),
];

/// FN14
pub fn borrowed_reference(expression: &Expr) -> Option<(Span, Message)> {
    let path = called(expression)?;
    let name = path.segments.last()?.ident.to_string();
    let (_, strong) = BORROWED.iter().find(|(borrowed, _)| *borrowed == name)?;
    Some((place(path), lint::borrowed_reference(name, strong)))
}

/// MS07
pub fn one_interpreter(expression: &Expr) -> Option<(Span, Message)> {
    let path = called(expression)?;
    let name = path.segments.last()?.ident.to_string();
    let message = match name.as_str() {
        "PyState_FindModule" | "PyState_AddModule" => lint::module_by_definition(name),
        "PyGILState_Ensure" => lint::main_interpreter(name),
        _ => return None,
    };
    Some((place(path), message))
}

/// FN15
pub fn dict_next(expression: &Expr) -> Option<(Span, Message)> {
    let path = called(expression)?;
    (path.segments.last()?.ident == "PyDict_Next").then(|| (place(path), lint::dict_next()))
}

/// FN16: `for i in 0..list.len()`, where the body takes items of the list.
pub fn index_loop(expression: &Expr) -> Option<(Span, Message)> {
    let Expr::ForLoop(ExprForLoop { expr, body, .. }) = expression else {
        return None;
    };
    let Expr::Range(range) = &**expr else {
        return None;
    };
    let len = method(range.end.as_deref()?, &["len"])?;
    let list = shown(&len.receiver);
    // `get_item` is a method of Python's containers, not of Rust's.
    let indexed = shown(body).contains(&format!("{list}.get_item("));
    indexed.then(|| (len.method.span(), lint::index_loop(&list)))
}

/// PC12: `n.store(n.load(…) + 1, …)`.
pub fn lost_update(expression: &Expr) -> Option<(Span, Message)> {
    let store = method(expression, &["store"])?;
    let Expr::Binary(sum) = store.args.first()? else {
        return None;
    };
    let load = method(&sum.left, &["load"]).or_else(|| method(&sum.right, &["load"]))?;
    let (stored, loaded) = (shown(&store.receiver), shown(&load.receiver));
    (stored == loaded).then(|| (store.method.span(), lint::lost_update(stored)))
}

pub fn method<'a>(expression: &'a Expr, names: &[&str]) -> Option<&'a ExprMethodCall> {
    match expression {
        Expr::MethodCall(call) if is_one_of(&call.method, names) => Some(call),
        _ => None,
    }
}

fn call_of(call: &ExprMethodCall) -> String {
    format!("{}.{}()", shown(&call.receiver), call.method)
}

pub fn called(expression: &Expr) -> Option<&Path> {
    let Expr::Call(call) = expression else {
        return None;
    };
    match &*call.func {
        Expr::Path(function) => Some(&function.path),
        _ => None,
    }
}

/// A path with `ffi` or `pyo3_ffi` before its last segment.
fn ffi(path: &Path) -> Option<&Path> {
    let module = &path.segments.iter().rev().nth(1)?.ident;
    (module == "ffi" || module == "pyo3_ffi").then_some(path)
}
