//! `subinterpreters`: other interpreters, the main thread, signals, values of a thread, and CPython's own functions.

mod low_level;
mod scheduling;
mod signals;
mod subs;
mod thread_states;
mod tss;
mod values;

use freehold::prelude::*;

/// Sub-interpreters, and threads from close by.
#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
mod subinterpreters {
    #[pymodule_export]
    use crate::low_level::{
        Sections, attach_by_hand, attached_after_swap, clear_and_delete_interpreter,
        detach_by_hand, eval_frame_func_stays, fork_by_hand, gil_state_by_hand, in_section,
        interpreter_dict, main_module, new_interpreter_and_back, raise_in_thread,
    };
    #[pymodule_export]
    use crate::scheduling::{
        fill, from_section, from_threads, schedule, schedule_detached, schedule_from_outside,
    };
    #[pymodule_export]
    use crate::signals::{check_signals, search, search_on_threads};
    #[pymodule_export]
    use crate::subs::{Sub, interpreter_id, make_in_threads};
    #[pymodule_export]
    use crate::thread_states::{
        frame, ids_in_threads, thread_dict, thread_id, thread_ident, untraced, untraced_panic,
    };
    #[pymodule_export]
    use crate::tss::{count, count_in_threads, fill_keys, keep, kept, made_by_itself, short_lived};
    #[pymodule_export]
    use crate::values::{
        Late, borrow_value, end_from_inside, has_own_type, keep_what_panics, times_borrowed,
    };
}
