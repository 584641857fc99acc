//! Floating-point numbers.

use crate::convert::from::InPlace;
use crate::convert::{CResult, ConversionKind, FromPyObject, IntoPyObject};
use crate::handle::Bound;
use crate::types::{PyAny, PyFloat};
use crate::{PyErr, PyResult, Python, ffi};

/// An exact `float` is read in place; other numbers are asked for `__float__`, then `__index__`.
impl<'a, 'py> FromPyObject<'a, 'py> for f64 {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        // SAFETY: a live object, of which only a `float` is read as one.
        unsafe {
            if ffi::PyFloat_CheckExact(ob.as_ptr()) != 0 {
                return Ok(ffi::PyFloat_AS_DOUBLE(ob.as_ptr()));
            }
        }
        extract_number(ob)
    }

    const READS_IN_PLACE: bool = true;

    #[inline(always)]
    fn read_in_place(ob: &Bound<'py, PyAny>, _: InPlace) -> Option<Self> {
        // SAFETY: as in `extract`.
        unsafe {
            (ffi::PyFloat_CheckExact(ob.as_ptr()) != 0).then(|| ffi::PyFloat_AS_DOUBLE(ob.as_ptr()))
        }
    }
}

#[inline(never)]
fn extract_number(ob: &Bound<'_, PyAny>) -> PyResult<f64> {
    if !is_number(ob) {
        return Err(PyErr::conversion(ConversionKind::Type, "real number", ob));
    }
    // SAFETY: a live object.
    let value = unsafe { ffi::PyFloat_AsDouble(ob.as_ptr()) };
    if value != -1.0 {
        return Ok(value);
    }
    // SAFETY: attached; what is set is only looked at, and with nothing set not asked about.
    let is_overflow = unsafe {
        let raised = ffi::PyErr_Occurred();
        if raised.is_null() {
            return Ok(value);
        }
        ffi::PyErr_GivenExceptionMatches(raised, ffi::PyExc_OverflowError) != 0
    };
    let error = PyErr::fetch(ob.py());
    if is_overflow && is_int(ob) {
        let expected = "in the range of float";
        return Err(PyErr::conversion(ConversionKind::Overflow, expected, ob));
    }
    Err(error)
}

fn is_int(ob: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a live object.
    unsafe { ffi::PyLong_Check(ob.as_ptr()) != 0 }
}

/// Whether `PyFloat_AsDouble` finds something to ask.
fn is_number(ob: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a live object and its type; `float` and its subclasses need no slot.
    unsafe {
        ffi::PyFloat_Check(ob.as_ptr()) != 0
            || !ffi::PyType_GetSlot(ffi::Py_TYPE(ob.as_ptr()), ffi::Py_nb_float).is_null()
            || ffi::PyIndex_Check(ob.as_ptr()) != 0
    }
}

/// As `f64`, rounded: what is too large becomes infinite.
impl<'a, 'py> FromPyObject<'a, 'py> for f32 {
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        f64::extract(ob).map(|value| value as f32)
    }
}

impl<'py> IntoPyObject<'py> for f64 {
    type Target = PyFloat;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyFloat>> {
        let float = self.into_c_result(py).into_ptr();
        // SAFETY: a new reference to a `float`, or null with an error set.
        unsafe { Bound::from_owned_ptr_or_err(py, float).map(|float| float.into_unchecked()) }
    }

    #[inline(always)]
    fn into_c_result(self, _py: Python<'py>) -> CResult {
        // SAFETY: the token proves attachment; the call returns a `float` or null with an error set.
        unsafe { CResult::of(ffi::PyFloat_FromDouble(self)) }
    }
}

impl<'py> IntoPyObject<'py> for f32 {
    type Target = PyFloat;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyFloat>> {
        f64::from(self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &f64 {
    type Target = PyFloat;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyFloat>> {
        (*self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for &f32 {
    type Target = PyFloat;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyFloat>> {
        (*self).into_pyobject(py)
    }
}
