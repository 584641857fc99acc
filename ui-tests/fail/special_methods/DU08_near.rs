// DU08: near misses of special methods.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    fn __setitm__(&self, key: usize, value: String) {
        let _ = (key, value);
    }

    fn __lenght__(&self) -> usize {
        self.items.len()
    }
}

fn main() {}
