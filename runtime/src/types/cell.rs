//! Cells: the variables that closures share.

use crate::handle::Bound;
use crate::types::{PyAny, PyCell};
use crate::{PyResult, Python, ffi};

impl PyCell {
    /// A new cell, with contents or empty (`PyCell_New`).
    ///
    /// # Errors
    /// Out of memory.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::types::PyCell;
    ///
    /// fn empty(py: Python<'_>) -> PyResult<Bound<'_, PyCell>> {
    ///     PyCell::new(py, None)
    /// }
    /// ```
    pub fn new<'py>(
        py: Python<'py>,
        contents: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCell>> {
        // SAFETY: a live object or null; the call returns a new cell, or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyCell_New(pointer(contents)))
                .map(|cell| cell.into_unchecked())
        }
    }
}

/// The methods of cells.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::types::{PyCell, PyCellMethods};
///
/// /// What the variables hold that a function has from the one around it.
/// #[pyfunction]
/// fn captured<'py>(function: &Bound<'py, PyAny>) -> PyResult<Vec<Option<Bound<'py, PyAny>>>> {
///     let mut captured = Vec::new();
///     for cell in function.getattr("__closure__")?.try_iter()? {
///         captured.push(cell?.cast::<PyCell>()?.get());
///     }
///     Ok(captured)
/// }
/// ```
pub trait PyCellMethods<'py>: sealed::Sealed {
    /// What the cell holds now, as a strong reference, or `None` if it is empty (`PyCell_Get`, which takes
    /// the cell's lock).
    fn get(&self) -> Option<Bound<'py, PyAny>>;

    /// Gives the cell other contents, or none (`PyCell_Set`). The last reference to what it has held runs
    /// a finalizer.
    fn set(&self, contents: Option<&Bound<'py, PyAny>>);
}

impl<'py> PyCellMethods<'py> for Bound<'py, PyCell> {
    fn get(&self) -> Option<Bound<'py, PyAny>> {
        // SAFETY: a live cell, for which the call sets no error; it returns a strong reference, or null
        // if the cell is empty.
        unsafe { Bound::from_owned_ptr_or_opt(self.py(), ffi::PyCell_Get(self.as_ptr())) }
    }

    fn set(&self, contents: Option<&Bound<'py, PyAny>>) {
        // SAFETY: a live cell, for which the call cannot fail, and a live object or null.
        unsafe { ffi::PyCell_Set(self.as_ptr(), pointer(contents)) };
    }
}

fn pointer(contents: Option<&Bound<'_, PyAny>>) -> *mut ffi::PyObject {
    contents.map_or(std::ptr::null_mut(), Bound::as_ptr)
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Bound<'_, super::PyCell> {}
}
