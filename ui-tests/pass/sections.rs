//! Every exclusive section.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass]
#[derive(Default)]
pub struct Counter {
    hits: u64,
    callback: Option<Py<PyAny>>,
}

#[pyclass]
pub struct Log {
    lines: Vec<String>,
}

#[pymethods]
impl Counter {
    #[critical_section(self)]
    fn hits(&self) -> u64 {
        self.hits
    }

    #[critical_section(self)]
    fn hit(&mut self, by: u64, names: Vec<String>, kept: Py<PyAny>) -> PyResult<u64> {
        self.hits += by + names.len() as u64;
        self.callback = Some(kept);
        Ok(self.hits)
    }

    #[critical_section(self, other)]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }

    #[critical_section(other, self)]
    fn absorb_swapped(&mut self, other: &mut Self) {
        self.hits += std::mem::take(&mut other.hits);
    }

    #[critical_section(self, other)]
    fn add(&mut self, other: &Self) {
        self.hits += other.hits;
    }

    #[critical_section(self, other)]
    fn compare(&self, other: &Counter) -> bool {
        self.hits == other.hits
    }

    #[critical_section(self, log)]
    fn write(&mut self, log: &mut Log) {
        log.lines.push(self.hits.to_string());
    }

    #[critical_section(self, other, same = Self::doubled)]
    fn join(&mut self, other: &mut Counter, times: u64) -> u64 {
        self.hits += std::mem::take(&mut other.hits) * times;
        self.hits
    }

    #[critical_section(self, other, same = double_all)]
    fn join_by_path(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }

    #[critical_section(self)]
    fn proof_first(&mut self, proof: NoSuspend<'_>, by: u64) -> Option<Py<PyAny>> {
        self.hits += by;
        Some(self.callback.as_ref()?.clone_ref(proof))
    }

    #[critical_section(self)]
    fn proof_last<'cs>(&mut self, by: u64, proof: NoSuspend<'cs>) -> Option<Py<PyAny>> {
        self.hits += by;
        Some(self.callback.as_ref()?.clone_ref(proof))
    }

    #[critical_section(self)]
    fn text(&mut self, word: &str, data: &[u8]) -> usize {
        self.hits += 1;
        word.len() + data.len()
    }

    #[critical_section(self)]
    fn trailing_comma(&mut self) {}
}

impl Counter {
    fn doubled(&mut self, times: u64) -> u64 {
        self.hits *= times;
        self.hits
    }
}

fn double_all(counter: &mut Counter) {
    counter.hits *= 2;
}

#[pyfunction]
#[critical_section(counter)]
pub fn reset(counter: &mut Counter) {
    counter.hits = 0;
}

#[pyfunction]
#[critical_section(source, to)]
pub fn transfer(source: &mut Counter, units: u64, to: &mut Counter) -> PyResult<()> {
    source.hits -= units;
    to.hits += units;
    Ok(())
}

#[pyfunction(signature = (counter, *, by = 1))]
#[critical_section(counter)]
pub fn hit(counter: &mut Counter, by: u64) -> u64 {
    counter.hits += by;
    counter.hits
}

#[pyfunction]
#[critical_section(log)]
pub fn lines(log: &Log) -> Vec<String> {
    log.lines.clone()
}

#[pyfunction]
#[critical_section(counter)]
pub fn read<'a>(counter: &'a Counter, name: &'a str) -> u64 {
    counter.hits + name.len() as u64
}

#[pymodule]
mod all_sections {
    #[pymodule_export]
    use super::{Counter, Log, hit, lines, read, reset, transfer};
}

#[pyclass]
pub struct Copy {
    hits: u64,
}

#[pymethods]
impl Copy {
    /// What a constructor is given is shared already.
    #[new]
    #[critical_section(of)]
    fn new(of: &mut Counter, limit: u64) -> PyResult<Self> {
        let hits = std::mem::take(&mut of.hits).min(limit);
        Ok(Copy { hits })
    }

    #[critical_section(self)]
    fn hits(&self) -> u64 {
        self.hits
    }
}
