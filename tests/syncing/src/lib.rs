//! `syncing`: what `freehold::sync` offers beside critical sections, for `test_sync.py`.
#![forbid(unsafe_code)]

mod mutex;
mod once;
mod parking;
mod sections;
mod std_locks;
mod waiting;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use freehold::prelude::*;

/// Locks that Python threads share.
#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
mod syncing {
    #[pymodule_export]
    use crate::mutex::{Inside, Poisoned, Tally, sizes};
    #[pymodule_export]
    use crate::once::{Cell, Flaky, lazy_calls, lazy_value};
    #[pymodule_export]
    use crate::parking::ParkingLocks;
    #[pymodule_export]
    use crate::sections::{Account, Keeper, same_mutex_twice, values_without_size};
    #[pymodule_export]
    use crate::std_locks::StdLocks;
    #[pymodule_export]
    use crate::waiting::{drop_while_waiting, drop_while_waiting_for_std, rest, waits_in_section};
}

/// What `f` says when it panics.
fn panic_of<R>(f: impl FnOnce() -> R) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(f)).err()?;
    Some(text_of(payload))
}

fn text_of(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload
            .downcast_ref::<&str>()
            .map_or_else(String::new, |text| (*text).to_owned()),
    }
}
