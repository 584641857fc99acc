//! The value of an `int` of one digit, read as CPython's header does it (`PyUnstable_Long_IsCompact`,
//! `PyUnstable_Long_CompactValue`): those are inline functions there, which no library exports before 3.14.

use crate::exceptions::PyImportError;
use crate::{PyResult, Python, ffi};

/// How many bits a digit has. CPython can be configured for 15, which [`check`] refuses.
const BITS: u32 = 30;

/// An `int`, up to its lowest digit.
#[repr(C)]
struct Int {
    #[cfg(Py_3_12)]
    header: ffi::PyObject,
    /// The number of digits, above three bits for the sign.
    #[cfg(Py_3_12)]
    tag: usize,
    /// The size is the number of digits, negative for a number below 0.
    #[cfg(not(Py_3_12))]
    header: ffi::PyVarObject,
    digit: u32,
}

/// The value, if it has at most one digit. Never suspends.
///
/// # Safety
/// `int` is a live `int`, or of a class that is derived from it.
#[inline(always)]
pub(crate) unsafe fn value(int: *mut ffi::PyObject) -> Option<i64> {
    let int = int.cast::<Int>();
    #[cfg(Py_3_12)]
    // SAFETY: the caller's contract. An `int` never changes, and has room for one digit at least.
    unsafe {
        const SIGN: usize = 3;
        const DIGITS_FROM_BIT: u32 = 3;
        let tag = (*int).tag;
        // The sign is 0, 1 for 0, 2 if the number is negative.
        (tag < 2 << DIGITS_FROM_BIT).then(|| (1 - (tag & SIGN) as i64) * i64::from((*int).digit))
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: as above.
    unsafe {
        let size = (*int).header.ob_size;
        (-1..=1)
            .contains(&size)
            .then(|| size as i64 * i64::from((*int).digit))
    }
}

/// Whether digits are what they are taken for: said by numbers that have one digit, or one more.
///
/// # Errors
/// `ImportError` if they are not, or what making an integer raises.
pub(crate) fn check(py: Python<'_>) -> PyResult<()> {
    const BEYOND: i64 = 1 << BITS;
    let expected = [
        (0, true),
        (-1, true),
        (1 - BEYOND, true),
        (BEYOND - 1, true),
        (BEYOND, false),
    ];
    for (number, has_one_digit) in expected {
        check_one(py, number, has_one_digit)?;
    }
    Ok(())
}

/// Not to be repeated for each of the numbers.
#[inline(never)]
fn check_one(py: Python<'_>, number: i64, has_one_digit: bool) -> PyResult<()> {
    // SAFETY: attached; the result is a new `int`, or null with an error set.
    let value = unsafe {
        let int = ffi::PyLong_FromLongLong(number);
        let int = crate::Bound::<crate::types::PyAny>::from_owned_ptr_or_err(py, int)?;
        value(int.as_ptr())
    };
    match value == has_one_digit.then_some(number) {
        true => Ok(()),
        false => Err(PyImportError::new_err(
            "this Python was configured for integers of other digits than those of 30 bits",
        )),
    }
}
