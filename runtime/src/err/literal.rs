//! The texts of errors that are raised again and again, as objects of Python.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use crate::attach::{ThreadStatus, status};
use crate::interpreter::PerInterpreter;
use crate::types::PyString;
use crate::{Bound, Py, PyResult, Python};

/// The objects of texts that have been raised, each where its address says. What comes later to a place that is taken is
/// not kept, so memory is bounded, whatever is raised. They are interned, which without the GIL makes them immortal:
/// threads that raise the same error count no references to one object.
///
/// Where there are several interpreters, texts are made anew each time.
struct Literals {
    places: [AtomicPtr<Literal>; PLACES],
}

struct Literal {
    text: &'static str,
    object: Py<PyString>,
}

const PLACES: usize = 64;

/// Longer texts are no literals, but what somebody has leaked.
const LONGEST: usize = 512;

static LITERALS: PerInterpreter<Literals> = PerInterpreter::new();

/// A `str` of the text: the same one as last time, if it was kept.
///
/// # Errors
/// `MemoryError`.
pub(super) fn literal<'py>(py: Python<'py>, text: &'static str) -> PyResult<Bound<'py, PyString>> {
    match LITERALS.get_of_only(py).and_then(|known| known.find(text)) {
        Some(found) => Ok(found.bind(py).clone()),
        None => make(py, text),
    }
}

#[cold]
fn make<'py>(py: Python<'py>, text: &'static str) -> PyResult<Bound<'py, PyString>> {
    // Inside an exclusive section, where only foreign code has errors made, nobody waits for another thread that makes
    // the table.
    let inside = status(ThreadStatus::in_exclusive_section);
    if inside || text.len() > LONGEST || crate::interpreter::several() {
        return PyString::try_new(py, text);
    }
    // What cannot be kept, such as where the interpreter is about to end, is raised all the same.
    let literals = LITERALS.get_or_try_init(py, || PyResult::Ok(Literals::new()));
    let Some(literals) = literals.ok().filter(|literals| !literals.is_taken(text)) else {
        return PyString::try_new(py, text);
    };
    let object = PyString::try_intern(py, text)?;
    literals.keep(text, object.clone().unbind());
    Ok(object)
}

impl Literals {
    fn new() -> Literals {
        Literals {
            places: [const { AtomicPtr::new(ptr::null_mut()) }; PLACES],
        }
    }

    #[inline(always)]
    fn place(&self, text: &'static str) -> &AtomicPtr<Literal> {
        let address = text.as_ptr().addr();
        &self.places[(address ^ (address >> 6)) % PLACES]
    }

    #[inline(always)]
    fn find(&self, text: &'static str) -> Option<&Py<PyString>> {
        // SAFETY: null, or a box that nobody takes out before the interpreter ends.
        let literal = unsafe { self.place(text).load(Ordering::Acquire).as_ref() }?;
        // The same place is the same text, if it is as long.
        ptr::eq(literal.text, text).then_some(&literal.object)
    }

    fn is_taken(&self, text: &'static str) -> bool {
        !self.place(text).load(Ordering::Relaxed).is_null()
    }

    /// Unless another thread has taken the place meanwhile.
    fn keep(&self, text: &'static str, object: Py<PyString>) {
        let ours = Box::into_raw(Box::new(Literal { text, object }));
        let exchanged = self.place(text).compare_exchange(
            ptr::null_mut(),
            ours,
            Ordering::AcqRel,
            Ordering::Relaxed,
        );
        if exchanged.is_err() {
            // SAFETY: just made, and known to nobody else.
            drop(unsafe { Box::from_raw(ours) });
        }
    }
}

impl Drop for Literals {
    fn drop(&mut self) {
        for place in &mut self.places {
            let literal = *place.get_mut();
            if !literal.is_null() {
                // SAFETY: a box, which nobody else can reach any more.
                drop(unsafe { Box::from_raw(literal) });
            }
        }
    }
}
