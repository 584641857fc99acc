//! Sections on what may be locked.

use super::lock::MayLock;
use crate::section::{self, Section, SectionGuard};

/// Runs `body` in a section on one object (`Py_BEGIN_CRITICAL_SECTION`).
///
/// # Panics
/// Inside an exclusive section.
#[inline]
#[track_caller]
pub fn section<R>(target: MayLock<'_>, body: impl FnOnce() -> R) -> R {
    let section = SectionGuard::new();
    // SAFETY: `target` proves that the thread is attached and the object alive, until it is dropped, which
    // is after the section; `section` is a local variable that is dropped here, after all sections that
    // `body` begins.
    unsafe { section.begin(target.object) };
    body()
}

/// Runs `body` in a section on two objects (`Py_BEGIN_CRITICAL_SECTION2`); on one, if they are the same.
///
/// # Panics
/// Inside an exclusive section.
#[inline]
#[track_caller]
pub fn section2<R>(first: MayLock<'_>, second: MayLock<'_>, body: impl FnOnce() -> R) -> R {
    let section = SectionGuard::new();
    // SAFETY: as in `section`, for both.
    unsafe { section.begin2(first.object, second.object) };
    body()
}

/// A section on one object, whose `body` can ask whether it was suspended.
///
/// # Panics
/// Inside an exclusive section.
#[track_caller]
pub fn watched<R>(target: MayLock<'_>, body: impl FnOnce(&Section<'_>) -> R) -> R {
    let begin = |guard: &SectionGuard| {
        // SAFETY: as in `section`; `watched` drops the guard where it made it, before `target`.
        unsafe { guard.begin(target.object) }
    };
    // Nothing is known of its type.
    section::watched([Some(None), None], begin, body)
}

/// [`section2`] whose `body` can ask whether it was suspended.
///
/// # Panics
/// Inside an exclusive section.
#[track_caller]
pub fn watched2<R>(
    first: MayLock<'_>,
    second: MayLock<'_>,
    body: impl FnOnce(&Section<'_>) -> R,
) -> R {
    let begin = |guard: &SectionGuard| {
        // SAFETY: as in `watched`, for both.
        unsafe { guard.begin2(first.object, second.object) }
    };
    section::watched([Some(None), Some(None)], begin, body)
}
