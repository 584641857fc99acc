//! Freehold: CPython extension modules in Rust that are correct and fast without the GIL.
//!
//! ```
//! use freehold::prelude::*;
//!
//! #[pymodule(gil_not_used)]
//! mod tally {
//!     use super::*;
//!
//!     /// A counter that any number of threads may hit.
//!     #[pyclass]
//!     #[derive(Default)]
//!     pub struct Counter { hits: u64 }
//!
//!     #[pymethods]
//!     impl Counter {
//!         #[new]
//!         fn new() -> Self { Self::default() }
//!
//!         #[critical_section(self)]
//!         fn hit(&mut self) -> u64 { self.hits += 1; self.hits }
//!
//!         #[critical_section(self, other)]
//!         fn absorb(&mut self, other: &mut Counter) { self.hits += std::mem::take(&mut other.hits); }
//!     }
//!
//!     /// The sum of the bytes of `data`; other threads run meanwhile.
//!     #[pyfunction]
//!     #[allow_threads]
//!     fn checksum(data: &[u8]) -> u64 { data.iter().map(|byte| u64::from(*byte)).sum() }
//! }
//! # fn main() {}
//! ```
//!
//! # The three states of a thread
//!
//! | state | proof | may do |
//! |---|---|---|
//! | attached | [`Python<'py>`](Python) | anything, including running Python code |
//! | attached, inside an exclusive section | [`NoSuspend<'cs>`](NoSuspend) | only what never releases a lock |
//! | detached | none | plain Rust |
//!
//! [`Detached`] marks what may enter the last two. [`Py<T>`](Py) is a reference that any thread may own;
//! [`Bound<'py, T>`](Bound) one that an attached thread can use.
//!
//! # Guarantees
//!
//! Safe code cannot cause a data race, two `&mut`, a use after free, or a deadlock inside the framework:
//! `&T` and `&mut T` of a class only exist under the object's lock, or the class is frozen; nothing that
//! runs under such a lock can run Python code or wait for another lock of the framework; references that
//! die at the wrong moment are released at the next right one. See the
//! [attributes](prelude) for what each costs and raises.
//!
//! # Limits
//!
//! - Handles smuggled into a detached or locked body past their type, as by `send_wrapper` or
//!   `scoped_tls`, are not seen. Locked bodies survive that (an exception is raised); detached ones are
//!   undefined behaviour, as in every framework of this kind.
//! - A reference in a lock that a *detached* thread takes out during a collection may be finalized or cleared too early:
//!   see [`Traverse::traverse`].
//! - Up to Python 3.13.7, an interpreter that exits while a daemon thread is inside Python code ends the process
//!   with an abort, if Rust has called that code by other means than this crate: by `pyo3-ffi` itself, or PyO3.
//! - A panic can only become an exception if it unwinds: not with `panic = "abort"`.

// All of the library is there, and compiled beside the attributes: see "Three crates" in ARCHITECTURE.md.
pub use freehold_runtime::*;

mod attributes;
pub mod prelude;

/// The examples of the page about sections, as tests. Only then is the file read: it is not part of the published crate.
#[cfg(doctest)]
#[doc = include_str!("../../docs/sections.md")]
mod page_about_sections {}

/// The same of the page about module state.
#[cfg(doctest)]
#[doc = include_str!("../../docs/module-state.md")]
mod page_about_module_state {}

/// The same of the page about reference cycles.
#[cfg(doctest)]
#[doc = include_str!("../../docs/reference-cycles.md")]
mod page_about_reference_cycles {}
