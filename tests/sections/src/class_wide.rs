//! Classes that are locked as a whole: `#[pymethods] #[critical_section(self)] impl …`.

use freehold::exceptions::{PyIndexError, PyValueError};
use freehold::prelude::*;

/// All its numbers are always the same. No method says that it locks; those that lock otherwise do.
#[pyclass]
#[derive(Default)]
pub struct Tally {
    #[freehold(get, set)]
    label: String,
    count: u64,
    again: u64,
}

impl Tally {
    fn bump(&mut self, by: u64) -> u64 {
        self.count += by;
        std::hint::black_box(&mut *self);
        self.again += by;
        self.count
    }
}

#[pymethods]
#[critical_section(self)]
impl Tally {
    #[new]
    #[freehold(signature = (count = 0))]
    fn new(count: u64) -> Self {
        Tally {
            label: String::new(),
            count,
            again: count,
        }
    }

    fn hit(&mut self) -> u64 {
        self.bump(1)
    }

    fn hits(&self) -> u64 {
        self.count
    }

    fn is_torn(&self) -> bool {
        self.count != self.again
    }

    fn fail(&mut self) -> PyResult<()> {
        self.bump(1);
        Err(PyValueError::new_err("failed inside"))
    }

    fn panic(&mut self) {
        self.bump(1);
        panic!("panicked inside")
    }

    #[allow(deprecated, reason = "it does what the warning is about")]
    fn attach(&self) {
        Python::attach(|_| ())
    }

    fn clone_label(&self, cs: NoSuspend<'_>) -> String {
        let _ = cs;
        self.label.clone()
    }

    #[getter]
    fn hit_by_reading(&mut self) -> u64 {
        self.bump(1)
    }

    #[setter]
    fn set_hit_by_writing(&mut self, by: u64) {
        self.bump(by);
    }

    /// Says itself what it locks.
    #[critical_section(self, other)]
    fn absorb(&mut self, other: &mut Tally) -> u64 {
        let by = other.count;
        other.count = 0;
        other.again = 0;
        self.bump(by)
    }

    #[critical_section(self, other, same = Self::double)]
    fn absorb_or_double(&mut self, other: &mut Tally) -> u64 {
        self.absorb(other)
    }

    /// Makes both the same: who sees them different looked at one without its lock.
    #[critical_section(self, other)]
    fn level(&mut self, other: &mut Tally, count: u64) {
        (self.count, self.again) = (count, count);
        std::hint::black_box(&mut *self);
        (other.count, other.again) = (count, count);
    }

    /// The receiver is a handle, so that the section may be suspended.
    fn call<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.with_mut(|tally| tally.bump(1));
        callback.call0()
    }

    fn call_owned<'py>(
        slf: Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.with_mut(|tally| tally.bump(1));
        callback.call0()
    }

    /// No reference to the payload, and no lock.
    fn call_unlocked(slf: Py<Self>, py: Python<'_>, callback: Py<PyAny>) -> PyResult<bool> {
        callback
            .bind(py)
            .call0()?
            .extract::<bool>()
            .inspect(|_| drop(slf))
    }

    #[staticmethod]
    fn call_static<'py>(callback: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        callback.call0()
    }

    /// Locks its argument only.
    #[staticmethod]
    #[critical_section(tally)]
    fn hit_static(tally: &mut Tally) -> u64 {
        tally.bump(1)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.count == other.count && self.again == other.again
    }

    fn __contains__(&self, other: &Tally) -> bool {
        self.count >= other.count
    }

    fn __len__(&self) -> usize {
        self.count as usize
    }

    fn __getitem__(&self, index: u64) -> PyResult<u64> {
        if index < self.count {
            Ok(self.count - index)
        } else {
            Err(PyIndexError::new_err("not that many"))
        }
    }

    fn __setitem__(&mut self, _index: u64, by: u64) {
        self.bump(by);
    }

    fn __call__(&mut self) -> u64 {
        self.bump(1)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self) -> Option<u64> {
        if self.count == 0 {
            return None;
        }
        self.count -= 1;
        self.again -= 1;
        Some(self.count)
    }

    fn __repr__(&self) -> String {
        format!("Tally({})", self.count)
    }
}

impl Tally {
    fn double(&mut self) -> u64 {
        self.bump(self.count)
    }
}

/// The other class: the attribute works above `#[pymethods]` as well.
#[pyclass(subclass)]
#[derive(Default)]
pub struct Word {
    text: String,
}

#[critical_section(self)]
#[pymethods]
impl Word {
    #[new]
    fn new(text: String) -> Self {
        Word { text }
    }

    fn push(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        self.text.len()
    }

    fn text(&self) -> String {
        self.text.clone()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
