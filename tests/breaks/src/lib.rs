//! `breaks`: safe code that tries to break what the framework promises, for `test_breaks.py`.
#![forbid(unsafe_code)]

mod errors;
mod payloads;
mod references;
mod sections;

use freehold::prelude::*;

/// Attempts.
#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
mod breaks {
    #[pymodule_export]
    use crate::errors::{
        Cloned, panic_in_arguments, panic_in_arguments_of_value, panic_in_display, panic_in_result,
        panic_with_bomb, shared_error, shared_error_values,
    };
    #[pymodule_export]
    use crate::payloads::{Boxed, Dropping, Mixed, Nobody, Parted, drops};
    #[pymodule_export]
    use crate::references::{
        at_thread_end, attach_for_ever, call_at_end_of_rust_thread, call_at_thread_end,
        call_then_drop, convert_many, drop_on_thread, exported, held, hold, release_held,
        short_iterator, wait_detached_then_drop,
    };
    #[pymodule_export]
    use crate::sections::{Account, call};
}
