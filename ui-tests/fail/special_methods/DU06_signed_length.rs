// DU06: lengths are unsigned.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __len__(&self) -> i32 {
        self.items.len() as i32
    }
}

fn main() {}
