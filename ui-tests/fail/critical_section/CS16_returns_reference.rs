// CS16: a borrow ends with the lock.
use freehold::prelude::*;

#[pyclass]
struct Person {
    name: String,
}

#[pymethods]
impl Person {
    #[critical_section(self)]
    fn name(&self) -> &str {
        &self.name
    }
}

fn main() {}
