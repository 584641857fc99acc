//! Block forms: exclusive sections of a few lines, on handles.

use freehold::prelude::*;
use freehold::sync;

use crate::suspendable::Cell;

/// Another class, to lock together with `Cell`.
#[pyclass]
pub struct Jar {
    coins: i64,
    pages: Vec<String>,
}

#[pymethods]
impl Jar {
    #[new]
    #[freehold(signature = (coins = 0))]
    fn new(coins: i64) -> Self {
        Jar {
            coins,
            pages: Vec::new(),
        }
    }

    #[critical_section(self)]
    fn coins(&self) -> i64 {
        self.coins
    }

    #[critical_section(self)]
    fn write(&mut self, page: String) {
        self.pages.push(page);
    }
}

#[pyfunction]
pub fn add(cell: &Bound<'_, Cell>, by: i64) -> i64 {
    cell.with_mut(|cell| {
        cell.value += by;
        cell.value
    })
}

#[pyfunction]
pub fn get(cell: &Bound<'_, Cell>) -> i64 {
    cell.with(|cell| cell.value)
}

/// Lends something out of the closure's surroundings, and gives a value that is no object back.
#[pyfunction]
pub fn count_pages(jar: &Bound<'_, Jar>, word: &str) -> (usize, Vec<usize>) {
    let mut lengths = Vec::new();
    let found = jar.with(|jar| {
        lengths.extend(jar.pages.iter().map(String::len));
        jar.pages.iter().filter(|page| page.contains(word)).count()
    });
    (found, lengths)
}

/// Halves until nothing is left; a `?` leaves the closure only.
#[pyfunction]
pub fn halve(cell: &Bound<'_, Cell>, by: i64) -> PyResult<i64> {
    let rest = cell.with_mut(|cell| {
        let half = cell.value.checked_div(by)?;
        cell.value = half;
        Some(half)
    });
    rest.ok_or_else(|| freehold::exceptions::PyZeroDivisionError::new_err("halved by nothing"))
}

/// What was kept dies under the lock.
#[pyfunction]
pub fn drain(cell: &Bound<'_, Cell>) -> i64 {
    cell.with_mut(|cell| {
        cell.object = None;
        cell.value
    })
}

#[pyfunction]
pub fn swap(a: &Bound<'_, Cell>, b: &Bound<'_, Cell>) -> PyResult<()> {
    sync::with2_mut(a, b, |a, b| std::mem::swap(&mut a.value, &mut b.value))
}

#[pyfunction]
pub fn swap_cs(a: &Bound<'_, Cell>, b: &Bound<'_, Cell>) -> PyResult<Option<Py<PyAny>>> {
    sync::with2_mut_cs(a, b, |a, b, cs| {
        std::mem::swap(&mut a.value, &mut b.value);
        std::mem::swap(&mut a.object, &mut b.object);
        a.object.as_ref().map(|object| object.clone_ref(cs))
    })
}

#[pyfunction]
pub fn sum(a: &Bound<'_, Cell>, b: &Bound<'_, Cell>) -> i64 {
    sync::with2(a, b, |a, b| a.value + b.value)
}

#[pyfunction]
pub fn sum_cs(a: &Bound<'_, Cell>, b: &Bound<'_, Cell>) -> (i64, Option<Py<PyAny>>) {
    sync::with2_cs(a, b, |a, b, cs| {
        let object = a.object.as_ref().or(b.object.as_ref());
        (a.value + b.value, object.map(|object| object.clone_ref(cs)))
    })
}

/// Two classes; the handles come in the other order.
#[pyfunction]
pub fn pour(jar: &Bound<'_, Jar>, cell: &Bound<'_, Cell>, coins: i64) -> PyResult<(i64, i64)> {
    sync::with2_mut(cell, jar, |cell, jar| {
        cell.value += coins;
        jar.coins -= coins;
        (jar.coins, cell.value)
    })
}

#[pyfunction]
pub fn balance(jar: &Bound<'_, Jar>, cell: &Bound<'_, Cell>) -> i64 {
    sync::with2(jar, cell, |jar, cell| jar.coins + cell.value)
}

/// An error of the caller's own beside that of the lock.
#[pyfunction]
pub fn difference(a: &Bound<'_, Cell>, b: &Bound<'_, Cell>) -> PyResult<i64> {
    sync::with2_mut(a, b, |a, b| a.value.checked_sub(b.value))?
        .ok_or_else(|| freehold::exceptions::PyOverflowError::new_err("too far apart"))
}

#[pyfunction]
pub fn fill(cell: &Bound<'_, Cell>, object: Py<PyAny>) -> Option<Py<PyAny>> {
    cell.with_mut(|cell| cell.object.replace(object))
}

#[pyfunction]
pub fn panic_in_with(cell: &Bound<'_, Cell>, text: &str) {
    cell.with_mut(|cell| {
        cell.value += 1;
        panic!("{text}")
    })
}

#[pyfunction]
pub fn panic_in_with2(a: &Bound<'_, Cell>, b: &Bound<'_, Jar>) -> PyResult<()> {
    sync::with2_mut(a, b, |a, b| {
        a.value += 1;
        b.coins += 1;
        panic!("panicked with two")
    })
}

#[allow(deprecated, reason = "it does what the warning is about")]
#[pyfunction]
pub fn attach_in_with(cell: &Bound<'_, Cell>) {
    cell.with(|_| Python::attach(|_| ()))
}

#[allow(deprecated, reason = "it does what the warning is about")]
#[pyfunction]
pub fn try_attach_in_with(cell: &Bound<'_, Cell>) -> String {
    cell.with_mut(|cell| {
        cell.value += 1;
        match Python::try_attach(|_| ()) {
            Ok(()) => "attached".to_owned(),
            Err(error) => error.to_string(),
        }
    })
}

/// Block forms inside of suspendable sections.
#[pymethods]
impl Keeper {
    #[new]
    fn new() -> Self {
        Keeper { kept: 0 }
    }

    #[critical_section(self)]
    fn kept(&self) -> i64 {
        self.kept
    }

    /// On the same object.
    #[critical_section(slf)]
    fn keep(slf: &Bound<'_, Self>, times: u32) -> i64 {
        for _ in 0..times {
            slf.with_mut(|keeper| keeper.kept += 1);
        }
        slf.with(|keeper| keeper.kept)
    }

    /// On another object.
    #[critical_section(slf)]
    fn keep_other(slf: &Bound<'_, Self>, other: &Bound<'_, Keeper>, times: u32) -> i64 {
        let _ = slf;
        for _ in 0..times {
            other.with_mut(|keeper| keeper.kept += 1);
        }
        other.with(|keeper| keeper.kept)
    }

    /// On both, with both locked, with the first, or with none.
    #[critical_section(slf, other)]
    fn keep_both(slf: &Bound<'_, Self>, other: &Bound<'_, Keeper>) -> PyResult<i64> {
        both(slf, other)
    }

    #[critical_section(slf)]
    fn keep_both_in_one(slf: &Bound<'_, Self>, other: &Bound<'_, Keeper>) -> PyResult<i64> {
        both(slf, other)
    }

    fn keep_both_in_none(slf: &Bound<'_, Self>, other: &Bound<'_, Keeper>) -> PyResult<i64> {
        both(slf, other)
    }

    /// On one of two that are locked.
    #[critical_section(slf, other)]
    fn keep_second_of_two(slf: &Bound<'_, Self>, other: &Bound<'_, Keeper>) -> i64 {
        let _ = slf;
        other.with_mut(|keeper| {
            keeper.kept += 1;
            keeper.kept
        })
    }
}

/// Counts.
#[pyclass]
pub struct Keeper {
    kept: i64,
}

fn both(a: &Bound<'_, Keeper>, b: &Bound<'_, Keeper>) -> PyResult<i64> {
    sync::with2_mut(a, b, |a, b| {
        a.kept += 1;
        b.kept += 1;
        a.kept + b.kept
    })
}
