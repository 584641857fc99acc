//! Errors of one's own, and those of the standard library.
#![deny(warnings)]

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

#[derive(Debug)]
pub struct Broken(u64);

impl From<Broken> for PyErr {
    fn from(broken: Broken) -> PyErr {
        PyValueError::new_err(format!("broken: {}", broken.0))
    }
}

pub type Outcome<T> = Result<T, Broken>;

#[pyfunction]
pub fn check(n: u64) -> Result<u64, Broken> {
    if n == 0 { Err(Broken(n)) } else { Ok(n) }
}

#[pyfunction]
pub fn by_alias(n: u64) -> Outcome<String> {
    Err(Broken(n))
}

#[pyfunction]
#[allow_threads]
pub fn read(path: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

#[pyfunction]
pub fn parse(text: &str) -> Result<i64, std::num::ParseIntError> {
    text.parse()
}

#[pyfunction]
#[allow_threads]
pub fn questions(text: String) -> PyResult<i64> {
    if text.is_empty() {
        return Err(PyValueError::new_err("empty"));
    }
    Ok(text.parse::<i64>()?)
}

#[pyclass]
pub struct Account {
    units: u64,
}

#[pymethods]
impl Account {
    #[new]
    fn new(units: u64) -> Result<Self, Broken> {
        Ok(Self {
            units: check(units)?,
        })
    }

    #[critical_section(self)]
    fn take(&mut self, units: u64) -> Result<u64, Broken> {
        self.units = self.units.checked_sub(units).ok_or(Broken(units))?;
        Ok(self.units)
    }

    #[critical_section(self)]
    fn __len__(&self) -> Result<usize, Broken> {
        usize::try_from(self.units).map_err(|_| Broken(self.units))
    }

    #[setter]
    #[critical_section(self)]
    fn set_units(&mut self, units: u64) -> Result<(), Broken> {
        self.units = check(units)?;
        Ok(())
    }
}

#[pymodule]
mod all_errors {
    #[pymodule_export]
    use super::{Account, by_alias, check, parse, questions, read};
}
