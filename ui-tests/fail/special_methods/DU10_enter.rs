// DU10: a section ends when `__enter__` returns.
use freehold::prelude::*;

#[pyclass]
struct Transaction {
    open: bool,
}

#[pymethods]
impl Transaction {
    #[critical_section(self)]
    fn __enter__(&mut self) {
        self.open = true;
    }
}

fn main() {}
