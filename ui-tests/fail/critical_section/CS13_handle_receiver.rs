// CS13: the receiver is a handle, the other a payload reference.
use freehold::prelude::*;

#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(slf, other)]
    fn absorb(slf: &Bound<'_, Self>, other: &mut Counter) {
        let _ = slf;
        other.hits = 0;
    }
}

fn main() {}
