// CS04 and FN10 in two items of one module: all are reported at once, and the module is silent.
use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod tally {
    use super::*;

    #[pyclass]
    pub struct Counter {
        hits: u64,
    }

    #[pymethods]
    impl Counter {
        #[critical_section(slef)]
        fn hit(&mut self) {
            self.hits += 1;
        }
    }

    #[pyfunction(signature = (m = 1))]
    fn double(n: i64) -> i64 {
        n * 2
    }
}

fn main() {}
