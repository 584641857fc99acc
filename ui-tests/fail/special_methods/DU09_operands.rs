// DU09: too few and too many.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __len__(&self, more: usize) -> usize {
        self.items.len() + more
    }

    fn __getitem__(&self) -> usize {
        0
    }

    fn __contains__(&self, item: String, more: String) -> bool {
        self.items.contains(&item) || self.items.contains(&more)
    }
}

fn main() {}
