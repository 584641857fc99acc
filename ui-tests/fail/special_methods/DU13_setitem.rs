// DU13: Python ignores what these return.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self)]
    fn __setitem__(&mut self, index: usize, item: String) -> String {
        std::mem::replace(&mut self.items[index], item)
    }
}

fn main() {}
