// MO07: on an `impl` block, whose helper attributes are no errors of their own.
use freehold::prelude::*;

struct Tally;

#[pymodule]
impl Tally {
    #[new]
    fn new() -> Self {
        Self
    }
}

fn main() {}
