//! `locking`: exclusive critical sections, as users write them and as they should not.

mod attach;
mod containers;
mod counter;
mod drops;
mod foreign;
mod iterator;
mod later;
mod outcomes;
mod pair;
mod registry;

use freehold::prelude::*;

/// Classes that many threads share.
#[pymodule(gil_not_used)]
mod locking {
    #[pymodule_export]
    use crate::attach::Attacher;
    #[pymodule_export]
    use crate::containers::Table;
    #[pymodule_export]
    use crate::counter::{Account, Counter, Vault, bump, swap};
    #[pymodule_export]
    use crate::drops::{Calling, Gauge, Grumpy, Node, Tracked};
    #[pymodule_export]
    use crate::foreign::{Reentrant, attached_again, can_see_waiters, detached, has_waiters};
    #[pymodule_export]
    use crate::iterator::Numbers;
    #[pymodule_export]
    use crate::later::Deferred;
    #[pymodule_export]
    use crate::outcomes::Ledger;
    #[pymodule_export]
    use crate::pair::{Label, Pair, read_by_value};
    #[pymodule_export]
    use crate::registry::Registry;
}
