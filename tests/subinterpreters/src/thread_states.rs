//! `ThreadState`.

use std::ffi::c_ulong;

use freehold::ThreadState;
use freehold::prelude::*;
use freehold::types::PyDict;

#[pyfunction]
pub fn thread_id(py: Python<'_>) -> u64 {
    ThreadState::current(py).id()
}

#[pyfunction]
pub fn thread_ident() -> c_ulong {
    freehold::low_level::thread_ident()
}

/// Of `count` threads that live at the same time.
#[pyfunction]
pub fn ids_in_threads(py: Python<'_>, count: usize) -> Vec<u64> {
    let barrier = std::sync::Barrier::new(count);
    py.detach(|| {
        std::thread::scope(|scope| {
            let id = || {
                Python::attach(|py| {
                    py.detach(|| barrier.wait());
                    let id = ThreadState::current(py).id();
                    py.detach(|| barrier.wait());
                    id
                })
            };
            let threads: Vec<_> = (0..count).map(|_| scope.spawn(id)).collect();
            let ids = threads.into_iter().map(|thread| thread.join());
            ids.map(|id| id.expect("no panic")).collect()
        })
    })
}

/// The frame that calls, and that of a thread without Python code.
#[pyfunction]
pub fn frame(py: Python<'_>) -> (Option<Py<PyAny>>, bool) {
    let own = ThreadState::current(py).frame().map(Bound::unbind);
    let none = || Python::attach(|py| ThreadState::current(py).frame().is_none());
    let none = py.detach(|| std::thread::spawn(none).join());
    (own, none.expect("no panic"))
}

#[pyfunction]
pub fn thread_dict(py: Python<'_>) -> Option<Bound<'_, PyDict>> {
    ThreadState::current(py).dict()
}

/// Calls `callback` untraced.
#[pyfunction]
pub fn untraced<'py>(callback: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    ThreadState::current(callback.py()).without_tracing(|| callback.call0())
}

#[pyfunction]
pub fn untraced_panic(py: Python<'_>) {
    ThreadState::current(py).without_tracing(|| panic!("untraced"))
}
