//! The runtime of Freehold: what extension modules and the code that the attributes generate call.
//!
//! Depend on `freehold`, which is this crate and the attributes; its pages explain both. They are two crates so that this one is
//! compiled beside the attributes, and not after them.

#[cfg(any(Py_3_14, not(unix), target_vendor = "apple"))]
pub use pyo3_ffi as ffi;
#[cfg(all(not(Py_3_14), unix, not(target_vendor = "apple")))]
pub mod ffi;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod attach;
mod capi;
mod chaos;
mod class;
pub mod convert;
mod err;
mod function;
mod gc;
pub mod handle;
mod interpreter;
mod module;
pub mod panic;
pub mod raw;
mod refusal;
mod section;
mod subinterpreter;
pub mod sync;
mod threads;
pub mod types;

pub use attach::{
    AttachError, Attached, Detached, KeptThreadState, NoSuspend, Python, PythonVersion, reattach,
};
pub use err::{PyErr, PyErrArguments, PyResult, exceptions};
pub use gc::{PyTraverseError, PyVisit, Traverse};
pub use handle::{Bound, Py};
pub use interpreter::{Interpreter, PendingReferences};
pub use subinterpreter::{Gil, SubInterpreter, SubInterpreterConfig};
pub use threads::{NotScheduled, PyTss, ScheduleError, ThreadState, low_level, schedule};
