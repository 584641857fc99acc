//! Errors: raising, catching and showing them.

use std::io;

use freehold::convert::ConversionKind;
use freehold::exceptions::{self, PyStopIteration, PyTypeError, PyValueError};
use freehold::prelude::*;

/// Every built-in exception, by its name.
macro_rules! all_exceptions {
    ($($(#[$attribute:meta])* $name:literal $exception:ident)*) => {
        fn make(name: &str, text: String) -> Option<PyErr> {
            match name {
                $($(#[$attribute])* $name => Some(exceptions::$exception::new_err(text)),)*
                _ => None,
            }
        }

        fn matches(name: &str, error: &PyErr, py: Python<'_>) -> Option<bool> {
            match name {
                $($(#[$attribute])* $name => Some(error.is_instance_of::<exceptions::$exception>(py)),)*
                _ => None,
            }
        }

        #[pyfunction]
        pub fn exception_names() -> Vec<&'static str> {
            vec![$($(#[$attribute])* $name),*]
        }
    };
}

all_exceptions! {
    "ArithmeticError" PyArithmeticError
    "AssertionError" PyAssertionError
    "AttributeError" PyAttributeError
    "BaseException" PyBaseException
    "BaseExceptionGroup" PyBaseExceptionGroup
    "BlockingIOError" PyBlockingIOError
    "BrokenPipeError" PyBrokenPipeError
    "BufferError" PyBufferError
    "BytesWarning" PyBytesWarning
    "ChildProcessError" PyChildProcessError
    "ConnectionAbortedError" PyConnectionAbortedError
    "ConnectionError" PyConnectionError
    "ConnectionRefusedError" PyConnectionRefusedError
    "ConnectionResetError" PyConnectionResetError
    "DeprecationWarning" PyDeprecationWarning
    "EOFError" PyEOFError
    "EncodingWarning" PyEncodingWarning
    "Exception" PyException
    "ExceptionGroup" PyExceptionGroup
    "FileExistsError" PyFileExistsError
    "FileNotFoundError" PyFileNotFoundError
    "FloatingPointError" PyFloatingPointError
    "FutureWarning" PyFutureWarning
    "GeneratorExit" PyGeneratorExit
    "ImportError" PyImportError
    "ImportWarning" PyImportWarning
    "IndentationError" PyIndentationError
    "IndexError" PyIndexError
    "InterruptedError" PyInterruptedError
    "IsADirectoryError" PyIsADirectoryError
    "KeyError" PyKeyError
    "KeyboardInterrupt" PyKeyboardInterrupt
    "LookupError" PyLookupError
    "MemoryError" PyMemoryError
    "ModuleNotFoundError" PyModuleNotFoundError
    "NameError" PyNameError
    "NotADirectoryError" PyNotADirectoryError
    "NotImplementedError" PyNotImplementedError
    "OSError" PyOSError
    "OverflowError" PyOverflowError
    "PendingDeprecationWarning" PyPendingDeprecationWarning
    "PermissionError" PyPermissionError
    "ProcessLookupError" PyProcessLookupError
    "RecursionError" PyRecursionError
    "ReferenceError" PyReferenceError
    "ResourceWarning" PyResourceWarning
    "RuntimeError" PyRuntimeError
    "RuntimeWarning" PyRuntimeWarning
    "StopAsyncIteration" PyStopAsyncIteration
    "StopIteration" PyStopIteration
    "SyntaxError" PySyntaxError
    "SyntaxWarning" PySyntaxWarning
    "SystemError" PySystemError
    "SystemExit" PySystemExit
    "TabError" PyTabError
    "TimeoutError" PyTimeoutError
    "TypeError" PyTypeError
    "UnboundLocalError" PyUnboundLocalError
    "UnicodeDecodeError" PyUnicodeDecodeError
    "UnicodeEncodeError" PyUnicodeEncodeError
    "UnicodeError" PyUnicodeError
    "UnicodeTranslateError" PyUnicodeTranslateError
    "UnicodeWarning" PyUnicodeWarning
    "UserWarning" PyUserWarning
    "ValueError" PyValueError
    "Warning" PyWarning
    "ZeroDivisionError" PyZeroDivisionError
}

#[pyfunction]
pub fn raise_named(name: &str, text: String) -> PyResult<()> {
    Err(make(name, text).ok_or_else(|| PyValueError::new_err("no such exception"))?)
}

/// Several arguments, one that only Python can show, and none.
#[pyfunction]
pub fn raise_tuple(count: usize) -> PyResult<()> {
    Err(match count {
        0 => PyStopIteration::new_err(()),
        1 => PyStopIteration::new_err((7,)),
        2 => PyValueError::new_err(("two", 2)),
        _ => PyValueError::new_err(vec![1, 2, 3]),
    })
}

#[pyfunction]
pub fn raise_nothing() -> PyResult<()> {
    Ok(())
}

#[pyfunction]
pub fn raise_value(value: Bound<'_, PyAny>) -> PyResult<()> {
    Err(PyErr::from_value(value))
}

struct Unconvertible;

impl<'py> IntoPyObject<'py> for Unconvertible {
    type Target = PyAny;

    fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Err(PyTypeError::new_err("cannot be converted"))
    }
}

/// What is raised is what making the exception raised.
#[pyfunction]
pub fn raise_bad_arguments() -> PyResult<()> {
    Err(PyValueError::new_err(Unconvertible))
}

#[pyfunction]
pub fn raise_from(py: Python<'_>, cause: Option<Bound<'_, PyAny>>) -> PyResult<()> {
    let error = PyValueError::new_err("effect");
    error.set_cause(py, cause.map(PyErr::from_value));
    Err(error)
}

/// What is known about what `f` raises: its texts, its type, whether each name would catch it.
#[pyfunction]
pub fn caught(
    f: &Bound<'_, PyAny>,
    names: Vec<String>,
) -> PyResult<(String, String, String, Vec<Option<bool>>, bool)> {
    let py = f.py();
    let error = f
        .call0()
        .err()
        .ok_or_else(|| PyValueError::new_err("nothing was raised"))?;
    let matched = names.iter().map(|name| matches(name, &error, py)).collect();
    let class: String = error.get_type(py).name()?.extract()?;
    let traceback = error.traceback(py).is_some();
    Ok((
        error.to_string(),
        format!("{error:?}"),
        class,
        matched,
        traceback,
    ))
}

#[pyfunction]
pub fn caught_cause<'py>(f: &Bound<'py, PyAny>) -> PyResult<Option<String>> {
    let error = f
        .call0()
        .err()
        .ok_or_else(|| PyValueError::new_err("nothing was raised"))?;
    Ok(error.cause(f.py()).map(|cause| cause.to_string()))
}

/// The exception stays the same object: through a clone, and through Rust.
#[pyfunction]
pub fn same_exception(f: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = f.py();
    let error = f
        .call0()
        .err()
        .ok_or_else(|| PyValueError::new_err("nothing was raised"))?;
    let clone = error.clone_ref(py);
    assert!(clone.value(py).is(error.value(py)));
    drop(error);
    Err(clone)
}

/// Errors that Python has not seen: their texts, with and without an attached thread.
#[pyfunction]
pub fn lazy_text(py: Python<'_>, value: &Bound<'_, PyAny>) -> Vec<String> {
    let wrong = value.extract::<i32>().err();
    let made = PyValueError::new_err("made");
    made.value(py);
    let mut texts: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    texts.extend([made.to_string(), format!("{made:?}")]);
    texts.extend(py.detach(|| {
        let fresh = PyValueError::new_err("fresh");
        let mut texts: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        texts.extend([made.to_string(), format!("{made:?}")]);
        texts.extend([fresh.to_string(), format!("{fresh:?}")]);
        texts
    }));
    texts
}

struct Slow;

impl freehold::PyErrArguments for Slow {
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        PyModule::import(py, "time")?.call_method1("sleep", (0.01,))?;
        Ok("slow".into_pyobject(py)?.into_any().unbind())
    }
}

/// Several threads ask one error for its exception at once: all get the same.
#[pyfunction]
pub fn one_exception_for_all(py: Python<'_>, threads: usize) -> (PyErr, bool) {
    let error = PyValueError::new_err(Slow);
    let address = |py: Python<'_>| error.value(py).as_ptr() as usize;
    let addresses: Vec<usize> = py.detach(|| {
        std::thread::scope(|scope| {
            let asking: Vec<_> = (0..threads)
                .map(|_| scope.spawn(|| Python::attach(address)))
                .collect();
            asking
                .into_iter()
                .map(|thread| thread.join().expect("no panic"))
                .collect()
        })
    });
    let same = addresses.iter().all(|a| *a == address(py));
    (error, same)
}

struct Panics;

impl freehold::PyErrArguments for Panics {
    fn arguments(self, _py: Python<'_>) -> PyResult<Py<PyAny>> {
        panic!("in the arguments")
    }
}

/// A panic while the exception is being made becomes the exception.
#[pyfunction]
pub fn exception_that_panics() -> PyErr {
    PyValueError::new_err(Panics)
}

/// An exception that was given as an object.
pub struct Caught(PyErr);

impl<'a, 'py> FromPyObject<'a, 'py> for Caught {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        Ok(Caught(PyErr::from_value(ob.clone())))
    }
}

/// Errors where Python code cannot run.
#[pyclass]
#[derive(Default)]
pub struct Keeper {
    error: Option<PyErr>,
}

#[pymethods]
impl Keeper {
    #[new]
    fn new() -> Self {
        Keeper::default()
    }

    /// Drops what was kept before.
    #[critical_section(self)]
    fn keep(&mut self, error: Caught) {
        self.error = Some(error.0);
    }

    #[critical_section(self)]
    fn texts(&mut self) -> Vec<String> {
        let made = exceptions::PyKeyError::new_err("made inside");
        let parsed = PyErr::from("x".parse::<i32>().expect_err("not a number"));
        let mut texts = Vec::new();
        if let Some(error) = &self.error {
            texts.extend([error.to_string(), format!("{error:?}")]);
        }
        texts.extend([made.to_string(), parsed.to_string()]);
        texts
    }

    #[critical_section(self)]
    fn fail(&mut self, text: String) -> PyResult<i32> {
        Ok(text.parse()?)
    }

    #[critical_section(self)]
    fn fail_with_number(&mut self, errno: i32) -> PyResult<()> {
        Err(io::Error::from_raw_os_error(errno))?
    }

    #[critical_section(self)]
    fn give_back(&mut self) -> PyResult<()> {
        self.error.take().map_or(Ok(()), Err)
    }
}

#[pyfunction]
pub fn extract_error(value: &Bound<'_, PyAny>, kind: &str) -> PyResult<()> {
    match kind {
        "i32" => value.extract::<i32>().map(drop),
        "u8" => value.extract::<u8>().map(drop),
        "vec" => value.extract::<Vec<i32>>().map(drop),
        "pair" => value.extract::<(i32, i32)>().map(drop),
        _ => Err(PyValueError::new_err("no such kind")),
    }
}

/// A number that is even.
pub struct Even(u32);

impl<'a, 'py> FromPyObject<'a, 'py> for Even {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        match ob.extract::<u32>()? {
            n if n % 2 == 0 => Ok(Even(n)),
            _ => Err(PyErr::conversion(ConversionKind::Value, "even", ob)),
        }
    }
}

#[pyfunction]
pub fn rejects_odd(n: Even, more: Option<Vec<Even>>) -> usize {
    more.map_or(0, |more| more.len()) + n.0 as usize % 2
}

#[pyfunction]
pub fn unraisable(value: Bound<'_, PyAny>) {
    let py = value.py();
    PyErr::from_value(value.clone()).write_unraisable(py, Some(&value));
}

#[pyfunction]
pub fn io_error(errno: i32) -> PyResult<()> {
    Err(io::Error::from_raw_os_error(errno))?
}

#[pyfunction]
pub fn io_error_of_kind(kind: &str) -> PyResult<()> {
    let kind = match kind {
        "NotFound" => io::ErrorKind::NotFound,
        "PermissionDenied" => io::ErrorKind::PermissionDenied,
        "ConnectionRefused" => io::ErrorKind::ConnectionRefused,
        "ConnectionReset" => io::ErrorKind::ConnectionReset,
        "ConnectionAborted" => io::ErrorKind::ConnectionAborted,
        "BrokenPipe" => io::ErrorKind::BrokenPipe,
        "AlreadyExists" => io::ErrorKind::AlreadyExists,
        "WouldBlock" => io::ErrorKind::WouldBlock,
        "TimedOut" => io::ErrorKind::TimedOut,
        "Interrupted" => io::ErrorKind::Interrupted,
        "IsADirectory" => io::ErrorKind::IsADirectory,
        "NotADirectory" => io::ErrorKind::NotADirectory,
        _ => io::ErrorKind::Other,
    };
    Err(io::Error::new(kind, "the text"))?
}

/// Through `io::Result` and back.
#[pyfunction]
pub fn io_error_round_trip(f: &Bound<'_, PyAny>) -> PyResult<()> {
    let through_io = || -> io::Result<()> {
        f.call0()?;
        Ok(())
    };
    Ok(through_io()?)
}

#[pyfunction]
pub fn parse_int(text: &str) -> PyResult<i32> {
    Ok(text.parse()?)
}

#[pyfunction]
pub fn parse_float(text: &str) -> PyResult<f64> {
    Ok(text.parse()?)
}

#[pyfunction]
pub fn to_u8(value: i64) -> PyResult<u8> {
    Ok(value.try_into()?)
}

/// With the bytes at hand, and without.
#[pyfunction]
pub fn from_utf8(bytes: Vec<u8>, keep: bool) -> PyResult<String> {
    if keep {
        Ok(String::from_utf8(bytes)?)
    } else {
        Ok(std::str::from_utf8(&bytes)?.to_owned())
    }
}
