//! A program that embeds Python, finalizes it, and initialises it again, each time with another interpreter beside the main
//! one, which C code has made: it has the number of the one before, and often its address. All in one test, because Python
//! exists once in a process.
#![cfg(Py_3_12)]

use std::collections::HashSet;

use freehold::prelude::*;
use freehold::{AttachError, ffi};

#[test]
fn interpreters_of_each_life_are_new_ones() {
    let mut handles: Vec<Interpreter> = Vec::new();
    let mut old: Option<Py<PyAny>> = None;
    let mut addresses = HashSet::new();
    let lives = 8;
    for life in 0..lives {
        // SAFETY: Python is not initialised; this thread is the one that finalizes it, and attached from here on. The new
        // interpreter ends on the thread that has made it, which goes back to its first thread state.
        unsafe {
            ffi::Py_InitializeEx(0);
            if life % 2 == 0 {
                // The main interpreter need not know the library.
                Python::attach(|py| assert!(Interpreter::current(py).is_main()));
            }
            let main = ffi::PyThreadState_Get();
            let state = ffi::Py_NewInterpreter();
            assert!(!state.is_null());
            addresses.insert(ffi::PyThreadState_GetInterpreter(state).addr());
            handles.push(inside(Python::assume_attached(), &handles, &mut old));
            ffi::Py_EndInterpreter(state);
            assert!(!handles[life].is_alive());
            ffi::PyThreadState_Swap(main);
            assert_eq!(ffi::Py_FinalizeEx(), 0);
        }
        let ended = handles[life].clone();
        let refused = std::thread::spawn(move || ended.try_attach(|_| ())).join();
        assert_eq!(refused.expect("no panic"), Err(AttachError::NoInterpreter));
    }
    // Otherwise nothing has been shown.
    assert!(addresses.len() < lives, "each at another address");
}

/// In the new interpreter, which is nothing of what was before.
fn inside(py: Python<'_>, handles: &[Interpreter], old: &mut Option<Py<PyAny>>) -> Interpreter {
    // Before anything else has told the library of the interpreter.
    let new = py
        .eval(c"object()", None, None)
        .expect("an object")
        .unbind();
    assert!(!new.bind(py).is_none());
    if let Some(old) = old.replace(new) {
        let used = std::panic::catch_unwind(|| old.bind(py).is_none());
        assert!(used.is_err(), "an object of the life before");
    }
    let here = Interpreter::current(py);
    assert_eq!(
        (here.id(), here.is_main(), here.is_alive()),
        (1, false, true)
    );
    assert!(
        handles
            .iter()
            .all(|handle| *handle != here && !handle.is_alive())
    );
    // Another thread gets in.
    let to = here.clone();
    py.detach(|| {
        let attached = std::thread::spawn(move || {
            to.try_attach(|py| {
                (
                    Interpreter::current(py) == to,
                    py.eval(c"1", None, None).is_ok(),
                )
            })
        });
        assert_eq!(attached.join().expect("no panic"), Ok((true, true)));
    });
    here
}
