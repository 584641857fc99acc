// DU09: a token is not an operand.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __contains__(&self, py: Python<'_>) -> bool {
        let _ = py;
        self.items.is_empty()
    }
}

fn main() {}
