// CS10: the receiver is a handle, and another object is locked.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(other)]
    fn give(slf: &Bound<'_, Self>, other: &mut Counter) {
        let _ = slf;
        other.hits += 1;
    }
}

fn main() {}
