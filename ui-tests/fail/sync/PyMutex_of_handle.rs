// A handle that is bound to a thread cannot be the value of a mutex that threads share.
use freehold::prelude::*;
use freehold::sync::PyMutex;

#[pyclass(frozen)]
struct Cache {
    last: PyMutex<Option<Bound<'static, PyAny>>>,
}

fn main() {}
