//! What a `PyErr` holds: the exception, or the recipe for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};

use crate::convert::Mismatch;
use crate::err::exceptions::{PyBaseException, PyRuntimeError};
use crate::err::recipe::{Recipe, raise_text};
use crate::handle::Bound;
use crate::sync::PyOnce;
use crate::types::PyType;
use crate::{Py, PyErr, PyResult, Python};

/// At least one of the two is there, or a thread is just making the first of the second.
pub(super) struct State {
    exception: PyOnce<Py<PyBaseException>>,
    /// Never locked while Python code may run: whoever needs the exception takes the recipe out.
    recipe: Mutex<Option<Recipe>>,
    /// The thread that is making the exception, or 0.
    maker: AtomicUsize,
    /// Told when the exception has been made.
    made: Condvar,
}

impl State {
    pub(super) fn from_recipe(recipe: Recipe) -> State {
        State {
            exception: PyOnce::new(),
            recipe: Mutex::new(Some(recipe)),
            maker: AtomicUsize::new(0),
            made: Condvar::new(),
        }
    }

    pub(super) fn from_exception(exception: Py<PyBaseException>) -> State {
        State {
            exception: PyOnce::from(exception),
            recipe: Mutex::new(None),
            maker: AtomicUsize::new(0),
            made: Condvar::new(),
        }
    }

    /// The exception; made by the first thread that asks, while others wait detached.
    pub(super) fn exception(&self, py: Python<'_>) -> &Py<PyBaseException> {
        if let Some(exception) = self.get() {
            return exception;
        }
        let recipe = self.lock_recipe().take();
        match recipe {
            Some(recipe) => {
                self.maker.store(this_thread(), Ordering::Relaxed);
                let exception = make(recipe, py);
                self.maker.store(0, Ordering::Relaxed);
                let exception = self.exception.get_or_init(py, || exception);
                // Through the lock, so that nobody is between looking and waiting.
                drop(self.lock_recipe());
                self.made.notify_all();
                exception
            }
            // Its own arguments ask for it. Waiting would be for ever; the exception says so instead.
            None if self.maker.load(Ordering::Relaxed) == this_thread() => {
                let recursive = PyRuntimeError::new_err(
                    "the arguments of an exception ask for the exception that they are for",
                );
                let recursive = recursive.into_value(py);
                self.exception.get_or_init(py, || recursive)
            }
            None => py.detach(|| self.wait()),
        }
    }

    /// Until another thread has made the exception, which it does whatever happens. Detached: the
    /// maker may want the GIL, or the world to stop.
    fn wait(&self) -> &Py<PyBaseException> {
        let mut recipe = self.lock_recipe();
        loop {
            if let Some(exception) = self.get() {
                return exception;
            }
            recipe = self
                .made
                .wait(recipe)
                .unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    pub(super) fn into_exception(self, py: Python<'_>) -> Py<PyBaseException> {
        self.exception(py);
        self.exception
            .into_inner()
            .expect("the exception has just been made")
    }

    /// The exception, or what is raised in its place in this interpreter.
    pub(super) fn into_exception_here(self, py: Python<'_>) -> Py<PyBaseException> {
        here(self.into_exception(py)).unwrap_or_else(|instead| instead.into_value(py))
    }

    /// Sets Python's error indicator, if that takes no more than a literal text: nothing is taken apart for it.
    pub(super) fn raise_literal(&mut self, py: Python<'_>) -> bool {
        let Ok(Some(recipe)) = self.recipe.get_mut() else {
            return false;
        };
        match recipe.literal() {
            Some((find, text)) => {
                raise_text(py, find, text);
                true
            }
            None => false,
        }
    }

    /// Sets Python's error indicator.
    pub(super) fn restore(self, py: Python<'_>) {
        match self.exception.into_inner() {
            // It stays there; what it says is raised here.
            Some(exception) => match here(exception) {
                Ok(exception) => super::indicator::set(exception.into_bound(py)),
                Err(instead) => instead.restore(py),
            },
            None => {
                let recipe = self
                    .recipe
                    .into_inner()
                    .unwrap_or_else(|poisoned| poisoned.into_inner());
                recipe
                    .expect("nobody else can be making the exception of an owned error")
                    .raise(py);
            }
        }
    }

    /// The type of the exception that is still a recipe.
    pub(super) fn lazy_type<'py>(&self, py: Python<'py>) -> Option<PyResult<Bound<'py, PyType>>> {
        let find = self.lock_recipe().as_ref().map(Recipe::type_finder)?;
        Some(find(py))
    }

    pub(super) fn is_mismatch(&self) -> bool {
        matches!(*self.lock_recipe(), Some(Recipe::Mismatch(_)))
    }

    pub(super) fn mismatch_mut(&mut self) -> Option<&mut Mismatch> {
        let recipe = self
            .recipe
            .get_mut()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        match recipe {
            Some(Recipe::Mismatch(mismatch)) => Some(mismatch),
            _ => None,
        }
    }

    pub(super) fn get(&self) -> Option<&Py<PyBaseException>> {
        self.exception.value()
    }

    #[inline(never)]
    pub(super) fn lock_recipe(&self) -> MutexGuard<'_, Option<Recipe>> {
        self.recipe
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

/// An exception of another interpreter stays there; what it says is raised here.
fn here(exception: Py<PyBaseException>) -> Result<Py<PyBaseException>, PyErr> {
    match exception.is_home() {
        true => Ok(exception),
        false => Err(in_place_of(exception)),
    }
}

#[cold]
#[inline(never)]
fn in_place_of(exception: Py<PyBaseException>) -> PyErr {
    let text = super::fmt::display_exception(&PyErr::from_exception(exception));
    let text = text.as_deref().unwrap_or(super::fmt::UNKNOWN);
    PyRuntimeError::new_err(format!("an exception of another interpreter: {text}"))
}

/// Not 0, and no other thread's while this one lives.
fn this_thread() -> usize {
    crate::attach::status(|status| std::ptr::from_ref(status).addr())
}

/// Total: other threads may be waiting for the result, so a panic in somebody's conversion of the
/// arguments becomes an exception as well.
fn make(recipe: Recipe, py: Python<'_>) -> Py<PyBaseException> {
    let made = catch_unwind(AssertUnwindSafe(|| {
        recipe.raise(py);
        PyErr::fetch(py)
    }));
    let error = made.unwrap_or_else(|payload| {
        let _half_made = PyErr::take(py);
        crate::panic::to_error(py, payload)
    });
    error.into_value(py)
}
