//! The three states of a thread: attached, attached inside an exclusive section, detached.
//!
//! | state | proof | may do |
//! |---|---|---|
//! | attached | [`Python<'py>`](crate::Python) | anything, including running Python code |
//! | attached, inside an exclusive section | [`NoSuspend<'cs>`](crate::NoSuspend) | only what never releases a lock |
//! | detached | none | plain Rust |

mod detach;
mod elsewhere;
mod foreign;
mod kept;
mod no_suspend;
mod python;
mod release;
mod renamed;
mod slot;
mod state;
mod thread;
mod token;
mod visit;
mod wait;

pub use detach::{Detached, reattach};
pub use foreign::AttachError;
pub use kept::KeptThreadState;
pub use python::PythonVersion;
pub use token::{Attached, NoSuspend, Python};

pub(crate) use foreign::{attach_to, if_attached, passing_through};
pub(crate) use kept::{end_own, keep, times_kept};
pub(crate) use release::{
    PayloadDrop, Reference, release, release_as_noted, release_pending, release_set_aside_once,
};
pub(crate) use slot::after_fork_in_child as slots_after_fork_in_child;
#[cfg(not(Py_3_12))]
pub(crate) use thread::restored;
pub(crate) use thread::{ThisThread, ThreadStatus, is_attached, status};
pub(crate) use visit::{Visit, visit};
pub(crate) use wait::Waiting;
