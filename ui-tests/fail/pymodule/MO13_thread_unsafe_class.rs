// MO13: a module without the GIL, and a class that is not thread-safe.
use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod tally {
    use super::*;
    use std::rc::Rc;

    #[pyclass]
    struct Counter {
        hits: Rc<u64>,
    }
}

fn main() {}
