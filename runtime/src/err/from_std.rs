//! The errors of the standard library as exceptions.

use std::convert::Infallible;
use std::ffi::{FromBytesUntilNulError, FromBytesWithNulError, IntoStringError, NulError};
use std::str::Utf8Error;
use std::string::{FromUtf8Error, FromUtf16Error};

use crate::convert::IntoPyObject;
use crate::err::exceptions::{
    PyMemoryError, PyOverflowError, PyRuntimeError, PyUnicodeDecodeError, PyValueError,
};
use crate::types::{PyAny, PyBytes};
use crate::{Py, PyErr, PyErrArguments, PyResult, Python};

/// One row per error: what it is raised as, with its own text. Compiled where it is used (`#[inline]`): no module has them
/// all.
macro_rules! raised_as {
    ($($error:ty => $exception:ident;)*) => {$(
        impl From<$error> for PyErr {
            #[cold]
            #[inline]
            fn from(error: $error) -> PyErr {
                $exception::new_err(error.to_string())
            }
        }
    )*};
}

raised_as! {
    std::num::ParseIntError => PyValueError;
    std::num::ParseFloatError => PyValueError;
    std::num::TryFromIntError => PyOverflowError;
    std::str::ParseBoolError => PyValueError;
    std::char::ParseCharError => PyValueError;
    std::char::CharTryFromError => PyValueError;
    std::char::TryFromCharError => PyValueError;
    std::char::DecodeUtf16Error => PyValueError;
    std::array::TryFromSliceError => PyValueError;
    std::net::AddrParseError => PyValueError;
    std::time::SystemTimeError => PyValueError;
    std::time::TryFromFloatSecsError => PyValueError;
    std::env::VarError => PyValueError;
    std::collections::TryReserveError => PyMemoryError;
    std::alloc::LayoutError => PyOverflowError;
    std::fmt::Error => PyRuntimeError;
    std::sync::mpsc::RecvError => PyRuntimeError;
    FromBytesUntilNulError => PyValueError;
    FromBytesWithNulError => PyValueError;
    IntoStringError => PyValueError;
    NulError => PyValueError;
    FromUtf16Error => PyValueError;
    // `UnicodeDecodeError` would want the bytes, which this error does not have.
    Utf8Error => PyValueError;
}

impl From<Infallible> for PyErr {
    fn from(never: Infallible) -> PyErr {
        match never {}
    }
}

/// `UnicodeDecodeError` with the bytes, the position and a reason, as `bytes.decode` raises it.
impl From<FromUtf8Error> for PyErr {
    #[cold]
    #[inline]
    fn from(error: FromUtf8Error) -> PyErr {
        PyUnicodeDecodeError::new_err(error)
    }
}

impl PyErrArguments for FromUtf8Error {
    #[inline]
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let bytes = PyBytes::new(py, self.as_bytes());
        let start = self.utf8_error().valid_up_to();
        let (end, reason) = match self.utf8_error().error_len() {
            None => (self.as_bytes().len(), "unexpected end of data"),
            Some(length) if matches!(self.as_bytes()[start], 0xC2..=0xF4) => {
                (start + length, "invalid continuation byte")
            }
            Some(length) => (start + length, "invalid start byte"),
        };
        let arguments = ("utf-8", bytes, start, end, reason).into_pyobject(py)?;
        Ok(arguments.into_any().unbind())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_errors_are_value_errors_with_their_text() {
        let error = PyErr::from("seven".parse::<i32>().unwrap_err());
        assert_eq!(
            error.to_string(),
            "ValueError: invalid digit found in string"
        );
    }

    #[test]
    fn integers_that_do_not_fit_overflow() {
        let error = PyErr::from(u8::try_from(300).unwrap_err());
        assert!(error.to_string().starts_with("OverflowError: "));
    }

    #[test]
    fn an_error_is_one_word_and_travels() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<PyErr>();
        assert_eq!(size_of::<PyResult<()>>(), size_of::<usize>());
    }

    #[test]
    fn arguments_that_only_python_can_show_are_left_out() {
        assert_eq!(PyValueError::new_err((1, "two")).to_string(), "ValueError");
        assert_eq!(
            format!("{:?}", PyValueError::new_err(7)),
            "PyErr(ValueError(..))"
        );
        assert_eq!(
            format!("{:?}", PyValueError::new_err("no")),
            "PyErr(ValueError(\"no\"))"
        );
    }
}
