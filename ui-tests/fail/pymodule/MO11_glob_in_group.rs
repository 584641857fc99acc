// MO11: a glob in a group, whose other members are fine; and a name that Python cannot use.
use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyfunction]
    pub fn count() -> u64 {
        1
    }

    pub mod more {}
}

#[pymodule]
mod tally {
    #[pymodule_export]
    use super::parts::{count, more::*};
    #[pymodule_export]
    use super::parts::count as _;
}

fn main() {}
