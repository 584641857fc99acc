//! Every way out of a section.

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;

/// An error that converts into an exception.
#[derive(Debug)]
pub struct Refused;

impl From<Refused> for PyErr {
    fn from(_: Refused) -> PyErr {
        PyValueError::new_err("refused")
    }
}

/// Counts the entries that went wrong.
#[pyclass]
#[derive(Default)]
pub struct Ledger {
    entries: u64,
}

#[pymethods]
impl Ledger {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn entries(&self) -> u64 {
        self.entries
    }

    #[critical_section(self)]
    fn enter(&mut self) -> u64 {
        self.entries += 1;
        self.entries
    }

    #[critical_section(self)]
    fn fail(&mut self) -> PyResult<u64> {
        self.entries += 1;
        Err(PyRuntimeError::new_err("failed"))
    }

    #[critical_section(self)]
    fn refuse(&mut self) -> Result<u64, Refused> {
        self.entries += 1;
        Err(Refused)
    }

    /// Leaves the section with `?`.
    #[critical_section(self)]
    fn enter_text(&mut self, text: &str) -> PyResult<u64> {
        self.entries += text.parse::<u64>()?;
        Ok(self.entries)
    }

    /// Leaves the section with `return`, from inside of a loop.
    #[critical_section(self)]
    fn enter_until(&mut self, limit: u64) -> u64 {
        loop {
            self.entries += 1;
            if self.entries >= limit {
                return self.entries;
            }
        }
    }

    #[critical_section(self)]
    fn panic(&mut self, message: String) -> u64 {
        self.entries += 1;
        panic!("{message}")
    }

    #[critical_section(self)]
    fn panic_literally(&mut self) {
        self.entries += 1;
        panic!("literally")
    }

    /// Panics with a value that is no text.
    #[critical_section(self)]
    fn panic_with_value(&mut self) {
        self.entries += 1;
        std::panic::panic_any(7_u8)
    }

    #[critical_section(self)]
    fn index_out_of_bounds(&mut self, index: usize) -> u64 {
        self.entries += 1;
        [1, 2, 3][index]
    }

    #[critical_section(self, other)]
    fn fail_both(&mut self, other: &mut Ledger) -> PyResult<()> {
        self.entries += 1;
        other.entries += 1;
        Err(PyRuntimeError::new_err("failed with two"))
    }

    #[critical_section(self, other)]
    fn panic_both(&mut self, other: &mut Ledger) {
        self.entries += 1;
        other.entries += 1;
        panic!("panicked with two")
    }

    /// The result does not fit what Python allows: the error comes after the section.
    #[critical_section(self)]
    fn __len__(&self) -> usize {
        usize::MAX - self.entries as usize
    }
}
