// MO10: two exports named alike.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    #[pyfunction]
    fn count() -> u64 {
        1
    }

    #[pyfunction(name = "count")]
    fn count_again() -> u64 {
        2
    }
}

fn main() {}
