//! Casts: looking at an object as an object of another type.

use std::fmt;

use crate::PyErr;
use crate::convert::ConversionKind;
use crate::handle::{Bound, PyTypeInfo};
use crate::types::{PyAny, PyAnyMethods};

impl<'py, T> Bound<'py, T> {
    /// This object as a `U`, if it is an instance of it or of a subtype.
    ///
    /// Costs a look at the type's flags for the built-in types, and a walk of the type's bases for
    /// classes. Runs no Python code.
    ///
    /// # Errors
    /// [`CastError`], which becomes a `TypeError` where `?` turns it into a [`PyErr`].
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// #[pyfunction]
    /// fn size(object: &Bound<'_, PyAny>) -> PyResult<usize> {
    ///     match object.cast::<PyList>() {
    ///         Ok(list) => Ok(list.len()),
    ///         Err(_) => object.len(),
    ///     }
    /// }
    /// ```
    #[inline]
    pub fn cast<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.as_unchecked() })
        } else {
            Err(CastError::new::<U>(self.as_any()))
        }
    }

    /// [`cast`](Self::cast) that only takes instances of exactly this type, not of a subtype.
    ///
    /// # Errors
    /// As [`cast`](Self::cast).
    #[inline]
    pub fn cast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.as_unchecked() })
        } else {
            Err(CastError::new::<U>(self.as_any()))
        }
    }

    /// [`cast`](Self::cast) that hands the reference on.
    ///
    /// # Errors
    /// [`CastIntoError`], which gives the reference back.
    #[inline]
    pub fn cast_into<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::is_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.into_unchecked() })
        } else {
            Err(CastIntoError::new::<U>(self.into_any()))
        }
    }

    /// [`cast_exact`](Self::cast_exact) that hands the reference on.
    ///
    /// # Errors
    /// [`CastIntoError`], which gives the reference back.
    #[inline]
    pub fn cast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        if U::is_exact_type_of(self.as_any()) {
            // SAFETY: just checked.
            Ok(unsafe { self.into_unchecked() })
        } else {
            Err(CastIntoError::new::<U>(self.into_any()))
        }
    }

    /// [`cast`](Self::cast) without the check.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn cast_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: the same contract.
        unsafe { self.as_unchecked() }
    }

    /// [`cast_into`](Self::cast_into) without the check.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn cast_into_unchecked<U>(self) -> Bound<'py, U> {
        // SAFETY: the same contract.
        unsafe { self.into_unchecked() }
    }
}

/// A [`cast`](Bound::cast) to a type that the object is not of.
///
/// Costs nothing to make. As a [`PyErr`] it is a `TypeError` such as `expected list, not int`.
pub struct CastError<'a, 'py> {
    object: &'a Bound<'py, PyAny>,
    expected: &'static str,
}

/// A [`cast_into`](Bound::cast_into) to a type that the object is not of.
pub struct CastIntoError<'py> {
    object: Bound<'py, PyAny>,
    expected: &'static str,
}

impl<'a, 'py> CastError<'a, 'py> {
    fn new<U: PyTypeInfo>(object: &'a Bound<'py, PyAny>) -> Self {
        CastError {
            object,
            expected: U::NAME,
        }
    }
}

impl<'py> CastIntoError<'py> {
    fn new<U: PyTypeInfo>(object: Bound<'py, PyAny>) -> Self {
        CastIntoError {
            object,
            expected: U::NAME,
        }
    }

    /// The object that could not be cast.
    pub fn into_inner(self) -> Bound<'py, PyAny> {
        self.object
    }
}

impl From<CastError<'_, '_>> for PyErr {
    fn from(error: CastError<'_, '_>) -> PyErr {
        PyErr::conversion(ConversionKind::Type, error.expected, error.object)
    }
}

impl From<CastIntoError<'_>> for PyErr {
    fn from(error: CastIntoError<'_>) -> PyErr {
        PyErr::conversion(ConversionKind::Type, error.expected, &error.object)
    }
}

fn describe(expected: &str, object: &Bound<'_, PyAny>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let got = object.get_type().name_lossy();
    write!(f, "expected {expected}, not {got}")
}

impl fmt::Display for CastError<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(self.expected, self.object, f)
    }
}

impl fmt::Debug for CastError<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CastError({self})")
    }
}

impl fmt::Display for CastIntoError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(self.expected, &self.object, f)
    }
}

impl fmt::Debug for CastIntoError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CastIntoError({self})")
    }
}

impl std::error::Error for CastError<'_, '_> {}
impl std::error::Error for CastIntoError<'_> {}
