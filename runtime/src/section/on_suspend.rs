//! `#[critical_section(…, on_suspend = "error" | "retry")]`.

use super::exclusive::{Locked1, Locked2};
use super::suspendable::SectionTarget;
use super::watched::{Section, with_watched_section, with_watched_section2};
use crate::class::{Locked, PyClass};
use crate::exceptions::PyRuntimeError;
use crate::{Bound, PyErr, PyResult};

/// An object of which it is known what other threads have done to it meanwhile: one of a class.
///
/// Of any other object only suspensions are known, and those mean nothing: its own methods suspend the
/// section on CPython 3.13, and a body that always detaches would never be done.
#[diagnostic::on_unimplemented(
    message = "`on_suspend` cannot tell what other threads do to `{Self}`",
    label = "nobody keeps a record of who changes this object",
    note = "remove `on_suspend`, take a parameter `section: &Section<'_>`, and ask `section.suspensions()`",
    note = "`on_suspend` is for objects of classes, whose payload has a version"
)]
pub trait Versioned: SectionTarget {}

#[diagnostic::do_not_recommend]
impl<T: PyClass<Policy = Locked>> Versioned for T {}

/// How often a body runs, at most, that others get in between of.
const RUNS: usize = 10;

/// Runs `body` in a section on `object`. If another thread got in between, the result is an error
/// instead, unless the body has `failed` by itself.
///
/// # Errors
/// `RuntimeError`.
pub fn error_on_suspend<T: Versioned, R>(
    object: &Bound<'_, T>,
    who: &Locked1,
    failed: impl FnOnce(&R) -> bool,
    body: impl FnOnce(&Section<'_>) -> R,
) -> PyResult<R> {
    with_watched_section(object, |section| run(section, failed, body))
        .map_err(|_| interrupted(who.function, &named(who.param)))
}

/// [`error_on_suspend`] on two objects.
///
/// # Errors
/// `RuntimeError`.
pub fn error_on_suspend2<T: Versioned, U: Versioned, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    who: &Locked2,
    failed: impl FnOnce(&R) -> bool,
    body: impl FnOnce(&Section<'_>) -> R,
) -> PyResult<R> {
    with_watched_section2(first, second, |section| run(section, failed, body))
        .map_err(|_| interrupted(who.function, &both(who)))
}

/// Runs `body` in a section on `object`, and again if another thread got in between, unless it has
/// `failed` by itself.
///
/// # Errors
/// `RuntimeError` after ten runs.
pub fn retry_on_suspend<T: Versioned, R>(
    object: &Bound<'_, T>,
    who: &Locked1,
    failed: impl Fn(&R) -> bool,
    mut body: impl FnMut(&Section<'_>) -> R,
) -> PyResult<R> {
    (0..RUNS)
        .find_map(|_| with_watched_section(object, |section| run(section, &failed, &mut body)).ok())
        .ok_or_else(|| given_up(who.function, &named(who.param)))
}

/// [`retry_on_suspend`] on two objects.
///
/// # Errors
/// `RuntimeError` after ten runs.
pub fn retry_on_suspend2<T: Versioned, U: Versioned, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    who: &Locked2,
    failed: impl Fn(&R) -> bool,
    mut body: impl FnMut(&Section<'_>) -> R,
) -> PyResult<R> {
    (0..RUNS)
        .find_map(|_| {
            with_watched_section2(first, second, |section| run(section, &failed, &mut body)).ok()
        })
        .ok_or_else(|| given_up(who.function, &both(who)))
}

/// Another thread got in between.
struct Interleaved;

fn run<R>(
    section: &Section<'_>,
    failed: impl FnOnce(&R) -> bool,
    body: impl FnOnce(&Section<'_>) -> R,
) -> Result<R, Interleaved> {
    let result = body(section);
    // Asked before the section ends: until then the lock is held, or was lost and is counted.
    match section.interleaved() && !failed(&result) {
        true => Err(Interleaved),
        false => Ok(result),
    }
}

fn named(param: &str) -> String {
    format!("'{param}'")
}

fn both(who: &Locked2) -> String {
    format!("'{}' or '{}'", who.first, who.second)
}

#[cold]
fn interrupted(function: &str, params: &str) -> PyErr {
    PyRuntimeError::new_err(format!(
        "{function}() was suspended, and another thread has used {params} meanwhile"
    ))
}

#[cold]
fn given_up(function: &str, params: &str) -> PyErr {
    PyRuntimeError::new_err(format!(
        "{function}() was suspended {RUNS} times in a row while another thread used {params}"
    ))
}
