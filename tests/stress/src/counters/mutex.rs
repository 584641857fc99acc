//! A frozen class with a `PyMutex`.

use freehold::prelude::*;
use freehold::sync::PyMutex;

use crate::steps::one_more;

/// A counter in a mutex: held by a guard, or by a block.
#[pyclass(frozen)]
pub struct MutexCounter {
    count: PyMutex<u64>,
}

#[pymethods]
impl MutexCounter {
    #[new]
    fn new() -> Self {
        MutexCounter {
            count: PyMutex::new(0),
        }
    }

    fn value(&self, py: Python<'_>) -> u64 {
        self.count.with(py, |count| *count)
    }

    fn hit(&self, py: Python<'_>) -> u64 {
        one_more(&mut self.count.lock(py))
    }

    /// Comes from work without the interpreter.
    #[allow_threads]
    fn hit_detached(&self) -> u64 {
        freehold::reattach(|py| one_more(&mut self.count.lock(py)))
    }

    #[staticmethod]
    fn hit_static(py: Python<'_>, counter: &MutexCounter) -> u64 {
        counter.count.with_mut(py, one_more)
    }

    #[getter]
    fn hit_by_reading(&self, py: Python<'_>) -> u64 {
        self.count.with_mut(py, one_more)
    }

    #[setter]
    fn set_hit_by_writing(&self, py: Python<'_>, _value: u64) {
        one_more(&mut self.count.lock(py));
    }

    fn __call__(&self, py: Python<'_>) -> u64 {
        self.count.with_mut(py, one_more)
    }

    fn __setitem__(&self, py: Python<'_>, _key: u64, _value: u64) {
        self.count.with_mut_cs(py, |count, _cs| one_more(count));
    }

    /// Never waits: asks until it gets it.
    fn __len__(&self, py: Python<'_>) -> usize {
        loop {
            if let Some(mut count) = self.count.try_lock(py) {
                return one_more(&mut count) as usize;
            }
            py.detach(std::thread::yield_now);
        }
    }
}
