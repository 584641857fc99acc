// CS05: a field has no lock.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self.items)]
    fn add(&mut self, item: String) {
        self.items.push(item);
    }
}

fn main() {}
