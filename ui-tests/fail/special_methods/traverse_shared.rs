// What has other owners must not be visited, and what owns nothing cannot be.
use std::sync::Arc;

use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit};

#[pyclass]
struct Node {
    shared: Arc<Py<PyAny>>,
    name: String,
}

#[pymethods]
impl Node {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.shared)?;
        visit.call(&self.name)
    }
}

fn main() {}
