// Only constants can be interned once.
use freehold::prelude::*;

#[pyfunction]
fn read<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    object.getattr(freehold::intern!(object.py(), name))
}

fn main() {}
