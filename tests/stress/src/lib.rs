//! `stress`: what the scenarios hammer. Every class keeps an invariant in two steps, so that whoever gets in between
//! breaks it for good.
#![forbid(unsafe_code)]

mod counters;
mod drops;
mod holding;
mod iteration;
mod pairs;
mod shelf;
mod steps;
mod suspending;
mod transfers;
mod waiting;

use freehold::prelude::*;

/// What the scenarios hammer.
#[pymodule(gil_not_used)]
mod stress {
    #[pymodule_export]
    use crate::counters::frozen::FrozenCounter;
    #[pymodule_export]
    use crate::counters::handle::HandleCounter;
    #[pymodule_export]
    use crate::counters::locked::{LockedCounter, bump};
    #[pymodule_export]
    use crate::counters::mutex::MutexCounter;
    #[pymodule_export]
    use crate::counters::read_write::ReadWriteCounter;
    #[pymodule_export]
    use crate::counters::whole::WholeCounter;
    #[pymodule_export]
    use crate::drops::{Dropping, Lock, Tally};
    #[pymodule_export]
    use crate::holding::{Holder, MutexHolder, ReadWriteHolder};
    #[pymodule_export]
    use crate::iteration::{
        count_dict_locked, count_list_locked, iterate_dict, iterate_dict_locked, iterate_list,
        iterate_list_locked, snapshot_dict, snapshot_list,
    };
    #[pymodule_export]
    use crate::pairs::{HandlePair, LockedPair, MutexPair, ReadWritePair, read_by_value};
    #[pymodule_export]
    use crate::shelf::{MutexShelf, ReadWriteShelf, Shelf};
    #[pymodule_export]
    use crate::suspending::Ledger;
    #[pymodule_export]
    use crate::transfers::blocks::Coffer;
    #[pymodule_export]
    use crate::transfers::locked::{Account, Purse, Vault, move_between};
    #[pymodule_export]
    use crate::transfers::mutex::MutexPurse;
    #[pymodule_export]
    use crate::transfers::read_write::ReadWritePurse;
    #[pymodule_export]
    use crate::waiting::{Cells, StdLocks};
}
