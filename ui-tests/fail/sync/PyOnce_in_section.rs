// In a section a cell can be looked at, but making its value may wait and run Python.
use freehold::prelude::*;
use freehold::sync::PyOnce;

#[pyclass]
struct Document {
    text: String,
    words: PyOnce<usize>,
}

#[pymethods]
impl Document {
    #[critical_section(self)]
    fn words(&self, cs: NoSuspend<'_>) -> usize {
        *self.words.get_or_init(cs, || self.text.split(' ').count())
    }
}

fn main() {}
