//! `stress`: what the scenarios hammer. Every class keeps an invariant in two steps, so that whoever gets in between
//! breaks it for good.
#![deny(unsafe_code)]

mod counters;
mod cycles;
mod drops;
mod dying;
mod foreign;
mod holding;
mod iteration;
mod late;
mod leaving;
mod lives;
mod os;
mod owned;
mod pairs;
mod panicking;
mod shelf;
mod steps;
mod suspending;
mod transfers;
mod waiting;

use freehold::prelude::*;

/// What the scenarios hammer.
#[pymodule(
    gil_not_used,
    multiple_interpreters = "per_interpreter_gil",
    state = crate::lives::State
)]
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
    use crate::cycles::{
        FrozenLink, Handing, HandingBase, Hidden, Link, ReadWriteLink, Wanted, Watched, torn,
    };
    #[pymodule_export]
    use crate::drops::{Dropping, Lock, Tally};
    #[pymodule_export]
    use crate::dying::{Mortal, let_go, let_go_later, pending};
    #[pymodule_export]
    use crate::foreign::attach_from_threads;
    #[pymodule_export]
    use crate::holding::{Holder, MutexHolder, ReadWriteHolder};
    #[pymodule_export]
    use crate::iteration::{
        count_dict_locked, count_list_locked, iterate_dict, iterate_dict_locked, iterate_list,
        iterate_list_locked, snapshot_dict, snapshot_list,
    };
    #[pymodule_export]
    use crate::late::outlast;
    #[pymodule_export]
    use crate::leaving::{come_back, come_back_allowed, go_inside, hammer};
    #[pymodule_export]
    use crate::lives::{Life, born, expect_no_state_left, live, outlive, state_number};
    #[pymodule_export]
    use crate::os::thread_states;
    #[pymodule_export]
    use crate::owned::{
        Owned0, Owned1, Owned2, Owned3, Owned4, Owned5, Owned6, Owned7, Owned8, Owned9, Owned10,
        Owned11, Owned12, Owned13, Owned14, Owned15, Owned16, Owned17, Owned18, Owned19, Owned20,
        Owned21, Owned22, Owned23, owned,
    };
    #[pymodule_export]
    use crate::pairs::{HandlePair, LockedPair, MutexPair, ReadWritePair, read_by_value};
    #[pymodule_export]
    use crate::panicking::{Fragile, FrozenFragile, Grumpy, ReadWriteFragile, hush_panics};
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

    use freehold::prelude::*;

    #[pymodule_init]
    fn init(_: &Bound<'_, PyModule>) -> PyResult<crate::lives::State> {
        Ok(crate::lives::State::new())
    }
}
