//! The built-in exceptions, as types to raise and to catch.
//!
//! ```
//! use freehold::exceptions::PyIndexError;
//! use freehold::prelude::*;
//!
//! #[pyfunction]
//! fn first(py: Python<'_>, items: &Bound<'_, PyList>) -> PyResult<Option<Py<PyAny>>> {
//!     match items.get_item(0) {
//!         Ok(item) => Ok(Some(item.unbind())),
//!         Err(error) if error.is_instance_of::<PyIndexError>(py) => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//! ```

use std::ptr::NonNull;

use crate::err::{PyErr, PyErrArguments};
use crate::handle::{Bound, NotPyAny, PyTypeInfo};
use crate::types::{PyAnyMethods, PyModule, PyType};
use crate::{PyResult, Python, ffi};

/// A [`PyTypeInfo`] whose type derives from `BaseException`.
pub trait ExceptionType: PyTypeInfo {}

/// One row per exception: the Rust name, Python's name, and where the type is found: a variable of
/// the C API, or `builtins` for those that have none. No module uses them all, so they are compiled where they are used
/// (`#[inline]`).
macro_rules! exceptions {
    ($($(#[$attribute:meta])* $exception:ident, $name:literal $(, $pointer:ident)?;)*) => {$(
        $(#[$attribute])*
        #[doc = concat!("Python's `", $name, "`.")]
        pub struct $exception(std::convert::Infallible);

        $(#[$attribute])*
        impl $exception {
            #[doc = concat!("A `", $name, "` with these arguments: see [`PyErr::new`].")]
            #[cold]
            pub fn new_err<A: PyErrArguments>(args: A) -> PyErr {
                PyErr::new::<$exception, A>(args)
            }
        }

        $(#[$attribute])*
        // SAFETY: every exception may be used as a handle of its type or of a base of it: nothing of
        // the object's memory is read through such a handle. An object's class can only be changed to
        // one of the same layout, which for a built-in exception is a subclass of the same one.
        unsafe impl PyTypeInfo for $exception {
            const NAME: &'static str = $name;
            exceptions!(@lookup $name $(, $pointer)?);
        }

        $(#[$attribute])*
        impl ExceptionType for $exception {}

        $(#[$attribute])*
        impl NotPyAny for $exception {}
    )*};
    (@lookup $name:literal, $pointer:ident) => {
        #[inline]
        fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
            // SAFETY: the variable is set before any extension module runs, to a type that is never
            // freed.
            Ok(unsafe { from_variable(py, ffi::$pointer) })
        }
    };
    (@lookup $name:literal) => {
        #[inline]
        fn type_object(py: Python<'_>) -> PyResult<Bound<'_, PyType>> {
            from_builtins(py, $name)
        }
    };
}

/// Compiled once, and not for each of them.
///
/// # Safety
/// `class` is a live type.
#[inline(never)]
unsafe fn from_variable(py: Python<'_>, class: *mut ffi::PyObject) -> Bound<'_, PyType> {
    // SAFETY: the caller's contract.
    unsafe { Bound::from_borrowed_type_ptr(py, NonNull::new_unchecked(class.cast())) }
}

/// An exception type that the C API has no variable for. Somebody may have replaced the name.
fn from_builtins<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyType>> {
    let class = PyModule::import(py, "builtins")?.getattr(name)?;
    // SAFETY: a live object.
    if unsafe { ffi::PyExceptionClass_Check(class.as_ptr()) } == 0 {
        let text = format!("builtins.{name} is not an exception type");
        return Err(PyTypeError::new_err(text));
    }
    Ok(class.cast_into::<PyType>()?)
}

exceptions! {
    PyBaseException, "BaseException", PyExc_BaseException;
    PyBaseExceptionGroup, "BaseExceptionGroup", PyExc_BaseExceptionGroup;
    PyGeneratorExit, "GeneratorExit", PyExc_GeneratorExit;
    PyKeyboardInterrupt, "KeyboardInterrupt", PyExc_KeyboardInterrupt;
    PySystemExit, "SystemExit", PyExc_SystemExit;
    PyException, "Exception", PyExc_Exception;
    PyExceptionGroup, "ExceptionGroup";
    PyStopIteration, "StopIteration", PyExc_StopIteration;
    PyStopAsyncIteration, "StopAsyncIteration", PyExc_StopAsyncIteration;
    PyArithmeticError, "ArithmeticError", PyExc_ArithmeticError;
    PyFloatingPointError, "FloatingPointError", PyExc_FloatingPointError;
    PyOverflowError, "OverflowError", PyExc_OverflowError;
    PyZeroDivisionError, "ZeroDivisionError", PyExc_ZeroDivisionError;
    PyAssertionError, "AssertionError", PyExc_AssertionError;
    PyAttributeError, "AttributeError", PyExc_AttributeError;
    PyBufferError, "BufferError", PyExc_BufferError;
    PyEOFError, "EOFError", PyExc_EOFError;
    PyImportError, "ImportError", PyExc_ImportError;
    PyModuleNotFoundError, "ModuleNotFoundError", PyExc_ModuleNotFoundError;
    #[cfg(Py_3_15)]
    PyImportCycleError, "ImportCycleError";
    PyLookupError, "LookupError", PyExc_LookupError;
    PyIndexError, "IndexError", PyExc_IndexError;
    PyKeyError, "KeyError", PyExc_KeyError;
    PyMemoryError, "MemoryError", PyExc_MemoryError;
    PyNameError, "NameError", PyExc_NameError;
    PyUnboundLocalError, "UnboundLocalError", PyExc_UnboundLocalError;
    PyOSError, "OSError", PyExc_OSError;
    PyBlockingIOError, "BlockingIOError", PyExc_BlockingIOError;
    PyChildProcessError, "ChildProcessError", PyExc_ChildProcessError;
    PyConnectionError, "ConnectionError", PyExc_ConnectionError;
    PyBrokenPipeError, "BrokenPipeError", PyExc_BrokenPipeError;
    PyConnectionAbortedError, "ConnectionAbortedError", PyExc_ConnectionAbortedError;
    PyConnectionRefusedError, "ConnectionRefusedError", PyExc_ConnectionRefusedError;
    PyConnectionResetError, "ConnectionResetError", PyExc_ConnectionResetError;
    PyFileExistsError, "FileExistsError", PyExc_FileExistsError;
    PyFileNotFoundError, "FileNotFoundError", PyExc_FileNotFoundError;
    PyInterruptedError, "InterruptedError", PyExc_InterruptedError;
    PyIsADirectoryError, "IsADirectoryError", PyExc_IsADirectoryError;
    PyNotADirectoryError, "NotADirectoryError", PyExc_NotADirectoryError;
    PyPermissionError, "PermissionError", PyExc_PermissionError;
    PyProcessLookupError, "ProcessLookupError", PyExc_ProcessLookupError;
    PyTimeoutError, "TimeoutError", PyExc_TimeoutError;
    PyReferenceError, "ReferenceError", PyExc_ReferenceError;
    PyRuntimeError, "RuntimeError", PyExc_RuntimeError;
    PyNotImplementedError, "NotImplementedError", PyExc_NotImplementedError;
    #[cfg(Py_3_13)]
    PyPythonFinalizationError, "PythonFinalizationError";
    PyRecursionError, "RecursionError", PyExc_RecursionError;
    PySyntaxError, "SyntaxError", PyExc_SyntaxError;
    PyIndentationError, "IndentationError", PyExc_IndentationError;
    PyTabError, "TabError", PyExc_TabError;
    PySystemError, "SystemError", PyExc_SystemError;
    PyTypeError, "TypeError", PyExc_TypeError;
    PyValueError, "ValueError", PyExc_ValueError;
    PyUnicodeError, "UnicodeError", PyExc_UnicodeError;
    PyUnicodeDecodeError, "UnicodeDecodeError", PyExc_UnicodeDecodeError;
    PyUnicodeEncodeError, "UnicodeEncodeError", PyExc_UnicodeEncodeError;
    PyUnicodeTranslateError, "UnicodeTranslateError", PyExc_UnicodeTranslateError;
    PyWarning, "Warning", PyExc_Warning;
    PyBytesWarning, "BytesWarning", PyExc_BytesWarning;
    PyDeprecationWarning, "DeprecationWarning", PyExc_DeprecationWarning;
    PyEncodingWarning, "EncodingWarning", PyExc_EncodingWarning;
    PyFutureWarning, "FutureWarning", PyExc_FutureWarning;
    PyImportWarning, "ImportWarning", PyExc_ImportWarning;
    PyPendingDeprecationWarning, "PendingDeprecationWarning", PyExc_PendingDeprecationWarning;
    PyResourceWarning, "ResourceWarning", PyExc_ResourceWarning;
    PyRuntimeWarning, "RuntimeWarning", PyExc_RuntimeWarning;
    PySyntaxWarning, "SyntaxWarning", PyExc_SyntaxWarning;
    PyUnicodeWarning, "UnicodeWarning", PyExc_UnicodeWarning;
    PyUserWarning, "UserWarning", PyExc_UserWarning;
}
