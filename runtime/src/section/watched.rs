//! Suspendable sections that know whether they were suspended.
//!
//! CPython does not say. But it gives an outer section back only when the inner one has ended: so around
//! the section lies another one, on a lock that nobody else knows. While that lock is held, nothing has
//! been suspended. Once it has been found open, it is closed again, for the next question.
//!
//! With the GIL there is nothing to suspend but the GIL itself, and only what Freehold does is seen:
//! that it has detached the thread, or that another thread has had the payload of the object.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::Ordering;

use super::lock::Sentinel;
use super::suspendable::{SectionGuard, SectionTarget};
use crate::Bound;
use crate::attach::{ThisThread, status};
use crate::class::Usage;

/// A critical section that counts its suspensions: see [`with_watched_section`].
///
/// A function with `#[critical_section(…)]` whose locked parameters are handles gets the one that it is
/// in by a parameter of type `&Section<'_>`.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::Section;
///
/// #[pyfunction]
/// #[critical_section(list)]
/// fn total(list: &Bound<'_, PyList>, section: &Section<'_>) -> PyResult<(i64, bool)> {
///     let mut total = 0;
///     for item in list.iter() {
///         total += item.extract::<i64>()?;
///     }
///     Ok((total, section.suspensions() == 0))
/// }
/// ```
pub struct Section<'s> {
    guard: &'s SectionGuard,
    sentinel: &'s Sentinel,
    objects: [Option<Watched<'s>>; 2],
    suspensions: Cell<usize>,
    /// The thread's number of detaches when it was last looked at.
    detaches: Cell<usize>,
    /// The next watched section further out on this thread.
    outer: Cell<*const Section<'static>>,
    not_send: PhantomData<*mut ()>,
}

/// What is known of one of the objects.
struct Watched<'s> {
    /// None for an object that is of no class.
    usage: Option<&'s Usage>,
    /// The version that the payload has if only this thread has changed it.
    expected: Cell<u32>,
    /// Whether another thread has ever changed it.
    changed: Cell<bool>,
    /// The same, since the section was last asked.
    news: Cell<bool>,
}

impl<'s> Watched<'s> {
    fn new(usage: Option<&'s Usage>) -> Watched<'s> {
        let version = usage.map_or(0, |usage| usage.version.load(Ordering::Relaxed));
        Watched {
            usage,
            expected: Cell::new(version),
            changed: Cell::new(false),
            news: Cell::new(false),
        }
    }

    /// Looks whether another thread has changed the payload.
    fn look(&self) {
        let Some(usage) = self.usage else {
            return;
        };
        let version = usage.version.load(Ordering::Relaxed);
        if self.expected.replace(version) != version {
            self.changed.set(true);
            self.news.set(true);
        }
    }
}

impl Section<'_> {
    /// How often the section has been suspended, as far as can be told: two suspensions between two
    /// calls count as one, and one that lasts, because this is asked in a section inside this one, counts
    /// with each call. So the same number twice means that nobody else was in a section on the object in
    /// between, and 0 that nobody was since this one began.
    ///
    /// Of an object whose class is not known here, it says that about the lock: see
    /// [`with_critical_section`](super::with_critical_section).
    ///
    /// With the GIL, it counts what Freehold knows of: `py.detach`, waiting for a lock, and that another
    /// thread had the payload of an object of a class. A switch of threads while Python code runs is
    /// not seen otherwise.
    ///
    /// Costs a few loads. Never suspends.
    pub fn suspensions(&self) -> usize {
        self.look();
        self.suspensions.get()
    }

    /// Whether another thread got in between: had an object of a class by `&mut`, or, since nobody
    /// keeps a record of what is done to other objects, could have changed one of those. What a `&self`
    /// changes, in a `Cell` or an atomic, is not seen: a field that this is about is one to change by
    /// `&mut self`.
    ///
    /// This is what `on_suspend = "error"` and `on_suspend = "retry"` ask. Costs a few loads. Never
    /// suspends.
    pub fn interleaved(&self) -> bool {
        self.look();
        let suspended = self.suspensions.get() > 0;
        let unknown = |watched: &Watched<'_>| suspended && watched.usage.is_none();
        self.objects
            .iter()
            .flatten()
            .any(|watched| watched.changed.get() || unknown(watched))
    }

    fn look(&self) {
        let changed = self
            .objects
            .iter()
            .flatten()
            .fold(false, |changed, watched| {
                watched.look();
                watched.news.take() || changed
            });
        let detaches = status(|status| status.detaches.get());
        let detached = self.detaches.replace(detaches) != detaches;
        let suspended = match cfg!(Py_GIL_DISABLED) {
            // SAFETY: `watched` has begun both on this thread, which a section does not leave, and ends
            // them when this is gone. Detached, nobody has a `&Section`, because it is not `Send`.
            true => unsafe { self.sentinel.was_opened(self.guard.held()) },
            false => changed || detached,
        };
        if suspended {
            self.suspensions.set(self.suspensions.get() + 1);
        }
    }

    /// Tells the section of changes by its own thread, from now on.
    fn enlist(&self) {
        let this = std::ptr::from_ref(self).cast();
        // First: while there is a watched section, a thread takes no other slot.
        let thread = ThisThread::get();
        status(|status| self.outer.set(status.watched.replace(this)));
        thread.slot().note_watched(true);
    }
}

impl Drop for Section<'_> {
    fn drop(&mut self) {
        // First, as in `enlist`: so it is the same slot.
        let thread = ThisThread::get();
        let outer = self.outer.get();
        status(|status| status.watched.set(outer));
        thread.slot().note_watched(!outer.is_null());
    }
}

/// Notes that the payload is about to be changed. Under its lock.
#[inline]
pub(super) fn note_change(thread: ThisThread, usage: &Usage) {
    let version = usage.version.load(Ordering::Relaxed);
    if thread.slot().is_watched() {
        tell_own_sections(thread, usage, version);
    }
    usage
        .version
        .store(version.wrapping_add(1), Ordering::Relaxed);
}

/// What this thread does itself is no interruption.
#[cold]
#[inline(never)]
fn tell_own_sections(thread: ThisThread, usage: &Usage, version: u32) {
    let mut section = thread.status(|status| status.watched.get());
    // SAFETY: the list consists of local variables of functions that this thread is in; each leaves it
    // when it is dropped.
    while let Some(this) = unsafe { section.as_ref() } {
        for watched in this.objects.iter().flatten() {
            if watched.usage.is_some_and(|own| std::ptr::eq(own, usage)) {
                watched.look();
                watched.expected.set(version.wrapping_add(1));
            }
        }
        section = this.outer.get();
    }
}

/// [`with_critical_section`](super::with_critical_section) whose `body` can ask whether it was suspended.
///
/// Costs a second section, on a lock that nobody else knows: about as much again.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::with_watched_section;
///
/// fn call_undisturbed<'py>(
///     object: &Bound<'py, PyAny>,
///     callback: &Bound<'py, PyAny>,
/// ) -> PyResult<(Bound<'py, PyAny>, bool)> {
///     with_watched_section(object, |section| {
///         let result = callback.call0()?;
///         Ok((result, section.suspensions() == 0))
///     })
/// }
/// ```
#[track_caller]
pub fn with_watched_section<T, R>(object: &Bound<'_, T>, body: impl FnOnce(&Section<'_>) -> R) -> R
where
    T: SectionTarget,
{
    let usages = [Some(T::usage(object)), None];
    watched(
        usages,
        |guard| {
            // SAFETY: the handle proves attachment and keeps the object alive; `watched` drops the guard
            // where it made it, after all sections that `body` begins.
            unsafe { guard.begin_on(object) }
        },
        body,
    )
}

/// [`with_watched_section`] on two objects.
#[track_caller]
pub fn with_watched_section2<T, U, R>(
    first: &Bound<'_, T>,
    second: &Bound<'_, U>,
    body: impl FnOnce(&Section<'_>) -> R,
) -> R
where
    T: SectionTarget,
    U: SectionTarget,
{
    let usages = [Some(T::usage(first)), Some(U::usage(second))];
    watched(
        usages,
        |guard| {
            // SAFETY: as in `with_watched_section`, for both.
            unsafe { guard.begin_on_two(first, second) }
        },
        body,
    )
}

/// The section that `begin` begins.
#[track_caller]
pub(crate) fn watched<R>(
    usages: [Option<Option<&Usage>>; 2],
    begin: impl FnOnce(&SectionGuard),
    body: impl FnOnce(&Section<'_>) -> R,
) -> R {
    let sentinel = Sentinel::new();
    let guard = SectionGuard::new();
    // SAFETY: attached, by the handles of the callers; `sentinel` is a local variable that is dropped
    // here, after `guard` and after all sections that `body` begins.
    unsafe { sentinel.begin() };
    begin(&guard);
    // It may have waited for the lock, which was before the section.
    // SAFETY: attached, and both have just begun.
    unsafe { sentinel.was_opened(guard.held()) };
    let section = Section {
        guard: &guard,
        sentinel: &sentinel,
        objects: usages.map(|usage| usage.map(Watched::new)),
        suspensions: Cell::new(0),
        detaches: Cell::new(status(|status| status.detaches.get())),
        outer: Cell::new(std::ptr::null()),
        not_send: PhantomData,
    };
    section.enlist();
    body(&section)
}
