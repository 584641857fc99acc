//! Objects whose end is counted, and that call the module then.

use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::prelude::*;

static PROBES: AtomicUsize = AtomicUsize::new(0);

/// Calls a function when it dies.
#[pyclass(frozen)]
pub struct Probe {
    at_end: Option<Py<PyAny>>,
}

#[pymethods]
impl Probe {
    #[new]
    #[freehold(signature = (at_end = None))]
    fn new(at_end: Option<Py<PyAny>>) -> Self {
        PROBES.fetch_add(1, Ordering::Relaxed);
        Probe { at_end }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        PROBES.fetch_sub(1, Ordering::Relaxed);
        if let Some(at_end) = &self.at_end {
            let _ = Python::try_attach(|py| at_end.bind(py).call0().map(drop));
        }
    }
}

#[pyfunction]
pub fn probe_alive() -> usize {
    PROBES.load(Ordering::Relaxed)
}
