//! Objects: locked, never locked, sequences, iterators, and one that is mostly read.

use freehold::exceptions::PyIndexError;
use freehold::prelude::*;

/// As many bits as are kept of what is returned, so that it is an integer that Python need not allocate.
const SMALL: u64 = 127;

/// It never changes, so it needs no lock.
#[pyclass(frozen)]
pub struct Frozen {
    value: u64,
}

#[pymethods]
impl Frozen {
    #[new]
    #[freehold(signature = (value = 0))]
    fn new(value: u64) -> Self {
        Frozen { value }
    }

    fn peek(&self) -> u64 {
        self.value & SMALL
    }
}

#[pyclass]
#[derive(Default)]
pub struct Counter {
    #[freehold(get, set)]
    value: u64,
}

#[pymethods]
#[critical_section(self)]
impl Counter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn peek(&self) -> u64 {
        self.value & SMALL
    }

    fn hit(&mut self) -> u64 {
        self.value += 1;
        self.value & SMALL
    }

    #[critical_section(self, other)]
    #[freehold(signature = (other, /))]
    fn absorb(&mut self, other: &mut Counter) {
        self.value += std::mem::take(&mut other.value);
    }
}

/// 0, 1, 2, … Two of them are never on one cache line.
#[pyclass(cache_aligned)]
pub struct Numbers {
    next: u64,
    end: u64,
}

#[pymethods]
impl Numbers {
    #[new]
    #[freehold(signature = (end, /))]
    fn new(end: u64) -> Self {
        Numbers { next: 0, end }
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<u64> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

#[pyclass]
pub struct Items {
    values: Vec<i64>,
}

#[pymethods]
#[critical_section(self)]
impl Items {
    #[new]
    #[freehold(signature = (length, /))]
    fn new(length: usize) -> Self {
        Items {
            values: (0..).take(length).collect(),
        }
    }

    #[freehold(signature = (value, /))]
    fn append(&mut self, value: i64) {
        self.values.push(value);
    }

    fn __len__(&self) -> usize {
        self.values.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<i64> {
        let from_end = if index < 0 { self.values.len() } else { 0 };
        let value = index
            .checked_add_unsigned(from_end)
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| self.values.get(index));
        value
            .copied()
            .ok_or_else(|| PyIndexError::new_err("no such item"))
    }
}

/// Read by many, written by few.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct Board {
    value: u64,
}

#[pymethods]
#[critical_section(self)]
impl Board {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn read(&self) -> u64 {
        self.value & SMALL
    }

    #[freehold(signature = (value, /))]
    fn write(&mut self, value: u64) {
        self.value = value;
    }
}
