//! What takes `unsafe` here: looking at CPython and at the process from outside.
#![expect(unsafe_code, reason = "Freehold has no words for this")]

use std::ffi::c_int;

use freehold::ffi;
use freehold::prelude::*;

/// How many thread states the interpreter has. Exact while no thread begins or ends.
#[pyfunction]
pub fn thread_states(_py: Python<'_>) -> usize {
    let mut count = 0;
    // SAFETY: attached; nobody deletes thread states meanwhile, as the scenarios see to.
    unsafe {
        let mut state = ffi::PyInterpreterState_ThreadHead(ffi::PyInterpreterState_Get());
        while !state.is_null() {
            count += 1;
            state = ffi::PyThreadState_Next(state);
        }
    }
    count
}

/// Has `f` called when the process exits, after the interpreter has ended.
pub fn at_exit(f: extern "C" fn()) {
    unsafe extern "C" {
        fn atexit(f: extern "C" fn()) -> c_int;
    }
    // SAFETY: the function stays: extension modules are never unloaded.
    let result = unsafe { atexit(f) };
    assert_eq!(result, 0, "atexit");
}

/// Ends the process, where nothing can be raised.
pub fn wrong(what: &str) -> ! {
    eprintln!("stress: {what}");
    std::process::abort()
}
