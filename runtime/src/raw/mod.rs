//! The raw tier: the begin/end pairs of the C macros, for functions that Freehold does not export.
//!
//! A project that stays on `pyo3-ffi`, or on PyO3 (with the feature `pyo3`), can adopt Freehold one
//! function at a time. [`critical_section`](../prelude/attr.critical_section.html) and
//! [`allow_threads`](../prelude/attr.allow_threads.html) work on plain Rust functions, on methods of plain
//! `impl` blocks and of other frameworks', and on raw C functions; for parts of a function there are the
//! blocks [`critical_section!`](crate::critical_section!) and [`allow_threads!`](crate::allow_threads!).
//!
//! Here every section is the one of C, which whatever detaches the thread suspends: see
//! [`with_critical_section`](crate::sync::with_critical_section).
//!
//! ```
//! use freehold::ffi;
//! use freehold::prelude::*;
//!
//! /// Moves the last item of one list to another, as a function in a method table.
//! #[critical_section(from, to)]
//! unsafe extern "C" fn move_last(from: *mut ffi::PyObject, to: *mut ffi::PyObject) -> *mut ffi::PyObject {
//!     // SAFETY: CPython calls this attached, with two objects that it keeps alive.
//!     unsafe {
//!         let last = ffi::PyList_Size(from) - 1;
//!         let item = ffi::PySequence_GetItem(from, last);
//!         if item.is_null() {
//!             return item;
//!         }
//!         let appended = ffi::PyList_Append(to, item);
//!         ffi::Py_DECREF(item);
//!         if appended < 0 || ffi::PySequence_DelItem(from, last) < 0 {
//!             return std::ptr::null_mut();
//!         }
//!         ffi::Py_NewRef(ffi::Py_None())
//!     }
//! }
//! ```
//!
//! # What proves that it may lock or detach
//!
//! | locked, or given to detach | proof |
//! |---|---|
//! | [`Bound`](crate::Bound), PyO3's `Bound`, `Borrowed` | is one |
//! | [`Py`](crate::Py), PyO3's `Py` | a parameter `py: Python<'_>`, Freehold's or PyO3's; in a block, `object.bind(py)` |
//! | `*mut PyObject`, `NonNull<PyObject>` | the keyword `unsafe`: the object is alive, and the thread attached |
//! | `#[allow_threads]` | a parameter `py: Python<'_>`, which the body then has no more; or `unsafe` |
//!
//! Under `unsafe` nothing is asked of parameters and results; otherwise what enters a detached body, and
//! what leaves it, has to be [`Detached`](crate::Detached).

//! # With PyO3
//!
//! The feature `pyo3` is for modules that are PyO3's. Its handles and its token then do what Freehold's do, and
//! all detaching goes by way of PyO3, which keeps a count of its own of who is attached; so
//! `pyo3::Python::attach` and [`freehold::reattach`](crate::reattach) both work in a detached body. It is for
//! `pyo3` 0.30, which like `pyo3-ffi` works on 3.13t with `UNSAFE_PYO3_SKIP_VERSION_CHECK=1`. `examples/withpyo3`
//! is a module that uses it.
//!
//! ```
//! # #[cfg(feature = "pyo3")]
//! # mod with_pyo3 {
//! use freehold::prelude::{allow_threads, critical_section};
//! use pyo3::prelude::*;
//! use pyo3::types::PyList;
//!
//! #[critical_section(from, to)]
//! fn move_all(from: &Bound<'_, PyList>, to: &Bound<'_, PyList>) -> PyResult<()> {
//!     from.try_iter()?.try_for_each(|item| to.append(item?))
//! }
//!
//! #[allow_threads]
//! fn checksum(_py: Python<'_>, data: &[u8]) -> u64 {
//!     data.iter().map(|byte| u64::from(*byte)).sum()
//! }
//! # }
//! ```

mod blocks;
mod detach;
mod lock;
#[cfg(feature = "pyo3")]
mod pyo3;
mod section;

#[cfg(feature = "pyo3")]
pub(crate) use self::pyo3::detach as detach_by_pyo3;
pub use detach::AttachmentToken;
pub use lock::{AttachedLock, SectionLock, TokenLock};

/// For generated code and the blocks.
#[doc(hidden)]
pub mod private {
    pub use super::detach::{
        TokenIsUsedUp, assert_enters, assert_leaves, block_with_token, block_without_token,
        detached_with_token, detached_without_token, leaving, once,
    };
    pub use super::lock::{by_handle, by_promise, by_token, target};
    pub use super::section::{section, section2, watched, watched2};
}
