//! `sections`: critical sections that may be suspended, block forms, classes with readers and writers, and classes that
//! are locked as a whole.

mod blocks;
mod class_wide;
mod forced;
mod objects;
mod probe;
mod rw;
mod suspendable;
mod watched;

use freehold::prelude::*;

/// Sections.
#[pymodule(gil_not_used)]
mod sections {
    #[pymodule_export]
    use crate::blocks::{
        Jar, Keeper, add, attach_in_with, balance, count_pages, difference, drain, fill, get,
        halve, panic_in_with, panic_in_with2, pour, sum, sum_cs, swap, swap_cs, try_attach_in_with,
    };
    #[pymodule_export]
    use crate::class_wide::{Tally, Word};
    #[pymodule_export]
    use crate::forced::{
        detach_in_with, nest_block, nest_in_block_of_two, nest_other_block, nest_suspendable,
        nest_two,
    };
    #[pymodule_export]
    use crate::objects::{
        call_any, call_block, call_block_of_two, call_dict, call_list, call_pair, call_two,
        count_up, count_up_pair, panic_in_blocks, pass_any, pass_blocks, pass_dict, pass_list,
        pass_list_and_dict, pass_object_and_cell, pass_two, rotate,
    };
    #[pymodule_export]
    use crate::probe::{Probe, has_locks, is_locked, is_waited_for};
    #[pymodule_export]
    use crate::rw::{Board, read_block, rename_block, sum_block, write_block};
    #[pymodule_export]
    use crate::suspendable::Cell;
    #[pymodule_export]
    use crate::watched::{Guarded, watch, watch_block, watch_list, watch_two, watch_two_block};
}
