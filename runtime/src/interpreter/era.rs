//! How often Python has been finalized in this process.
//!
//! A program that embeds Python can initialise it again. Then CPython counts its interpreters from 0 again, and may put
//! one where another one has been: by its number and address it cannot be told from one that is gone.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::ffi;

static NOW: AtomicU32 = AtomicU32::new(0);

/// The era whose end will be noticed, plus one.
static AWAITED: AtomicU32 = AtomicU32::new(0);

pub(super) fn now() -> u32 {
    NOW.load(Ordering::Acquire)
}

/// Has the end of Python noticed (`Py_AtExit`), which is after that of each interpreter. On an attached thread.
///
/// CPython has room for 32 such functions. If all are taken, an interpreter that begins after Python has been
/// initialised again is only known as a new one if it is the main one, imports a module of the library, or is a
/// [`SubInterpreter`](crate::SubInterpreter).
pub(super) fn await_end() {
    let awaited = now() + 1;
    if AWAITED.swap(awaited, Ordering::AcqRel) != awaited {
        // SAFETY: Python is initialised. The function stays, as extension modules are never unloaded, and uses nothing of
        // Python.
        unsafe {
            ffi::Py_AtExit(Some(python_has_ended));
        }
    }
}

extern "C" fn python_has_ended() {
    NOW.fetch_add(1, Ordering::AcqRel);
}
