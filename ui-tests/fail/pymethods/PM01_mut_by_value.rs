// PM01: `mut self`, under a section.
use freehold::prelude::*;

#[pyclass]
struct Builder {
    parts: Vec<String>,
}

#[pymethods]
impl Builder {
    #[critical_section(self)]
    fn build(mut self) -> String {
        self.parts.sort();
        self.parts.concat()
    }
}

fn main() {}
