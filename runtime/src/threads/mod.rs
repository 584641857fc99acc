//! Threads and interpreters from close by: signals, calls for the main thread, values of a thread, and the
//! functions of CPython behind [`Python::attach`](crate::Python::attach) and
//! [`Python::detach`](crate::Python::detach).

pub mod low_level;
mod schedule;
mod signals;
mod state;
mod tss;

pub use schedule::{NotScheduled, ScheduleError, schedule};
pub use state::ThreadState;
pub use tss::PyTss;
