//! Sections that know whether they were suspended.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::{self, Section};

use crate::suspendable::Cell;

/// How often the section was found suspended, and whether another thread came in between.
type Seen = (usize, bool);

fn seen(section: &Section<'_>) -> Seen {
    (section.suspensions(), section.interleaved())
}

/// Calls each of `callbacks`, and says after each of them what the section knows.
fn call_each(section: &Section<'_>, callbacks: &Bound<'_, PyList>) -> PyResult<Vec<Seen>> {
    let mut all = vec![seen(section)];
    for callback in callbacks {
        callback.call0()?;
        all.push(seen(section));
    }
    Ok(all)
}

#[pyfunction]
#[critical_section(cell)]
pub fn watch(
    cell: &Bound<'_, Cell>,
    section: &Section<'_>,
    callbacks: &Bound<'_, PyList>,
) -> PyResult<Vec<Seen>> {
    let _ = cell;
    call_each(section, callbacks)
}

/// The section may be the last parameter as well.
#[pyfunction]
#[critical_section(list)]
pub fn watch_list(
    list: &Bound<'_, PyList>,
    callbacks: &Bound<'_, PyList>,
    section: &Section<'_>,
) -> PyResult<Vec<Seen>> {
    let _ = list;
    call_each(section, callbacks)
}

#[pyfunction]
#[critical_section(first, second)]
pub fn watch_two(
    first: &Bound<'_, Cell>,
    second: &Bound<'_, Cell>,
    callbacks: &Bound<'_, PyList>,
    section: &Section<'_>,
) -> PyResult<Vec<Seen>> {
    let _ = (first, second);
    call_each(section, callbacks)
}

/// The block form.
#[pyfunction]
pub fn watch_block(
    object: &Bound<'_, PyAny>,
    callbacks: &Bound<'_, PyList>,
) -> PyResult<Vec<Seen>> {
    sync::with_watched_section(object, |section| call_each(section, callbacks))
}

#[pyfunction]
pub fn watch_two_block(
    first: &Bound<'_, PyAny>,
    second: &Bound<'_, PyAny>,
    callbacks: &Bound<'_, PyList>,
) -> PyResult<Vec<Seen>> {
    sync::with_watched_section2(first, second, |section| call_each(section, callbacks))
}

/// Its methods want nobody in between.
#[pyclass]
#[derive(Default)]
pub struct Guarded {
    runs: u32,
    value: i64,
}

#[pymethods]
impl Guarded {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, by: i64) -> i64 {
        self.value += by;
        self.value
    }

    #[critical_section(self)]
    fn runs(&self) -> u32 {
        self.runs
    }

    /// Raises if another thread came in between.
    #[critical_section(slf, on_suspend = "error")]
    fn strict<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.with_mut(|guarded| guarded.runs += 1);
        callback.call0()
    }

    /// Not a result: the exception has to come from somewhere.
    #[critical_section(slf, on_suspend = "error")]
    fn strict_plain(slf: &Bound<'_, Self>, py: Python<'_>, turns: u32) -> u32 {
        for _ in 0..turns {
            py.detach(std::thread::yield_now);
        }
        slf.with(|guarded| guarded.runs)
    }

    #[critical_section(slf, other, on_suspend = "error")]
    fn strict_both<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, Guarded>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        slf.with_mut(|guarded| guarded.runs += 1);
        let _ = other;
        callback.call0()
    }

    /// Runs again if another thread came in between.
    #[critical_section(slf, on_suspend = "retry")]
    fn stubborn<'py>(
        slf: &Bound<'py, Self>,
        callback: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let run = slf.with_mut(|guarded| {
            guarded.runs += 1;
            guarded.runs
        });
        callback.call1((run,))
    }

    #[critical_section(slf, other, on_suspend = "retry")]
    fn stubborn_both<'py>(
        slf: &Bound<'py, Self>,
        other: &Bound<'py, Guarded>,
        callback: &Bound<'py, PyAny>,
        text: String,
    ) -> PyResult<(Bound<'py, PyAny>, String)> {
        let run = slf.with_mut(|guarded| {
            guarded.runs += 1;
            guarded.runs
        });
        let _ = other;
        Ok((callback.call1((run,))?, text))
    }

    /// Adds what `callback` returns to what was there before it was called: wrong if others came in between.
    #[critical_section(slf, on_suspend = "retry")]
    fn add_called(slf: &Bound<'_, Self>, callback: &Bound<'_, PyAny>) -> PyResult<i64> {
        let before = slf.with(|guarded| guarded.value);
        let more: i64 = callback.call0()?.extract()?;
        Ok(before + more)
    }

    #[critical_section(slf, on_suspend = "retry")]
    fn fail_in_run(slf: &Bound<'_, Self>, callback: &Bound<'_, PyAny>) -> PyResult<()> {
        slf.with_mut(|guarded| guarded.runs += 1);
        callback.call0()?;
        Err(PyValueError::new_err("failed inside"))
    }
}
