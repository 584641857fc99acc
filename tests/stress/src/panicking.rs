//! Panics wherever Rust code runs. Each counts before it panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::reattach;
use freehold::sync::{PyMutex, PyOnce};

use crate::drops::Tally;
use crate::steps::one_more;

/// Nothing is printed about panics any more.
#[pyfunction]
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|_| ()));
}

fn count_and_panic(count: &mut u64) -> u64 {
    one_more(count);
    panic!("as planned")
}

/// Panics under its lock.
#[pyclass]
#[derive(Default)]
pub struct Fragile {
    count: u64,
}

#[pymethods]
impl Fragile {
    #[new]
    #[freehold(signature = (fails = false))]
    fn new(fails: bool) -> Self {
        assert!(!fails, "as planned");
        Self::default()
    }

    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[critical_section(self)]
    fn count(&self) -> u64 {
        self.count
    }

    #[critical_section(self)]
    fn locked(&mut self) -> u64 {
        count_and_panic(&mut self.count)
    }

    #[critical_section(self, other)]
    fn both(&mut self, other: &mut Fragile) -> u64 {
        one_more(&mut other.count);
        count_and_panic(&mut self.count)
    }

    fn block(slf: &Bound<'_, Self>) -> u64 {
        slf.with_mut(|this| count_and_panic(&mut this.count))
    }

    /// In a section that can be suspended, outside of blocks.
    #[critical_section(slf)]
    fn section(slf: &Bound<'_, Self>) -> u64 {
        slf.with_mut(|this| one_more(&mut this.count));
        panic!("as planned")
    }

    fn __call__(slf: &Bound<'_, Self>) -> u64 {
        slf.with_mut(|this| one_more(&mut this.count));
        panic!("as planned")
    }

    #[getter]
    #[critical_section(self)]
    fn property(&mut self) -> u64 {
        count_and_panic(&mut self.count)
    }
}

/// Panics as a reader or writer.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct ReadWriteFragile {
    count: u64,
    reads: AtomicU64,
}

#[pymethods]
impl ReadWriteFragile {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        one_more(&mut self.count)
    }

    #[critical_section(self)]
    fn count(&self) -> u64 {
        self.count + self.reads.load(Ordering::Relaxed)
    }

    #[critical_section(self)]
    fn write(&mut self) -> u64 {
        count_and_panic(&mut self.count)
    }

    #[critical_section(self)]
    fn read(&self) -> u64 {
        self.reads.fetch_add(1, Ordering::Relaxed);
        panic!("as planned")
    }
}

/// Panics with a mutex held, while a value is made, or detached.
#[pyclass(frozen)]
#[derive(Default)]
pub struct FrozenFragile {
    count: PyMutex<u64>,
    once: PyOnce<u64>,
}

impl FrozenFragile {
    fn panic_detached(&self) -> u64 {
        reattach(|py| self.count.with_mut(py, one_more));
        panic!("as planned");
    }
}

#[pymethods]
impl FrozenFragile {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn hit(&self, py: Python<'_>) -> u64 {
        self.count.with_mut(py, one_more)
    }

    fn count(&self, py: Python<'_>) -> u64 {
        self.count.with(py, |count| *count)
    }

    fn mutex(&self, py: Python<'_>) -> u64 {
        self.count.with_mut(py, count_and_panic)
    }

    fn guard(&self, py: Python<'_>) -> u64 {
        count_and_panic(&mut self.count.lock(py))
    }

    fn once(&self, py: Python<'_>) -> u64 {
        *self
            .once
            .get_or_init(py, || self.count.with_mut(py, count_and_panic))
    }

    fn detached(&self, py: Python<'_>) -> u64 {
        py.detach(|| self.panic_detached())
    }

    #[allow_threads]
    fn allowed(&self) -> u64 {
        self.panic_detached()
    }

    fn reattached(&self, py: Python<'_>) -> u64 {
        py.detach(|| reattach(|py| self.count.with_mut(py, count_and_panic)))
    }

    /// On a thread that Python did not make, which attaches again afterwards.
    fn foreign(&self, py: Python<'_>) -> PyResult<u64> {
        let panicked = py.detach(|| {
            let attach = || Python::attach(|py| self.count.with_mut(py, count_and_panic));
            let body = || {
                let panicked = catch_unwind(AssertUnwindSafe(attach)).is_err();
                panicked && Python::attach(|py| py.None().is_none(py))
            };
            std::thread::scope(|scope| scope.spawn(body).join().unwrap_or(false))
        });
        match panicked {
            true => panic!("as planned"),
            false => Err(PyValueError::new_err("it did not panic")),
        }
    }
}

/// Panics when it is dropped.
#[pyclass]
pub struct Grumpy {
    tally: Py<Tally>,
    held: Option<Py<PyAny>>,
}

#[pymethods]
impl Grumpy {
    #[new]
    fn new(py: Python<'_>, tally: Py<Tally>, held: Option<Py<PyAny>>) -> Self {
        tally
            .bind(py)
            .get()
            .counts
            .made
            .fetch_add(1, Ordering::SeqCst);
        Grumpy { tally, held }
    }

    #[critical_section(self)]
    fn holds(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Grumpy {
    fn drop(&mut self) {
        self.tally.get().counts.ended.fetch_add(1, Ordering::SeqCst);
        panic!("as planned")
    }
}
