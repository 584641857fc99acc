// The export of a function without `#[pyfunction]`.
use freehold::prelude::*;

pub fn count() -> u64 {
    1
}

#[pymodule]
mod tally {
    #[pymodule_export]
    use super::count;
}

fn main() {}
