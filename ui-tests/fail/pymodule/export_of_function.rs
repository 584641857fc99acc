// A function without `#[pyfunction]`.
use freehold::prelude::*;

#[pymodule]
mod tally {
    #[pymodule_export]
    fn count() -> u64 {
        1
    }
}

fn main() {}
