// MO03, MO04, MO08 and MO11 in one module: all are reported at once, and nothing else.
use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyfunction]
    pub fn count() -> u64 {
        1
    }
}

#[pymodule(gil_used = false, nme = "x", name = "a-b")]
mod tally {
    use super::*;

    #[pymodule_export]
    use super::parts::*;

    #[pyfunction]
    fn double(n: i64) -> i64 {
        n * 2
    }
}

fn main() {}
