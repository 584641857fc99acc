// PC05: a handle that belongs to one thread.
use freehold::prelude::*;

#[pyclass]
struct Holder {
    object: Bound<'static, PyAny>,
}

fn main() {}
