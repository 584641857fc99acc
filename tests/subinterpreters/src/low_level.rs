//! What CPython has, one by one.

use std::ffi::{c_int, c_ulong};

use freehold::low_level;
use freehold::prelude::*;
use freehold::types::{PyDict, PyModule, PyType};

#[pyfunction]
pub fn main_module(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    low_level::main_module(py)
}

#[pyfunction]
pub fn interpreter_dict(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    // SAFETY: the tests use keys of their own.
    unsafe { low_level::interpreter_dict(py) }
}

/// Whether the thread is attached before, meanwhile and after, and whether it has the same state again. `object` is
/// given up meanwhile.
#[pyfunction]
pub fn detach_by_hand(_py: Python<'_>, object: Py<PyAny>) -> [bool; 4] {
    let before = low_level::is_attached();
    let state = low_level::current_thread_state();
    // SAFETY: attached; nothing of Python is used but a reference given up, which is kept.
    unsafe {
        let saved = low_level::save_thread();
        drop(object);
        let meanwhile = low_level::is_attached();
        low_level::restore_thread(saved);
        let same = saved == state && low_level::current_thread_state() == state;
        [before, meanwhile, low_level::is_attached(), same]
    }
}

#[pyfunction]
pub fn attached_after_swap(_py: Python<'_>) -> [bool; 3] {
    // SAFETY: attached; nothing of Python is used meanwhile. Before 3.12 the thread keeps the GIL.
    unsafe {
        let state = low_level::swap_thread_state(std::ptr::null_mut());
        let meanwhile = low_level::is_attached();
        let none = low_level::swap_thread_state(state);
        [meanwhile, none.is_null(), low_level::is_attached()]
    }
}

/// What `callback` returns on a thread that attaches with a state of its own making.
#[pyfunction]
pub fn attach_by_hand(py: Python<'_>, callback: Py<PyAny>) -> PyResult<Py<PyAny>> {
    let interpreter = low_level::current_interpreter(py) as usize;
    let body = move || {
        assert!(low_level::current_thread_state().is_null());
        assert!(low_level::gil_state_this_thread_state().is_null());
        // SAFETY: the interpreter waits for this thread; the state is used by this thread only, and deleted when
        // nothing of Python is left.
        unsafe {
            let interpreter = interpreter as *mut freehold::ffi::PyInterpreterState;
            let state = low_level::new_thread_state(interpreter);
            assert!(low_level::interpreter_of(state) == interpreter);
            low_level::acquire_thread(state);
            let result = Python::attach(|py| callback.bind(py).call0().map(Bound::unbind));
            low_level::release_thread(state);
            assert!(low_level::current_thread_state().is_null());
            low_level::acquire_thread(state);
            drop(callback);
            low_level::clear_thread_state(state);
            low_level::delete_current_thread_state();
            assert!(low_level::current_thread_state().is_null());
            // One that nobody ever attaches with.
            let state = low_level::new_thread_state(interpreter);
            Python::attach(|_| low_level::clear_thread_state(state));
            low_level::delete_thread_state(state);
            result
        }
    };
    py.detach(|| std::thread::spawn(body).join())
        .expect("no panic")
}

/// The same by `PyGILState_Ensure`, nested.
#[pyfunction]
#[allow_threads]
pub fn gil_state_by_hand(callback: Py<PyAny>) -> PyResult<Py<PyAny>> {
    let body = move || {
        // SAFETY: the main interpreter waits for this thread; both are undone in reverse order.
        unsafe {
            let outer = low_level::gil_state_ensure();
            let inner = low_level::gil_state_ensure();
            assert!(low_level::gil_state_this_thread_state() == low_level::current_thread_state());
            let result = Python::attach(|py| callback.bind(py).call0().map(Bound::unbind));
            low_level::gil_state_release(inner);
            assert!(low_level::is_attached());
            drop(callback);
            low_level::gil_state_release(outer);
            assert!(!low_level::is_attached());
            result
        }
    };
    std::thread::spawn(body).join().expect("no panic")
}

#[pyfunction]
pub fn eval_frame_func_stays(py: Python<'_>) -> (i64, bool) {
    let interpreter = low_level::current_interpreter(py);
    // SAFETY: attached to the interpreter; the function is the one that it has, of this version.
    unsafe {
        let function = low_level::eval_frame_func(interpreter);
        low_level::set_eval_frame_func(interpreter, function);
        let now = low_level::eval_frame_func(interpreter);
        let id = low_level::interpreter_id(interpreter);
        (id, now as usize == function as usize)
    }
}

/// An interpreter that is never initialised.
#[pyfunction]
pub fn new_interpreter_and_back(_py: Python<'_>) -> bool {
    // SAFETY: nothing runs in it.
    unsafe {
        let interpreter = low_level::new_interpreter_state();
        let made = !interpreter.is_null();
        low_level::delete_interpreter_state(interpreter);
        made
    }
}

/// An interpreter that C makes, ended by hand.
#[pyfunction]
pub fn clear_and_delete_interpreter(_py: Python<'_>) -> bool {
    // SAFETY: nothing but this runs in it, on a thread state of its own, with which nobody is attached when it goes.
    unsafe {
        let here = low_level::current_thread_state();
        let there = freehold::ffi::Py_NewInterpreter();
        let interpreter = low_level::interpreter_of(there);
        let id = low_level::interpreter_id(interpreter);
        low_level::clear_interpreter_state(interpreter);
        low_level::swap_thread_state(here);
        freehold::ffi::PyThreadState_Delete(there);
        low_level::delete_interpreter_state(interpreter);
        id > 0 && low_level::current_thread_state() == here
    }
}

/// Raises `exception` in the thread, or takes it back.
#[pyfunction(signature = (thread_ident, exception = None))]
pub fn raise_in_thread(
    py: Python<'_>,
    thread_ident: c_ulong,
    exception: Option<Bound<'_, PyType>>,
) -> bool {
    // SAFETY: the test keeps the thread alive.
    unsafe { low_level::set_async_exc(py, thread_ident, exception.as_ref()) }
}

unsafe extern "C" {
    fn fork() -> c_int;
    fn waitpid(child: c_int, status: *mut c_int, options: c_int) -> c_int;
    fn _exit(status: c_int) -> !;
}

/// What `callback` returns in the child of a fork by C, as its exit code.
#[pyfunction]
pub fn fork_by_hand(py: Python<'_>, callback: &Bound<'_, PyAny>) -> PyResult<i32> {
    // SAFETY: attached; CPython is told before and after, as it asks for. The child never returns.
    unsafe {
        freehold::ffi::PyOS_BeforeFork();
        let child = fork();
        if child == 0 {
            low_level::after_fork_child();
            let code = callback.call0().and_then(|code| code.extract::<i32>());
            _exit(code.unwrap_or(99));
        }
        freehold::ffi::PyOS_AfterFork_Parent();
        let mut status = 0;
        py.detach(|| waitpid(child, &raw mut status, 0));
        Ok(status >> 8)
    }
}

#[pyclass]
#[derive(Default)]
pub struct Sections {
    value: i64,
}

#[pymethods]
impl Sections {
    #[new]
    fn new() -> Sections {
        Sections::default()
    }
}

/// Each function that detaches, tried inside an exclusive section: all panic, and the section keeps its lock.
#[pyfunction]
pub fn in_section(object: &Bound<'_, Sections>) -> (usize, i64) {
    let panicked = object.with_mut(|this| {
        // SAFETY: refused before anything happens.
        let attempts: [fn(); 6] = unsafe {
            [
                || _ = low_level::save_thread(),
                || _ = low_level::swap_thread_state(std::ptr::null_mut()),
                || low_level::release_thread(low_level::current_thread_state()),
                || low_level::delete_current_thread_state(),
                || {
                    low_level::gil_state_release(
                        freehold::ffi::PyGILState_STATE::PyGILState_UNLOCKED,
                    )
                },
                || panic!("to count with the others"),
            ]
        };
        this.value = 1;
        attempts
            .iter()
            .filter(|attempt| std::panic::catch_unwind(**attempt).is_err())
            .count()
    });
    (panicked, object.with(|this| this.value))
}
