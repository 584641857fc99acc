//! Locks: critical sections as blocks, mutexes, cells that are initialised once.
//!
//! # Critical sections
//!
//! What an attribute does for a whole function, these do for a block.
//!
//! | | the lock is held | inside |
//! |---|---|---|
//! | [`Bound::with`](crate::Bound::with), [`Bound::with_mut`](crate::Bound::with_mut), [`with2`], [`with2_mut`] | from end to end | `&T`, `&mut T`; no Python |
//! | [`with_critical_section`], [`with_critical_section2`] | until something suspends the section, and again after that | Python |
//! | [`with_watched_section`], [`with_watched_section2`] | the same, and it counts how often it was suspended | Python |
//!
//! # Locks that go together with Python
//!
//! A thread that waits while it is attached can stop the whole process: the thread that it waits for
//! may itself wait for the GIL, or for a collection that cannot begin before every attached thread has
//! come to rest. Everything here detaches to wait, and only if there is something to wait for.
//!
//! | to | use |
//! |---|---|
//! | guard data that many threads change | [`PyMutex`] |
//! | the same, and know whether a panic has left it half changed | [`PoisonMutex`] |
//! | make something once, on first use | [`PyOnce`], [`PyLazy`] |
//! | the same once in each interpreter | [`PerInterpreter`] |
//! | keep the locks of std | [`MutexExt`], [`RwLockExt`], [`OnceExt`], [`OnceLockExt`], [`CondvarExt`] |
//!
//! With the feature `parking_lot`, the same traits are implemented for the locks of that crate.

mod enter;
mod exclusive;
mod kept;
mod lazy;
mod mutex;
mod once;
#[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
mod park;
#[cfg(feature = "parking_lot")]
mod parking_lot;
mod poison;
mod raw;
mod renamed;
mod std_ext;

pub use crate::interpreter::PerInterpreter;
pub use crate::section::{
    LockedBody, Section, SectionTarget, with_critical_section, with_critical_section2,
    with_watched_section, with_watched_section2, with2, with2_cs, with2_mut, with2_mut_cs,
};
pub(crate) use kept::Kept;
pub use lazy::PyLazy;
pub use mutex::{PyMutex, PyMutexGuard};
pub use once::PyOnce;
pub use poison::{PoisonMutex, PoisonMutexGuard};
#[doc(hidden)]
#[expect(deprecated, reason = "who uses them is told what to write")]
pub use renamed::{GILOnceCell, GILProtected, PyOnceLock};
pub use std_ext::{CondvarExt, MutexExt, OnceExt, OnceLockExt, RwLockExt};
