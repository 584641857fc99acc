//! Sections.

use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use freehold::ffi;
use freehold::prelude::*;
use freehold::raw::AttachedLock;

/// Counts what happens in sections. Each step of an increment is atomic and all of them are not: without a lock around
/// them, some get lost.
static COUNT: AtomicU64 = AtomicU64::new(0);

fn increment() {
    let count = COUNT.load(Relaxed);
    for _ in 0..40 {
        std::hint::spin_loop();
    }
    COUNT.store(count + 1, Relaxed);
}

/// How often anything was counted.
#[pyfunction]
pub fn bumps() -> u64 {
    COUNT.load(Relaxed)
}

#[critical_section(object)]
fn reference(object: &Bound<'_, PyAny>) {
    let _ = object;
    increment();
}

#[critical_section(object)]
fn by_value(object: Bound<'_, PyAny>) {
    drop(object);
    increment();
}

#[critical_section(object)]
fn owned_reference(_py: Python<'_>, object: &Py<PyAny>) {
    let _ = object;
    increment();
}

#[critical_section(object)]
fn owned(_: Python<'_>, object: Py<PyAny>) {
    drop(object);
    increment();
}

#[critical_section(object)]
fn generic<L: AttachedLock>(object: L, body: impl FnOnce()) {
    drop(object);
    body();
}

#[critical_section(object)]
unsafe fn non_null(object: NonNull<ffi::PyObject>) {
    let _ = object;
    increment();
}

#[critical_section(object)]
unsafe extern "C" fn pointer(object: *mut ffi::PyObject) {
    let _ = object;
    increment();
}

#[critical_section(object, other)]
fn two(object: &Bound<'_, PyAny>, other: &Bound<'_, PyAny>) {
    let _ = (object, other);
    increment();
}

#[critical_section(first, second)]
unsafe extern "C" fn two_pointers(first: *mut ffi::PyObject, second: *mut ffi::PyObject) {
    let _ = (first, second);
    increment();
}

/// Counts once, in a section on `object` of the `kind`th kind.
#[pyfunction]
pub fn bump(
    py: Python<'_>,
    kind: usize,
    object: Bound<'_, PyAny>,
    other: Bound<'_, PyAny>,
) -> bool {
    // SAFETY of all of them: the handles keep the objects alive, and the thread is attached.
    match kind {
        0 => reference(&object),
        1 => by_value(object),
        2 => owned_reference(py, &object.unbind()),
        3 => owned(py, object.unbind()),
        4 => generic(&object, increment),
        5 => {
            let object = NonNull::new(object.as_ptr()).expect("a handle");
            // SAFETY: see above.
            unsafe { non_null(object) }
        }
        // SAFETY: see above.
        6 => unsafe { pointer(object.as_ptr()) },
        7 => two(&object, &other),
        8 => two(&other, &object),
        // SAFETY: see above.
        9 => unsafe { two_pointers(other.as_ptr(), object.as_ptr()) },
        10 => freehold::critical_section!(object => { increment() }),
        11 => freehold::critical_section!(&other, object => increment()),
        12 => {
            let pointer = object.as_ptr();
            // SAFETY: see above.
            unsafe { freehold::critical_section!(pointer => { increment() }) }
        }
        13 => freehold::critical_section!(object => |section| {
            let _ = section;
            increment()
        }),
        14 => freehold::critical_section!(object, other => |section| {
            let _ = section;
            increment()
        }),
        15 => with_unbound(py, object.unbind()),
        _ => return false,
    }
    true
}

fn with_unbound(py: Python<'_>, object: Py<PyAny>) {
    freehold::critical_section!(object.bind(py) => { increment() })
}

/// One object under two names, in both forms.
#[pyfunction]
pub fn same_twice(object: &Bound<'_, PyAny>) -> bool {
    two(object, object);
    freehold::critical_section!(object, object => { object.is_none() })
}

/// Leaves a section early: with a value, an error, or at the end.
#[pyfunction]
pub fn early(list: &Bound<'_, PyList>, index: usize) -> PyResult<i64> {
    #[critical_section(list)]
    fn inner(list: &Bound<'_, PyList>, index: usize) -> PyResult<i64> {
        if index == 100 {
            return Ok(-1);
        }
        let item = list.get_item(index)?;
        item.extract()
    }
    inner(list, index)
}

/// Panics in one of four kinds of section.
#[pyfunction]
pub fn panics_locked(object: &Bound<'_, PyAny>, other: &Bound<'_, PyAny>, kind: usize) {
    #[critical_section(object)]
    fn one(object: &Bound<'_, PyAny>) {
        panic!("in a section on {:?}", object.as_ptr().is_null())
    }
    #[critical_section(object, other)]
    fn both(object: Bound<'_, PyAny>, other: &Bound<'_, PyAny>) {
        drop(object);
        panic!("in a section on {:?}", other.as_ptr().is_null())
    }
    match kind {
        0 => one(object),
        1 => both(object.clone(), other),
        2 => freehold::critical_section!(object => { panic!("in a block") }),
        _ => freehold::critical_section!(object, other => |_section| panic!("in a block")),
    }
}

/// How often the section was suspended while `callback` ran.
#[pyfunction]
pub fn suspended(object: &Bound<'_, PyAny>, callback: &Bound<'_, PyAny>) -> PyResult<usize> {
    freehold::critical_section!(object => |section| {
        callback.call0()?;
        Ok(section.suspensions())
    })
}

/// The same of two.
#[pyfunction]
pub fn suspended2(
    first: &Bound<'_, PyAny>,
    second: &Bound<'_, PyAny>,
    callback: &Bound<'_, PyAny>,
) -> PyResult<usize> {
    freehold::critical_section!(first, second => |section| {
        callback.call0()?;
        Ok(section.suspensions())
    })
}

/// A value, and what else was done to it.
#[pyclass]
#[derive(Default)]
pub struct Cell {
    value: u64,
    twice: u64,
}

#[pymethods]
impl Cell {
    #[new]
    fn new() -> Self {
        Cell::default()
    }

    /// Begins a section inside an exclusive one, which only `unsafe` code can.
    #[critical_section(self)]
    fn breach(&mut self, object: Py<PyAny>) {
        self.value += 1;
        let pointer = object.as_ptr();
        // SAFETY: none: the section is refused.
        unsafe { freehold::critical_section!(pointer => { self.twice += 1 }) }
    }
}

/// The payload in exclusive sections inside a suspendable one on both objects.
#[pyfunction]
pub fn pair(first: &Bound<'_, Cell>, second: &Bound<'_, Cell>) -> (u64, u64) {
    #[critical_section(first, second)]
    fn inner(first: &Bound<'_, Cell>, second: &Bound<'_, Cell>) -> (u64, u64) {
        let change = |cell: &mut Cell| {
            cell.value += 1;
            cell.twice += 2;
            (cell.value, cell.twice)
        };
        first.with_mut(change);
        second.with_mut(change)
    }
    inner(first, second)
}

/// A raw function that does what its contract forbids: the section is refused before anything is locked.
#[pyfunction]
pub fn misuse(cell: &Bound<'_, Cell>) -> PyResult<()> {
    let object = cell.as_any().clone().unbind();
    cell.as_any().call_method1("breach", (object,)).map(drop)
}
