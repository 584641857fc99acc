// DU06: behind a `PyResult`, under a section.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self)]
    fn __len__(&self) -> PyResult<i64> {
        Ok(self.items.len() as i64)
    }
}

fn main() {}
