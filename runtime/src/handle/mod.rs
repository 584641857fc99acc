//! Handles to Python objects: [`Bound`], tied to an attached thread, and [`Py`], owned and free.

mod bound;
mod cast;
mod py;
mod type_info;

pub use bound::Bound;
pub use cast::{CastError, CastIntoError};
pub use py::Py;
#[doc(hidden)]
pub use type_info::NotPyAny;
pub(crate) use type_info::sealed;
pub use type_info::{ExactType, PyTypeInfo};
