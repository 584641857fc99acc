//! `detaching`: functions that run detached, threads that Rust makes, references that die on either.

mod foreign;
mod frozen;
mod functions;
mod misuse;
mod nested;

use freehold::prelude::*;

/// Detached functions and foreign threads.
#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
mod detaching {
    #[pymodule_export]
    use crate::foreign::{
        attach_from_threads, drop_as_thread_local, drop_detached, drop_on_threads, keep_attached,
    };
    #[pymodule_export]
    use crate::frozen::{Gate, Meeting, Shelf};
    #[pymodule_export]
    use crate::functions::{
        attribute_order, checksum, early, fails, is_attached_inside, panics, parse, shout,
        sleepless,
    };
    #[pymodule_export]
    use crate::functions::{closure_form, is_attached, keep_and_return, pass_through};
    #[pymodule_export]
    use crate::misuse::{
        detach_twice, reattach_attached, reattach_on_new_thread, reattach_twice,
        reattached_then_detached,
    };
    #[pymodule_export]
    use crate::nested::{
        attach_inside, call_detached, nest, panic_in_nest, return_early_from_nest,
    };
}

/// Whether this thread is attached, asked of CPython. (`PyGILState_Check` says yes to everybody once there has been a
/// sub-interpreter.)
fn attached() -> bool {
    freehold::low_level::is_attached()
}
