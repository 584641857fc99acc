//! Methods over handles in a `#[pymethods]` block with `#[critical_section(self)]`.

use super::lock::Target;
use super::suspendable::SectionGuard;
use crate::Bound;
use crate::class::{LockPolicy, LockTarget, PyClass};

/// Whether others are kept out by a section on an object of the class. Where readers run side by side,
/// they are kept out by `with` and `with_mut` alone.
const fn excludes<T: LockTarget>() -> bool {
    !<<T as PyClass>::Policy as LockPolicy>::SHARED_READS
}

/// [`with_critical_section`](super::with_critical_section), as far as it means something.
#[inline]
pub fn suspendable_in_block<T: LockTarget, R>(
    object: &Bound<'_, T>,
    body: impl FnOnce() -> R,
) -> R {
    let section = SectionGuard::new();
    if excludes::<T>() {
        Target::of(object).keep_owner_out(object.py());
        // SAFETY: the handle proves attachment and keeps the object alive; `section` is a local
        // variable that is dropped here, after all sections that `body` begins.
        unsafe { section.begin(object.as_ptr()) };
    }
    body()
}

/// [`with_critical_section2`](super::with_critical_section2) on two objects of the block's class.
#[inline]
pub fn suspendable_in_block2<T: LockTarget, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, T>,
    body: impl FnOnce() -> R,
) -> R {
    let section = SectionGuard::new();
    if excludes::<T>() {
        Target::keep_owners_out(Target::of(first), Target::of(second), first.py());
        // SAFETY: as in `suspendable_in_block`, for both.
        unsafe { section.begin2(first.as_ptr(), second.as_ptr()) };
    }
    body()
}
