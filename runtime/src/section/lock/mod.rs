//! The locks of objects: held by their bytes alone, for as long as a body runs that cannot suspend
//! ([`ObjectLocks`]), or by a section on the thread's stack of sections ([`StackSection`]).
//!
//! The only place of the runtime that knows how CPython lays out sections and the byte of a `PyMutex`.

#[cfg(Py_GIL_DISABLED)]
mod bias;
#[cfg(Py_GIL_DISABLED)]
mod byte;
#[cfg(Py_GIL_DISABLED)]
mod innermost;
#[cfg(Py_GIL_DISABLED)]
mod objects;
#[cfg(Py_GIL_DISABLED)]
mod sentinel;
#[cfg(Py_GIL_DISABLED)]
mod stack;
#[cfg(Py_GIL_DISABLED)]
mod target;
#[cfg(not(Py_GIL_DISABLED))]
mod with_gil;

#[cfg(Py_GIL_DISABLED)]
pub(crate) use bias::Bias;
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) use with_gil::Bias;
#[cfg(not(Py_GIL_DISABLED))]
pub(super) use with_gil::{
    LockPlace, ObjectLocks, Sentinel, StackSection, Target, innermost_holds,
};
#[cfg(Py_GIL_DISABLED)]
pub(super) use {
    innermost::innermost_holds,
    objects::{LockPlace, ObjectLocks},
    sentinel::Sentinel,
    stack::StackSection,
    target::Target,
};
