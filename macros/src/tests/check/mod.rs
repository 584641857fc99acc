//! Each row: the mistake, the source that the message points at, how its first line begins, and its help.

mod blocks;
mod classes;
mod collected;
mod functions;
mod handles;
mod methods;
mod modules;
mod sections;

use super::{class, function, mistakes, module};
use crate::check;
use crate::ctxt::Ctxt;

pub type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

fn in_function(arguments: &str, item: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    let input = function(&ctxt, arguments, item);
    check::function(&ctxt, &input);
    mistakes(ctxt)
}

fn in_method(item: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    let input = super::methods(&ctxt, &format!("impl C {{ {item} }}"));
    check::methods(&ctxt, &input);
    mistakes(ctxt)
}

fn in_class(arguments: &str, item: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    let input = class(&ctxt, arguments, item);
    check::class(&ctxt, &input);
    mistakes(ctxt)
}

fn in_module(arguments: &str, item: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    let input = module(&ctxt, arguments, item);
    check::module(&ctxt, &input);
    mistakes(ctxt)
}

/// Exactly one mistake, as the row says.
pub fn expect(found: Vec<(String, String)>, (source, place, what, help): Row<'_>) {
    let [(found_place, text)] =
        <[_; 1]>::try_from(found).unwrap_or_else(|all| panic!("{source}: {all:#?}"));
    assert_eq!(found_place, place, "the place of: {text}\nin: {source}");
    let (first, second) = text.split_once("\n= help: ").expect("a message has a help");
    assert!(first.starts_with(what), "{source}\n{first}");
    assert!(second.starts_with(help), "{source}\n{second}");
}

#[test]
fn valid_items_have_no_mistakes() {
    assert_eq!(
        in_function(
            "signature = (a, b = 1)",
            "fn f<'py>(py: Python<'py>, a: &str, b: u8) -> Bound<'py, PyAny> {}"
        ),
        []
    );
    assert_eq!(
        in_function(
            "",
            "#[critical_section(a, b)] fn f(a: &mut C, b: &D, cs: NoSuspend<'_>) {}"
        ),
        []
    );
    assert_eq!(
        in_function("", "#[allow_threads] fn f(data: &[u8]) -> u32 {}"),
        []
    );
    assert_eq!(
        in_method(
            "#[new] fn __new__() -> Self {} fn a(slf: Py<Self>) {} #[staticmethod] fn b() {}"
        ),
        []
    );
    assert_eq!(
        in_method(
            "#[getter] fn x(&self) -> u8 {} #[setter] #[critical_section(self)] fn set_x(&mut self, v: u8) {}"
        ),
        []
    );
    assert_eq!(
        in_method(
            "fn __eq__(&self, other: &Self) -> bool {} fn __iter__(slf: Py<Self>) -> Py<Self> {}"
        ),
        []
    );
    assert_eq!(
        in_class(
            "frozen, name = \"P\", subclass, cache_aligned, from_py_object",
            "struct P { #[freehold(get)] x: u8 }"
        ),
        []
    );
    assert_eq!(
        in_module(
            "gil_not_used, multiple_interpreters = \"per_interpreter_gil\"",
            "mod m { use a::b; #[pymodule_init] fn init<'py>(m: &Bound<'py, M>) {} }"
        ),
        []
    );
}

/// Which of them is there cannot be seen.
#[test]
fn alternatives_under_cfg_are_not_counted() {
    let methods = "#[cfg(a)] #[new] fn new() -> Self {} #[cfg(b)] #[new] fn new() -> Self {}";
    assert_eq!(in_method(methods), []);
    let inits =
        "mod m { #[cfg(a)] #[pymodule_init] fn a(m: &M) {} #[pymodule_init] fn b(m: &M) {} }";
    assert_eq!(in_module("", inits), []);
}

#[test]
fn every_mistake_is_reported() {
    let found = in_method(
        "#[critical_section(slef)] fn a(&mut self) {} fn b(self) {} #[gettr] fn c(&self) {}",
    );
    assert_eq!(found.len(), 3, "{found:#?}");
}
