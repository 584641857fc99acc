//! Rust to Python.

use crate::convert::sequence;
use crate::handle::Bound;
use crate::types::PyAny;
use crate::{PyResult, Python, ffi};

/// Types that become a Python object: the results of a `#[pyfunction]`.
///
/// See the [table](crate::convert) of what is built in; a `#[pyclass]` becomes an instance of its
/// class. Most conversions allocate, so may suspend a critical section.
///
/// ```
/// use freehold::prelude::*;
///
/// struct Point { x: f64, y: f64 }
///
/// impl<'py> IntoPyObject<'py> for Point {
///     type Target = PyTuple;
///
///     fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
///         (self.x, self.y).into_pyobject(py)
///     }
/// }
///
/// #[pyfunction]
/// fn origin() -> Point { Point { x: 0.0, y: 0.0 } }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a Python object",
    label = "no conversion to a Python object",
    note = "make it a `#[pyclass]`, implement `IntoPyObject` for it, or return something that has it, such as a tuple of its parts"
)]
pub trait IntoPyObject<'py>: Sized {
    /// The Python type of the result, [`PyAny`] if it varies.
    type Target;

    /// Converts the value.
    ///
    /// # Errors
    /// Where an object cannot be made: out of memory, or an element raises.
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, Self::Target>>;

    /// What a sequence of this type becomes: a list, or for bytes a `bytes`.
    #[doc(hidden)]
    fn sequence_into_pyobject<I>(items: I, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = Self>,
        I::IntoIter: ExactSizeIterator,
    {
        sequence::list_of(items, py).map(Bound::into_any)
    }

    /// [`into_pyobject`](Self::into_pyobject), and if that fails the exception set: for results of C functions.
    #[doc(hidden)]
    #[inline(always)]
    fn into_c_result(self, py: Python<'py>) -> CResult {
        match self.into_pyobject(py) {
            Ok(object) => CResult(object.into_ptr()),
            Err(error) => {
                error.restore(py);
                CResult(std::ptr::null_mut())
            }
        }
    }
}

/// The object that a value becomes, of whatever type.
#[inline]
pub(crate) fn object_of<'py, T: IntoPyObject<'py>>(
    value: T,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    value.into_pyobject(py).map(Bound::into_any)
}

/// What C functions return: a new reference, or null with an exception set. Only this crate can make one.
pub struct CResult(*mut ffi::PyObject);

impl CResult {
    /// What a function of the C API has returned, as it is.
    ///
    /// # Safety
    /// A new reference, or null with an exception set.
    #[inline(always)]
    pub(crate) unsafe fn of(returned: *mut ffi::PyObject) -> CResult {
        CResult(returned)
    }

    /// The same for CPython.
    #[inline(always)]
    pub(crate) fn into_ptr(self) -> *mut ffi::PyObject {
        self.0
    }
}
