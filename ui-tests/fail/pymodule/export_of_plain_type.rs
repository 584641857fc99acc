// The export of a type that is no class.
use freehold::prelude::*;

pub struct Plain;

#[pymodule]
mod tally {
    #[pymodule_export]
    use super::Plain;
}

fn main() {}
