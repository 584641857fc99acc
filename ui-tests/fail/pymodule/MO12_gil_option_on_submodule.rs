// MO12: only the top level decides about the GIL.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    #[pymodule(gil_not_used)]
    mod inner {}
}

fn main() {}
