//! `std::io::Error` as the `OSError` that Python's own I/O would raise.

use std::any::Any;
use std::borrow::Cow;
use std::io::{self, ErrorKind};

use crate::convert::IntoPyObject;
use crate::err::PyErrArguments;
use crate::err::exceptions::{self, PyOSError};
use crate::types::PyAny;
use crate::{Py, PyErr, PyResult, Python};

/// With an `errno`, `OSError(errno, text)`, which picks its own subclass: `FileNotFoundError` for
/// `ENOENT`. Without one, the subclass that fits the kind. An `io::Error` that carries a `PyErr`
/// becomes that again.
impl From<io::Error> for PyErr {
    #[cold]
    #[inline]
    fn from(error: io::Error) -> PyErr {
        if error.get_ref().is_some_and(|inner| inner.is::<PyErr>()) {
            let inner = error.into_inner().expect("get_ref has just seen it");
            return *inner.downcast().expect("is has just said so");
        }
        if error.raw_os_error().is_some() {
            return PyOSError::new_err(error);
        }
        let new_err = match error.kind() {
            ErrorKind::AlreadyExists => exceptions::PyFileExistsError::new_err,
            ErrorKind::BrokenPipe => exceptions::PyBrokenPipeError::new_err,
            ErrorKind::ConnectionAborted => exceptions::PyConnectionAbortedError::new_err,
            ErrorKind::ConnectionRefused => exceptions::PyConnectionRefusedError::new_err,
            ErrorKind::ConnectionReset => exceptions::PyConnectionResetError::new_err,
            ErrorKind::Interrupted => exceptions::PyInterruptedError::new_err,
            ErrorKind::IsADirectory => exceptions::PyIsADirectoryError::new_err,
            ErrorKind::NotADirectory => exceptions::PyNotADirectoryError::new_err,
            ErrorKind::NotFound => exceptions::PyFileNotFoundError::new_err,
            ErrorKind::PermissionDenied => exceptions::PyPermissionError::new_err,
            ErrorKind::TimedOut => exceptions::PyTimeoutError::new_err,
            ErrorKind::WouldBlock => exceptions::PyBlockingIOError::new_err,
            _ => PyOSError::new_err,
        };
        new_err(error.to_string())
    }
}

impl PyErrArguments for io::Error {
    #[inline]
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let text = text(&self);
        let arguments = match self.raw_os_error() {
            // On Windows the number is `winerror`, from which `OSError` works out the `errno`.
            Some(code) if cfg!(windows) => {
                (0, text, None::<()>, code).into_pyobject(py)?.into_any()
            }
            Some(code) => (code, text).into_pyobject(py)?.into_any(),
            None => text.into_pyobject(py)?.into_any(),
        };
        Ok(arguments.unbind())
    }
}

/// What the operating system calls the error, without the number that Rust appends.
fn text(error: &io::Error) -> String {
    let mut text = error.to_string();
    if let Some(code) = error.raw_os_error() {
        let suffix = format!(" (os error {code})");
        if let Some(stripped) = text.strip_suffix(&suffix) {
            text.truncate(stripped.len());
        }
    }
    text
}

/// The text of arguments that are an error of the operating system, as `OSError` shows it. The text
/// of any other `io::Error` may be somebody else's code.
pub(super) fn text_of(arguments: &dyn Any) -> Option<Cow<'static, str>> {
    let error = arguments.downcast_ref::<io::Error>()?;
    let code = error.raw_os_error()?;
    Some(format!("[Errno {code}] {}", text(error)).into())
}

/// `io::Error::other` for code that speaks `io::Result`: it becomes the same `PyErr` again.
impl From<PyErr> for io::Error {
    #[inline]
    fn from(error: PyErr) -> io::Error {
        io::Error::other(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_errno_and_python_wording() {
        let error = PyErr::from(io::Error::from_raw_os_error(2));
        assert_eq!(
            error.to_string(),
            "OSError: [Errno 2] No such file or directory"
        );
    }

    #[test]
    fn picks_the_subclass_of_the_kind_without_an_errno() {
        let error = PyErr::from(io::Error::new(ErrorKind::TimedOut, "gave up"));
        assert_eq!(error.to_string(), "TimeoutError: gave up");
    }

    #[test]
    fn gives_back_the_python_error_inside() {
        let inner = exceptions::PyValueError::new_err("odd");
        let error = PyErr::from(io::Error::from(inner));
        assert_eq!(error.to_string(), "ValueError: odd");
    }
}
