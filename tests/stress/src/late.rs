//! Handles that outlive the interpreter, and Python that is initialised again after its end.
#![expect(unsafe_code, reason = "embedding, and memory of one's own")]

use std::cell::RefCell;
use std::ffi::CString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;

use freehold::prelude::*;
use freehold::{AttachError, ffi};

use crate::os::wrong;

/// The head of an object in memory of this library, where references can be counted after the interpreter is gone.
#[derive(Clone, Copy)]
struct Witness(*mut ffi::PyObject);

// SAFETY: only its count is read, which is atomic where there is no GIL.
unsafe impl Send for Witness {}

impl Witness {
    /// Nobody frees it: it has many more references than handles.
    fn new(py: Python<'_>) -> PyResult<Witness> {
        let model = py.eval(c"object()", None, None)?;
        let memory = Box::leak(Box::new(std::mem::MaybeUninit::<ffi::PyObject>::uninit()));
        // SAFETY: attached; an `object` is its head, and its type is a static of CPython.
        unsafe {
            std::ptr::copy_nonoverlapping(model.as_ptr(), memory.as_mut_ptr(), 1);
            for _ in 0..1_000 {
                ffi::Py_IncRef(memory.as_mut_ptr());
            }
        }
        Ok(Witness(memory.as_mut_ptr()))
    }

    fn handle(self, py: Python<'_>) -> Py<PyAny> {
        // SAFETY: attached to the interpreter in which it was made.
        unsafe { Bound::from_borrowed_ptr(py, self.0).unbind() }
    }

    fn count(self) -> ffi::Py_ssize_t {
        // SAFETY: the memory is never freed.
        unsafe { ffi::Py_REFCNT(self.0) }
    }
}

static KEPT: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

thread_local! {
    static KEPT_BY_THREAD: RefCell<Vec<Py<PyAny>>> = const { RefCell::new(Vec::new()) };
}

/// An interpreter that is about to end, and what outlives it: by a static, by a thread-local of this thread, and by a
/// thread that has attached to it.
struct Life {
    interpreter: Interpreter,
    witness: Witness,
    count: ffi::Py_ssize_t,
    spare: Py<PyAny>,
    over: Sender<()>,
    helper: JoinHandle<()>,
}

impl Life {
    fn begin(py: Python<'_>) -> PyResult<Life> {
        let witness = Witness::new(py)?;
        let interpreter = Interpreter::current(py);
        for _ in 0..10 {
            KEPT.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(witness.handle(py));
            KEPT_BY_THREAD.with_borrow_mut(|kept| kept.push(witness.handle(py)));
        }
        let (over, is_over) = mpsc::channel();
        let (ready, is_ready) = mpsc::channel();
        let (here, handle) = (interpreter.clone(), witness.handle(py));
        let helper = std::thread::spawn(move || {
            let kept = here.keep_thread_state();
            here.attach(|py| {
                KEPT_BY_THREAD.with_borrow_mut(|kept| kept.push(handle.clone_ref(py)))
            });
            let _ = (ready.send(()), is_over.recv());
            drop((kept, handle));
            if here.try_attach(|_| ()) != Err(AttachError::NoInterpreter) {
                wrong("a thread was attached to an interpreter that has ended");
            }
        });
        py.detach(move || is_ready.recv().is_ok());
        Ok(Life {
            interpreter,
            witness,
            spare: witness.handle(py),
            count: witness.count(),
            over,
            helper,
        })
    }

    /// It has ended. What outlives it dies now, but for one handle.
    fn end(self) -> (Py<PyAny>, Witness, Interpreter) {
        let _ = self.over.send(());
        if self.helper.join().is_err() {
            wrong("a thread panicked");
        }
        KEPT.lock().unwrap_or_else(PoisonError::into_inner).clear();
        if self.interpreter.is_alive() || Python::try_attach(|_| ()).is_ok() {
            wrong("an interpreter that has ended is alive");
        }
        if self.witness.count() != self.count {
            let (now, before) = (self.witness.count(), self.count);
            wrong(&format!("{now} references, {before} before the end"));
        }
        let left = self.interpreter.pending_references();
        // Those of the static, of both thread-locals, and the helper's.
        if (left.waiting, left.abandoned) != (0, 22) {
            wrong(&format!("22 references were abandoned: {left:?}"));
        }
        (self.spare, self.witness, self.interpreter)
    }
}

static LIFE: Mutex<Option<Life>> = Mutex::new(None);
static CYCLES: AtomicUsize = AtomicUsize::new(0);
static CODE: Mutex<String> = Mutex::new(String::new());

/// When the interpreter has ended, initialises Python again, runs `code` and ends it, so often.
#[pyfunction]
pub fn outlast(py: Python<'_>, cycles: usize, code: String) -> PyResult<()> {
    std::panic::set_hook(Box::new(|_| ()));
    CYCLES.store(cycles, Ordering::Relaxed);
    *CODE.lock().unwrap_or_else(PoisonError::into_inner) = code;
    let life = Life::begin(py)?;
    *LIFE.lock().unwrap_or_else(PoisonError::into_inner) = Some(life);
    crate::os::at_exit(live_again);
    Ok(())
}

/// The thread's thread-locals have been destroyed, as of every thread that ends.
extern "C" fn live_again() {
    let taken = LIFE.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut life) = taken else { return };
    for _ in 0..CYCLES.load(Ordering::Relaxed) {
        let before = life.end();
        // Each on another thread, with thread-locals that outlive the interpreter.
        let next = std::thread::spawn(move || another_life(before)).join();
        life = next.unwrap_or_else(|_| wrong("a panic"));
    }
    drop(life.end());
    println!("done");
}

fn another_life((spare, witness, before): (Py<PyAny>, Witness, Interpreter)) -> Life {
    let count = witness.count();
    // SAFETY: Python is not initialised, and no other thread uses it; this thread is attached then, until the end.
    let py = unsafe {
        ffi::Py_InitializeEx(0);
        Python::assume_attached()
    };
    let code = CODE.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let life = CString::new(code)
        .map_err(PyErr::from)
        .and_then(|code| py.run(&code, None, None))
        .and_then(|()| Life::begin(py))
        .unwrap_or_else(|error| wrong(&error.to_string()));
    if life.interpreter == before || before.is_alive() {
        wrong("an interpreter is taken for an earlier one");
    }
    if before.try_attach(|_| ()) != Err(AttachError::NoInterpreter) {
        wrong("the handle of an earlier interpreter attaches to this one");
    }
    if before.keep_thread_state().err() != Some(AttachError::NoInterpreter) {
        wrong("a thread state of an earlier interpreter is kept");
    }
    if catch_unwind(AssertUnwindSafe(|| spare.bind(py).as_ptr())).is_ok() {
        wrong("an object of an earlier interpreter was used");
    }
    drop(spare);
    if witness.count() != count {
        wrong("a reference to an object of an earlier interpreter was given up");
    }
    // SAFETY: this thread has initialised Python, and is attached.
    if unsafe { ffi::Py_FinalizeEx() } != 0 {
        wrong("Python did not end well");
    }
    life
}
