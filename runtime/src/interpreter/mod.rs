//! Interpreters: which of them an object belongs to, and what exists once in each of them.
//!
//! Nothing of an interpreter is kept in a Rust static as such. Owned handles know their [`Home`], and
//! type objects are found in a table by it. While the library has been used by the main interpreter
//! only, which is almost always, all of that is one atomic load.

mod types;

use std::ffi::CStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

pub(crate) use types::TypeTable;

use crate::{Bound, PyErr, PyResult, Python, ffi};

/// One life of one interpreter. Unlike CPython's ids, which begin again at 0 when Python is
/// initialised again, these numbers are never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Home(u32);

/// The main interpreter, the first time that Python is initialised.
const MAIN: Home = Home(0);

/// CPython's id of the main interpreter.
const MAIN_ID: i64 = 0;

/// Whether the library has ever been used by anything but `MAIN`.
static SEVERAL: AtomicBool = AtomicBool::new(false);

#[inline(always)]
fn several() -> bool {
    SEVERAL.load(Ordering::Acquire)
}

impl Home {
    /// The interpreter that this thread is attached to. Must be called on an attached thread. Never
    /// suspends.
    #[inline(always)]
    pub(crate) fn current() -> Home {
        match several() {
            false => MAIN,
            true => Home::look_up(),
        }
    }

    #[cold]
    fn look_up() -> Home {
        lock(&INTERPRETERS).life(current_id()).home
    }

    /// # Panics
    /// If this is not the interpreter that the thread is attached to: nothing of one interpreter can be
    /// used in another.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn assert_current(self) {
        assert!(
            !several() || self == Home::look_up(),
            "this `Py` belongs to another interpreter than the one that the thread is attached to; \
             objects cannot be shared between interpreters"
        );
    }

    /// Whether the interpreter has not ended yet.
    pub(crate) fn is_alive(self) -> bool {
        let interpreters = lock(&INTERPRETERS);
        interpreters.alive.iter().any(|life| life.home == self)
    }
}

fn current_id() -> i64 {
    // SAFETY: the callers are attached.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) }
}

static INTERPRETERS: Mutex<Interpreters> = Mutex::new(Interpreters {
    alive: Vec::new(),
    next: 1,
    main_ended: false,
    tables: Vec::new(),
});

struct Interpreters {
    /// Those that have used the library and have not ended.
    alive: Vec<Life>,
    /// The number of the next one that is not `MAIN`.
    next: u32,
    main_ended: bool,
    /// The tables that hold something for any of them.
    tables: Vec<&'static TypeTable>,
}

struct Life {
    id: i64,
    home: Home,
    /// Whether `interpreter_ended` will be called.
    announced: bool,
}

impl Interpreters {
    /// The life of the interpreter with this id, which is alive.
    fn life(&mut self, id: i64) -> &mut Life {
        let at = self.alive.iter().position(|life| life.id == id);
        let at = at.unwrap_or_else(|| {
            let home = if id == MAIN_ID && !self.main_ended {
                MAIN
            } else {
                let number = self.next;
                self.next += 1;
                Home(number)
            };
            self.alive.push(Life {
                id,
                home,
                announced: false,
            });
            self.alive.len() - 1
        });
        &mut self.alive[at]
    }
}

/// Makes this library known to the interpreter. Every way into the library from an interpreter that
/// may be new to it calls this first: the module's execution.
///
/// # Errors
/// `ImportError` in a sub-interpreter before 3.12: CPython cannot tell there which thread is attached.
pub(crate) fn enter(py: Python<'_>) -> PyResult<Home> {
    let id = current_id();
    #[cfg(not(Py_3_12))]
    if id != MAIN_ID {
        return Err(crate::exceptions::PyImportError::new_err(
            "this module can be imported in sub-interpreters from Python 3.12 on",
        ));
    }
    let (home, announced) = {
        let mut interpreters = lock(&INTERPRETERS);
        let life = interpreters.life(id);
        let found = (life.home, life.announced);
        life.announced = true;
        if found.0 != MAIN {
            SEVERAL.store(true, Ordering::Release);
        }
        found
    };
    if !announced {
        at_interpreter_end(py, home)
            .inspect_err(|_| lock(&INTERPRETERS).life(id).announced = false)?;
    }
    Ok(home)
}

/// Has the entry of an interpreter taken out of `table` when it ends.
fn announce_end_to(table: &'static TypeTable) {
    let tables = &mut lock(&INTERPRETERS).tables;
    if !tables.iter().any(|known| std::ptr::eq(*known, table)) {
        tables.push(table);
    }
}

/// The name under which an interpreter keeps the capsule whose end announces its own.
const KEY: &CStr = c"freehold.at_interpreter_end";

/// Has `interpreter_ended` called when the interpreter clears its dictionary.
fn at_interpreter_end(py: Python<'_>, home: Home) -> PyResult<()> {
    // Several libraries built with Freehold share the interpreter's dictionary: the address of a
    // static of this one makes the key its own.
    let key = format!("{}.{:p}", KEY.to_string_lossy(), &raw const INTERPRETERS);
    let context = Box::into_raw(Box::new(home));
    // SAFETY: attached. The capsule owns `context`, which its destructor takes back; its name is
    // static. The dictionary is borrowed from the interpreter, which outlives the call.
    unsafe {
        let capsule = ffi::PyCapsule_New(context.cast(), KEY.as_ptr(), Some(interpreter_ended));
        if capsule.is_null() {
            drop(Box::from_raw(context));
            return Err(PyErr::fetch(py));
        }
        let capsule = Bound::from_owned_ptr(py, capsule);
        let dict = ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get());
        if dict.is_null() {
            return Err(crate::exceptions::PyRuntimeError::new_err(
                "the interpreter has no dictionary to keep its types in",
            ));
        }
        let key = crate::types::PyString::new(py, &key);
        if ffi::PyDict_SetItem(dict, key.as_ptr(), capsule.as_ptr()) < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    Ok(())
}

/// Releases all that the library keeps for an interpreter, while it is still attached.
unsafe extern "C" fn interpreter_ended(capsule: *mut ffi::PyObject) {
    // SAFETY: the capsule was made with this name by `at_interpreter_end`, which gave it a boxed home.
    let home = unsafe {
        let context = ffi::PyCapsule_GetPointer(capsule, KEY.as_ptr());
        *Box::from_raw(context.cast::<Home>())
    };
    // What detached threads have left, while it can still be released.
    crate::attach::release_pending();
    let tables = lock(&INTERPRETERS).tables.clone();
    for table in tables {
        if let Some(object) = table.remove(home) {
            // SAFETY: the table owned the reference; destructors run attached to the interpreter.
            unsafe { crate::capi::refcount::decref(object.as_ptr().cast()) }
        }
    }
    forget(home);
}

/// References to its objects that are left anywhere are never released: it is gone.
fn forget(home: Home) {
    let mut interpreters = lock(&INTERPRETERS);
    interpreters.alive.retain(|life| life.home != home);
    if home == MAIN {
        interpreters.main_ended = true;
        // Whoever initialises Python again has another interpreter.
        SEVERAL.store(true, Ordering::Release);
    }
}

/// No code that can panic runs under these locks but the allocator, so poisoning means nothing. They
/// are held for a few instructions and never while Python code runs.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner())
}
