// `#[pymodule_init]` on something else.
use freehold::prelude::*;

#[pymodule]
mod tally {
    #[pymodule_init]
    const LIMIT: u64 = 10;
}

fn main() {}
