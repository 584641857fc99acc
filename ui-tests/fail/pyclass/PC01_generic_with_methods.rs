// PC01: a generic class and its methods: each says it once.
use freehold::prelude::*;

#[pyclass]
struct Stack<T> {
    items: Vec<T>,
}

#[pymethods]
impl<T> Stack<T> {
    #[critical_section(self)]
    fn clear(&mut self) {
        self.items.clear();
    }
}

fn main() {}
