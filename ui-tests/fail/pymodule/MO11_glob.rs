// MO11: a glob.
use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyfunction]
    pub fn count() -> u64 {
        1
    }
}

#[pymodule]
mod tally {
    #[pymodule_export]
    use super::parts::*;
}

fn main() {}
