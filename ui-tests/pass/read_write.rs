//! Classes with readers side by side.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(lock = "rw", subclass, name = "Cache", from_py_object)]
#[derive(Clone, Default)]
pub struct ReadMostly {
    #[freehold(get, set)]
    size: u64,
    entries: Vec<String>,
}

#[pymethods]
impl ReadMostly {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn entry(&self, index: usize) -> Option<String> {
        self.entries.get(index).cloned()
    }

    #[critical_section(self)]
    fn add(&mut self, entry: String) {
        self.entries.push(entry);
    }

    #[critical_section(self, other)]
    fn absorb(&mut self, other: &mut Self) {
        self.entries.append(&mut other.entries);
    }

    #[critical_section(self, other)]
    fn same(&self, other: &Self) -> bool {
        self.entries == other.entries
    }

    fn through_a_handle(slf: &Bound<'_, Self>) -> usize {
        slf.with(|this| this.entries.len())
    }
}

#[pyclass(lock = "rw")]
pub enum State {
    Open,
    Closed,
}
