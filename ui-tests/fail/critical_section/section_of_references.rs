// An exclusive section has nothing to tell.
use freehold::prelude::*;
use freehold::sync::Section;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hits(&self, section: &Section<'_>) -> usize {
        section.suspensions() + self.hits as usize
    }
}

fn main() {}
