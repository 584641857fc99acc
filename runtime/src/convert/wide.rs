//! Integers of 128 bits, by their bytes.

use std::ffi::c_int;

#[cfg(not(Py_3_13))]
use crate::PyErr;
use crate::handle::Bound;
use crate::types::{PyAny, PyInt};
use crate::{PyResult, Python, ffi};

pub(super) use by_bytes::{make, read_signed, read_unsigned};

#[cfg(Py_3_13)]
mod by_bytes {
    use super::*;

    fn read(int: &Bound<'_, PyAny>, flags: c_int) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        let flags = flags | ffi::Py_ASNATIVEBYTES_NATIVE_ENDIAN;
        // SAFETY: an `int`, for which this call does not raise, and a buffer of the stated size.
        let needed = unsafe {
            ffi::PyLong_AsNativeBytes(int.as_ptr(), bytes.as_mut_ptr().cast(), 16, flags)
        };
        (0..=16).contains(&needed).then_some(bytes)
    }

    pub(in crate::convert) fn read_signed(int: &Bound<'_, PyAny>) -> Option<i128> {
        read(int, 0).map(i128::from_ne_bytes)
    }

    /// `int` is known not to be negative.
    pub(in crate::convert) fn read_unsigned(int: &Bound<'_, PyAny>) -> Option<u128> {
        read(int, ffi::Py_ASNATIVEBYTES_UNSIGNED_BUFFER).map(u128::from_ne_bytes)
    }

    pub(in crate::convert) fn make(
        py: Python<'_>,
        bytes: [u8; 16],
        signed: bool,
    ) -> PyResult<Bound<'_, PyInt>> {
        let make = if signed {
            ffi::PyLong_FromNativeBytes
        } else {
            ffi::PyLong_FromUnsignedNativeBytes
        };
        let (start, flags) = (bytes.as_ptr().cast(), ffi::Py_ASNATIVEBYTES_NATIVE_ENDIAN);
        // SAFETY: a buffer of the stated size; the call returns an `int` or null with an error set.
        unsafe {
            Bound::from_owned_ptr_or_err(py, make(start, 16, flags)).map(|i| i.into_unchecked())
        }
    }
}

#[cfg(not(Py_3_13))]
mod by_bytes {
    use super::*;

    const LITTLE_ENDIAN: c_int = cfg!(target_endian = "little") as c_int;

    fn read(int: &Bound<'_, PyAny>, signed: bool) -> Option<[u8; 16]> {
        let mut bytes = [0; 16];
        let (start, signed) = (bytes.as_mut_ptr(), c_int::from(signed));
        // SAFETY: an `int`, and a buffer of the stated size.
        let status = unsafe {
            ffi::_PyLong_AsByteArray(int.as_ptr().cast(), start, 16, LITTLE_ENDIAN, signed)
        };
        if status == -1 {
            let _too_large = PyErr::take(int.py());
            return None;
        }
        Some(bytes)
    }

    pub(in crate::convert) fn read_signed(int: &Bound<'_, PyAny>) -> Option<i128> {
        read(int, true).map(i128::from_ne_bytes)
    }

    /// `int` is known not to be negative.
    pub(in crate::convert) fn read_unsigned(int: &Bound<'_, PyAny>) -> Option<u128> {
        read(int, false).map(u128::from_ne_bytes)
    }

    pub(in crate::convert) fn make(
        py: Python<'_>,
        bytes: [u8; 16],
        signed: bool,
    ) -> PyResult<Bound<'_, PyInt>> {
        let signed = c_int::from(signed);
        // SAFETY: a buffer of the stated size; the call returns an `int` or null with an error set.
        unsafe {
            let int = ffi::_PyLong_FromByteArray(bytes.as_ptr(), 16, LITTLE_ENDIAN, signed);
            Bound::from_owned_ptr_or_err(py, int).map(|i| i.into_unchecked())
        }
    }
}
