//! Sections over handles: Python may run in them, and where none does, they exclude others from end to end.

use freehold::prelude::*;
use freehold::sync::{with_critical_section, with_watched_section};

use crate::steps::{one_more, pause};

/// A counter that is read and written in two blocks of one section.
#[pyclass]
#[derive(Default)]
pub struct HandleCounter {
    count: u64,
}

/// Two short locks. Only a section around both makes one step of them.
fn in_two_blocks(counter: &Bound<'_, HandleCounter>) -> u64 {
    let before = counter.with(|this| this.count);
    pause(());
    counter.with_mut(|this| {
        this.count = before + 1;
        this.count
    })
}

#[pymethods]
impl HandleCounter {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn value(&self) -> u64 {
        self.count
    }

    #[critical_section(slf)]
    fn hit(slf: &Bound<'_, Self>) -> u64 {
        in_two_blocks(slf)
    }

    #[staticmethod]
    #[critical_section(counter)]
    fn hit_static(counter: &Bound<'_, HandleCounter>) -> u64 {
        in_two_blocks(counter)
    }

    #[getter]
    fn hit_by_reading(slf: &Bound<'_, Self>) -> u64 {
        slf.with_mut(|this| one_more(&mut this.count))
    }

    #[setter]
    fn set_hit_by_writing(slf: &Bound<'_, Self>, _value: u64) {
        slf.with_mut_cs(|this, _cs| one_more(&mut this.count));
    }

    fn __call__(slf: &Bound<'_, Self>) -> u64 {
        with_critical_section(slf, || in_two_blocks(slf))
    }

    fn __setitem__(slf: &Bound<'_, Self>, _key: u64, _value: u64) {
        with_watched_section(slf, |_| in_two_blocks(slf));
    }

    /// A section in a section on the same object.
    #[critical_section(slf)]
    fn __len__(slf: &Bound<'_, Self>) -> usize {
        with_critical_section(slf, || in_two_blocks(slf)) as usize
    }
}
