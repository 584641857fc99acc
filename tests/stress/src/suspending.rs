//! Sections in which Python runs.

use freehold::prelude::*;
use freehold::sync::Section;

use crate::steps::pause;

/// Two numbers that are always equal, and how often they were written.
#[pyclass]
#[derive(Default)]
pub struct Ledger {
    first: u64,
    second: u64,
    version: u64,
}

impl Ledger {
    fn write(&mut self) -> u64 {
        self.version += 1;
        self.first = self.version;
        pause(&mut *self);
        self.second = self.version;
        self.version
    }

    fn is_whole(&self) -> bool {
        self.first == self.second
    }
}

#[pymethods]
impl Ledger {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// What others do meanwhile, and what callbacks do that come back.
    #[critical_section(self)]
    fn touch(&mut self) -> u64 {
        self.write()
    }

    /// Calls `callback`, which writes `own` times, between two writes of its own. Returns how often others have written
    /// meanwhile, whether the section knows of it, how often it was suspended, and whether all that was seen was whole.
    #[critical_section(slf)]
    fn run(
        slf: &Bound<'_, Self>,
        callback: &Bound<'_, PyAny>,
        own: u64,
        section: &Section<'_>,
    ) -> PyResult<(u64, bool, usize, bool)> {
        let before = slf.with_mut(Ledger::write);
        callback.call0()?;
        let (whole, after) = slf.with_mut(|this| (this.is_whole(), this.write()));
        // Too few is as wrong as too many.
        let others = after.wrapping_sub(before + 1 + own);
        Ok((others, section.interleaved(), section.suspensions(), whole))
    }

    /// The same in a section on two objects.
    #[critical_section(slf, other)]
    fn run_both(
        slf: &Bound<'_, Self>,
        other: &Bound<'_, Ledger>,
        callback: &Bound<'_, PyAny>,
        section: &Section<'_>,
    ) -> PyResult<(u64, bool, usize, bool)> {
        let before = [slf, other].map(|each| each.with(|this| this.version));
        callback.call0()?;
        let after = [slf, other].map(|each| each.with(|this| this.version));
        let whole = slf.with(Ledger::is_whole) && other.with(Ledger::is_whole);
        let others = after[0] - before[0] + after[1] - before[1];
        Ok((others, section.interleaved(), section.suspensions(), whole))
    }

    /// Whether the ledger was left alone while `callback` ran. An error says that it was not.
    #[critical_section(slf, on_suspend = "error")]
    fn run_or_fail(slf: &Bound<'_, Self>, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        let before = slf.with(|this| this.version);
        callback.call0()?;
        Ok(slf.with(|this| this.version) == before)
    }

    /// The same, but tried again.
    #[critical_section(slf, on_suspend = "retry")]
    fn run_again(slf: &Bound<'_, Self>, callback: &Bound<'_, PyAny>) -> PyResult<bool> {
        let before = slf.with(|this| this.version);
        callback.call0()?;
        Ok(slf.with(|this| this.version) == before)
    }
}
