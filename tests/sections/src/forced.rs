//! Block forms inside of block forms, which takes `unsafe`: the handle is smuggled past its type. Nothing here may lead to
//! two `&mut` of one payload, or to a deadlock.

use freehold::ffi;
use freehold::prelude::*;
use freehold::sync;

use crate::suspendable::Cell;

/// A handle that claims to be `Send`, as no safe type does.
struct Smuggled<'a, 'py, T>(&'a Bound<'py, T>);

// SAFETY: the closures that it enters run on the thread that made it. That they run in an exclusive section, where no
// handle should be, is what is being tested.
unsafe impl<T> Send for Smuggled<'_, '_, T> {}

// SAFETY: as above; closures capture it by reference.
unsafe impl<T> Sync for Smuggled<'_, '_, T> {}

impl<'a, 'py, T> Smuggled<'a, 'py, T> {
    /// By a method, so that closures capture the whole, and not its field.
    fn out(&self) -> &'a Bound<'py, T> {
        self.0
    }
}

/// A block in a block on the same object.
#[pyfunction]
pub fn nest_block(cell: &Bound<'_, Cell>) -> i64 {
    let again = Smuggled(cell);
    cell.with_mut(|cell| {
        cell.value += 1;
        again.out().with_mut(|cell| cell.value += 100);
        cell.value
    })
}

/// A block in a block on another object.
#[pyfunction]
pub fn nest_other_block(cell: &Bound<'_, Cell>, other: &Bound<'_, Cell>) -> i64 {
    let other = Smuggled(other);
    cell.with_mut(|cell| {
        cell.value += 1;
        other.out().with(|other| other.value + cell.value)
    })
}

/// A block on two objects in a block on the first.
#[pyfunction]
pub fn nest_two(cell: &Bound<'_, Cell>, other: &Bound<'_, Cell>) -> bool {
    let (first, second) = (Smuggled(cell), Smuggled(other));
    cell.with_mut(|cell| {
        cell.value += 1;
        sync::with2_mut(first.out(), second.out(), |a, b| {
            a.value += 100;
            b.value += 100;
        })
        .is_ok()
    })
}

/// A block in a block on both objects.
#[pyfunction]
pub fn nest_in_block_of_two(cell: &Bound<'_, Cell>, other: &Bound<'_, Cell>) -> PyResult<i64> {
    let again = Smuggled(other);
    sync::with2_mut(cell, other, |cell, other| {
        cell.value += 1;
        other.value += 1;
        again.out().with_mut(|other| other.value += 100);
        other.value
    })
}

/// A suspendable section in a block.
#[pyfunction]
pub fn nest_suspendable(cell: &Bound<'_, Cell>, object: &Bound<'_, PyAny>) -> i64 {
    let object = Smuggled(object);
    cell.with_mut(|cell| {
        cell.value += 1;
        sync::with_critical_section(object.out(), || cell.value += 100);
        cell.value
    })
}

/// Detaches through the C API in a block, `times` times. Whether the payload was left alone meanwhile.
#[pyfunction]
pub fn detach_in_with(cell: &Bound<'_, Cell>, times: u32) -> bool {
    cell.with_mut(|cell| {
        let before = std::hint::black_box(cell.value);
        for _ in 0..times {
            // SAFETY: the thread is attached, as in every exclusive section, and is so again afterwards. That this may
            // release the lock is what is being tested.
            unsafe {
                let state = ffi::PyEval_SaveThread();
                std::thread::yield_now();
                ffi::PyEval_RestoreThread(state);
            }
        }
        std::hint::black_box(cell.value) == before
    })
}
