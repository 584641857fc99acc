// PC02: with methods.
use freehold::prelude::*;

#[pyclass(frozen)]
struct View<'a> {
    text: &'a str,
}

#[pymethods]
impl<'a> View<'a> {
    fn len(&self) -> usize {
        self.text.len()
    }
}

fn main() {}
