// A function that is exported already.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    #[pymodule_export]
    #[pyfunction]
    fn count() -> u64 {
        1
    }
}

fn main() {}
