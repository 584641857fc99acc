// MO09: two functions that initialise the module.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    #[pymodule_init]
    fn first(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("first", 1)
    }

    #[pymodule_init]
    fn second(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("second", 2)
    }
}

fn main() {}
