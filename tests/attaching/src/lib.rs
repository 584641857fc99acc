//! `attaching`: handles of interpreters, threads that use them, and what is left when an interpreter ends.

mod ending;
mod handles;
mod inside;
mod kept;
mod others;
mod references;
mod seen;

use freehold::prelude::*;

/// Handles of interpreters.
#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
mod attaching {
    #[pymodule_export]
    use crate::ending::{hammer, hold, is_alive, let_go, refused};
    #[pymodule_export]
    use crate::handles::{
        Lockable, attach_in_section, current, equal, path, path_on_thread, register, run_in,
        run_on_thread, show, states_on_path,
    };
    #[pymodule_export]
    use crate::inside::go_inside;
    #[pymodule_export]
    use crate::kept::{keep_beyond, keep_on_thread, keep_over, keep_until, thread_states};
    #[pymodule_export]
    use crate::others::{ensure_around, ensure_when_kept};
    #[pymodule_export]
    use crate::references::{
        bind_in, drop_on_thread, drop_on_thread_that_stays, drop_stashed, drop_static, pending,
        release_on_thread, stash, stash_in_static,
    };
    #[pymodule_export]
    use crate::seen::{
        Seen, found, lock_when_it_ends, lock_while_seen, locked_late, offer, take_offered,
        take_while_seen,
    };
}
