// The shape of the function that initialises the module.
use freehold::prelude::*;

#[pymodule]
mod tally {
    #[pymodule_init]
    fn init() {}
}

fn main() {}
