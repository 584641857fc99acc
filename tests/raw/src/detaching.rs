//! Detaching.

use std::sync::Barrier;

use freehold::prelude::*;

/// Two threads meet here, neither of which may keep the other from coming.
static MEETING: Barrier = Barrier::new(2);

fn meet() {
    MEETING.wait();
}

#[allow_threads]
fn meets(py: Python<'_>, data: &[u8]) -> usize {
    meet();
    data.len()
}

/// A plain function.
#[pyfunction]
pub fn plain(py: Python<'_>, data: &[u8]) -> usize {
    meets(py, data)
}

struct Table(Vec<u32>);

impl Table {
    #[allow_threads]
    fn sum(&self, _: Python<'_>) -> u32 {
        meet();
        self.0.iter().sum()
    }
}

/// A method of a plain block.
#[pyfunction]
pub fn method(py: Python<'_>, items: Vec<u32>) -> u32 {
    Table(items).sum(py)
}

#[allow_threads]
unsafe extern "C" fn of_c(number: std::ffi::c_int) -> std::ffi::c_int {
    meet();
    number + 1
}

/// A raw C function.
#[pyfunction]
pub fn raw_c(_py: Python<'_>, number: i32) -> i32 {
    // SAFETY: the thread is attached.
    unsafe { of_c(number) }
}

/// A block.
#[pyfunction]
pub fn block(py: Python<'_>, data: &[u8]) -> usize {
    freehold::allow_threads!(py => {
        meet();
        data.len()
    })
}

/// A block without a token.
#[pyfunction]
pub fn block_without_token(object: Py<PyAny>) -> bool {
    let pointer = object.as_ptr();
    // SAFETY: the thread is attached; the pointer is only compared.
    unsafe {
        freehold::allow_threads!({
            meet();
            pointer.is_null()
        })
    }
}

/// Back to Python for a moment, from a body that leaves early.
#[pyfunction]
pub fn nested(py: Python<'_>, callback: Py<PyAny>, twice: bool) -> PyResult<u32> {
    #[allow_threads]
    fn inner(py: Python<'_>, callback: &Py<PyAny>, twice: bool) -> PyResult<u32> {
        freehold::reattach(|py| callback.bind(py).call0().map(drop))?;
        if !twice {
            return Ok(1);
        }
        freehold::reattach(|py| {
            let inner = freehold::allow_threads!(py => { 1 });
            callback.bind(py).call0()?;
            Ok(inner + 1)
        })
    }
    inner(py, &callback, twice)
}

/// Panics detached.
#[pyfunction]
pub fn panics_detached(py: Python<'_>) {
    #[allow_threads]
    fn inner(_py: Python<'_>) {
        panic!("while detached")
    }
    inner(py)
}

/// Panics in a detached block.
#[pyfunction]
pub fn block_panics(py: Python<'_>) {
    freehold::allow_threads!(py => { panic!("in a detached block") })
}

/// A counter that wants to detach under its lock.
#[pyclass]
struct Counter {
    hits: u64,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn breach(&mut self) -> u64 {
        // SAFETY: none: detaching is refused.
        unsafe { freehold::allow_threads!({ self.hits += 1 }) }
        self.hits
    }
}

/// Detaches in an exclusive section, which only `unsafe` code can try.
#[pyfunction]
pub fn refused_in_section(py: Python<'_>) -> PyResult<u64> {
    let counter = Bound::new(py, Counter { hits: 0 })?;
    counter.as_any().call_method0("breach")?.extract()
}
