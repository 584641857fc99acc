//! `Display` and `Debug` of errors, in any state of the thread.

use std::fmt;

use crate::attach::{attach_to, if_attached, is_attached};
use crate::err::recipe::Recipe;
use crate::interpreter::Home;
use crate::types::{PyAnyMethods, PyStringMethods};
use crate::{Py, PyErr, Python};

/// `TypeError: must be str`, as the last line of a traceback. Asks the exception for its text only if
/// the thread is attached anyway.
impl fmt::Display for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match describe(self, Style::Display) {
            Some(text) => f.write_str(&text),
            None => f.write_str(UNKNOWN),
        }
    }
}

/// `PyErr(TypeError('must be str'))`: the `repr()` of the exception where the thread is attached.
impl fmt::Debug for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match describe(self, Style::Debug) {
            Some(text) => write!(f, "PyErr({text})"),
            None => f.write_str("PyErr(..)"),
        }
    }
}

pub(super) const UNKNOWN: &str = "<a Python exception, whose text cannot be asked for here>";

#[derive(Clone, Copy)]
enum Style {
    Display,
    Debug,
}

fn describe(error: &PyErr, style: Style) -> Option<String> {
    if error.state.get().is_none() {
        // Before the lock: it may run Python code.
        let got = got_name(error);
        if let Some(recipe) = &*error.state.lock_recipe() {
            return Some(describe_recipe(recipe, got.as_deref(), style));
        }
    }
    describe_exception(error, style)
}

/// The text of an error that is no recipe. Each module has this, and only those that show errors themselves the rest.
pub(super) fn display_exception(error: &PyErr) -> Option<String> {
    describe_exception(error, Style::Display)
}

fn describe_exception(error: &PyErr, style: Style) -> Option<String> {
    match error.state.get().map(Py::home) {
        // Only there can it be asked for its text; elsewhere, and in an exclusive section, nobody is asked.
        Some(home) if is_attached() && home != Home::current() => {
            attach_to(home.record()?, home, |py| describe_made(error, py, style)).ok()
        }
        _ => if_attached(|py| describe_made(error, py, style)),
    }
}

#[inline(never)]
fn describe_recipe(recipe: &Recipe, got: Option<&str>, style: Style) -> String {
    let name = recipe.name();
    match (style, recipe.text(got)) {
        (Style::Display, Some(text)) => format!("{name}: {text}"),
        (Style::Display, None) => name.to_owned(),
        (Style::Debug, Some(text)) => format!("{name}({text:?})"),
        (Style::Debug, None) => format!("{name}(..)"),
    }
}

/// The name of the type that a conversion error shows.
#[inline(never)]
fn got_name(error: &PyErr) -> Option<String> {
    if_attached(|py| {
        let class = error.state.lock_recipe().as_ref()?.got_type(py)?;
        Some(class.bind(py).name_lossy())
    })?
}

#[inline(never)]
fn describe_made(error: &PyErr, py: Python<'_>, style: Style) -> String {
    let value = error.value(py);
    let name = value.get_type().name_lossy();
    let text = match style {
        Style::Display => value.str(),
        Style::Debug => value.repr(),
    };
    match (style, text) {
        (Style::Display, Ok(text)) if text.len().is_ok_and(|len| len == 0) => name,
        (Style::Display, Ok(text)) => format!("{name}: {}", text.to_string_lossy()),
        (Style::Display, Err(_)) => format!("{name}: <exception str() failed>"),
        (Style::Debug, Ok(text)) => text.to_string_lossy().into_owned(),
        (Style::Debug, Err(_)) => format!("<{name}, whose repr() failed>"),
    }
}
