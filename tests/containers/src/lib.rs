//! `containers`: dictionaries, lists, sets, cells and weak references that many threads use, and what can be read from
//! objects under a lock.

mod accessors;
mod iteration;
mod no_suspend;
mod waiting;

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod containers {
    #[pymodule_export]
    use crate::accessors::{
        add_module, cell_get, cell_set, new_cell, new_weakref, pop, set_default, upgrade,
        upgrade_to_list,
    };
    #[pymodule_export]
    use crate::iteration::{
        after_clearing, after_clearing_list, count_dict, dict_snapshot, ends_after_error,
        entries_left, list_snapshot, set_snapshot, walk_dict, walk_dict_inside, walk_list,
        walk_list_inside,
    };
    #[pymodule_export]
    use crate::no_suspend::{Sight, suspensions};
    #[pymodule_export]
    use crate::waiting::{Meeting, hold_until_waited_for, walk_until_waited_for};
}
