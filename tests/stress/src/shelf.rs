//! References that die under a lock.

use std::hint::black_box;

use freehold::prelude::*;
use freehold::sync::{PyMutex, with2_mut};

use crate::steps::one_more;

/// What is on a shelf, and how often finalizers have called.
#[derive(Default)]
struct Kept {
    objects: Vec<Py<PyAny>>,
    notes: u64,
}

impl Kept {
    /// Drops every object; true if none of their finalizers has run before this ended.
    fn let_go(&mut self) -> bool {
        let before = self.notes;
        self.objects.clear();
        black_box(self).notes == before
    }

    /// Drops what both have; true if none of the finalizers has run meanwhile.
    fn both_let_go(&mut self, other: &mut Kept) -> bool {
        let before = (self.notes, other.notes);
        self.objects.clear();
        other.objects.clear();
        (black_box(self).notes, black_box(other).notes) == before
    }
}

/// Keeps objects under its own lock.
#[pyclass]
#[derive(Default)]
pub struct Shelf {
    kept: Kept,
    /// Overwriting it drops the old one.
    #[freehold(get, set)]
    last: Option<Py<PyAny>>,
}

#[pymethods]
impl Shelf {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, object: Py<PyAny>) {
        self.kept.objects.push(object);
    }

    /// What finalizers call.
    #[critical_section(self)]
    fn note(&mut self) -> u64 {
        one_more(&mut self.kept.notes)
    }

    #[critical_section(self)]
    fn notes(&self) -> u64 {
        self.kept.notes
    }

    #[critical_section(self)]
    fn clear(&mut self) -> bool {
        self.kept.let_go()
    }

    #[critical_section(self, other)]
    fn clear_both(&mut self, other: &mut Shelf) -> bool {
        self.kept.both_let_go(&mut other.kept)
    }

    /// In a block.
    fn clear_in_block(slf: &Bound<'_, Self>) -> bool {
        slf.with_mut(|this| this.kept.let_go())
    }

    /// In a block on two.
    fn clear_both_in_block(slf: &Bound<'_, Self>, other: &Bound<'_, Shelf>) -> PyResult<bool> {
        with2_mut(slf, other, |this, other| {
            this.kept.both_let_go(&mut other.kept)
        })
    }

    /// In a block of a section that finalizers may suspend when the block has ended.
    #[critical_section(slf)]
    fn clear_in_section(slf: &Bound<'_, Self>) -> bool {
        slf.with_mut(|this| this.kept.let_go())
    }
}

/// Keeps objects where readers run side by side.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct ReadWriteShelf {
    kept: Kept,
    #[freehold(get, set)]
    last: Option<Py<PyAny>>,
}

#[pymethods]
impl ReadWriteShelf {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, object: Py<PyAny>) {
        self.kept.objects.push(object);
    }

    #[critical_section(self)]
    fn note(&mut self) -> u64 {
        one_more(&mut self.kept.notes)
    }

    #[critical_section(self)]
    fn notes(&self) -> u64 {
        self.kept.notes
    }

    #[critical_section(self)]
    fn clear(&mut self) -> bool {
        self.kept.let_go()
    }

    #[critical_section(self, other)]
    fn clear_both(&mut self, other: &mut ReadWriteShelf) -> bool {
        self.kept.both_let_go(&mut other.kept)
    }
}

/// Keeps objects in a mutex.
#[pyclass(frozen)]
pub struct MutexShelf {
    kept: PyMutex<Kept>,
}

#[pymethods]
impl MutexShelf {
    #[new]
    fn new() -> Self {
        MutexShelf {
            kept: PyMutex::default(),
        }
    }

    fn add(&self, py: Python<'_>, object: Py<PyAny>) {
        self.kept.lock(py).objects.push(object);
    }

    fn note(&self, py: Python<'_>) -> u64 {
        self.kept.with_mut(py, |kept| one_more(&mut kept.notes))
    }

    fn notes(&self, py: Python<'_>) -> u64 {
        self.kept.lock(py).notes
    }

    fn clear(&self, py: Python<'_>) -> bool {
        self.kept.with_mut(py, Kept::let_go)
    }

    fn clear_both(&self, py: Python<'_>, other: &MutexShelf) -> PyResult<bool> {
        PyMutex::with2_mut(py, &self.kept, &other.kept, Kept::both_let_go)
    }
}
