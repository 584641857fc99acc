// CS06: `&self` of a locked class, but only the other object is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(other)]
    fn give(&self, other: &mut Counter) {
        other.hits += self.hits;
    }
}

fn main() {}
