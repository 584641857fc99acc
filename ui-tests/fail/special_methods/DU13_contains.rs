// DU13: a test answers true or false.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __contains__(&self, item: String) -> i32 {
        i32::from(self.items.contains(&item))
    }
}

fn main() {}
