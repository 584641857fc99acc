// DU04: a hash must be an integer.
use freehold::prelude::*;

#[pyclass(frozen)]
struct Name {
    text: String,
}

#[pymethods]
impl Name {
    fn __hash__(&self) -> String {
        self.text.clone()
    }
}

fn main() {}
