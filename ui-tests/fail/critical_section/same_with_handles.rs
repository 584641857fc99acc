// `same` belongs to references.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(slf, other, same = Self::nothing)]
    fn absorb(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) {
        let _ = (slf, other);
    }
}

fn main() {}
