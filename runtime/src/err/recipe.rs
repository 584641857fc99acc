//! How to make an exception, before Python asks for it.

use std::any::Any;
use std::borrow::Cow;

use crate::convert::{ConversionKind, IntoPyObject, Mismatch};
use crate::err::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use crate::err::literal::literal;
use crate::handle::{Bound, PyTypeInfo};
use crate::types::{PyAny, PyString, PyType};
use crate::{Py, PyResult, Python, ffi};

/// What an exception is called with when it is made: see [`PyErr::new`](crate::PyErr::new).
///
/// Everything that converts to Python, and may be shared by threads, can be that; implement it for
/// arguments that are costly to put together.
///
/// ```
/// use freehold::exceptions::PyValueError;
/// use freehold::prelude::*;
///
/// struct BadLine { number: usize, line: Vec<u8> }
///
/// impl freehold::PyErrArguments for BadLine {
///     fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
///         let text = format!("line {}: {}", self.number, self.line.escape_ascii());
///         Ok(text.into_pyobject(py)?.into_any().unbind())
///     }
/// }
///
/// fn bad(number: usize, line: Vec<u8>) -> PyErr {
///     PyValueError::new_err(BadLine { number, line })
/// }
/// ```
pub trait PyErrArguments: Send + Sync + 'static {
    /// The arguments: a tuple stands for that many, `None` for none, anything else for one.
    ///
    /// # Errors
    /// What is raised instead of the exception.
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

#[diagnostic::do_not_recommend]
impl<T> PyErrArguments for T
where
    T: for<'py> IntoPyObject<'py> + Send + Sync + 'static,
{
    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.into_pyobject(py)?.into_any().unbind())
    }
}

/// Finds the type of an exception.
pub(super) type TypeFinder = for<'py> fn(Python<'py>) -> PyResult<Bound<'py, PyType>>;

pub(super) enum Recipe {
    Lazy(Lazy),
    /// Boxed, because it is by far the largest: all others are moved without it.
    Mismatch(Box<Mismatch>),
}

/// Sets the error indicator to an exception with this text.
pub(super) fn raise_text(py: Python<'_>, find: TypeFinder, text: &'static str) {
    let text = literal(py, text);
    match find(py).and_then(|class| Ok((class, text?))) {
        // SAFETY: both are live objects, and the call takes its own references.
        Ok((class, text)) => unsafe { ffi::PyErr_SetObject(class.as_ptr(), text.as_ptr()) },
        Err(error) => error.restore(py),
    }
}

impl Recipe {
    /// The type of the exception and its text, if the text is a literal and all that there is.
    #[inline]
    pub(super) fn literal(&self) -> Option<(TypeFinder, &'static str)> {
        match self {
            Recipe::Lazy(lazy) => match lazy.arguments {
                Arguments::Text(text) => Some((lazy.find, text)),
                Arguments::Other(_) => None,
            },
            Recipe::Mismatch(_) => None,
        }
    }

    /// Sets the error indicator, to the exception or to what making it raised.
    pub(super) fn raise(self, py: Python<'_>) {
        let find = self.type_finder();
        let arguments = match self {
            Recipe::Lazy(lazy) => lazy.arguments(py),
            Recipe::Mismatch(mismatch) => mismatch
                .message(py)
                .into_pyobject(py)
                .map(|text: Bound<'_, PyString>| text.into_any().unbind()),
        };
        match find(py).and_then(|class| Ok((class, arguments?))) {
            // SAFETY: both are live objects, and the call takes its own references.
            Ok((class, arguments)) => unsafe {
                ffi::PyErr_SetObject(class.as_ptr(), arguments.as_ptr());
            },
            Err(error) => error.restore(py),
        }
    }

    pub(super) fn type_finder(&self) -> TypeFinder {
        match self {
            Recipe::Lazy(lazy) => lazy.find,
            Recipe::Mismatch(mismatch) => match mismatch.kind() {
                ConversionKind::Type => PyTypeError::type_object,
                ConversionKind::Value => PyValueError::type_object,
                ConversionKind::Overflow => PyOverflowError::type_object,
            },
        }
    }

    /// The name of the type.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Recipe::Lazy(lazy) => lazy.name,
            Recipe::Mismatch(mismatch) => match mismatch.kind() {
                ConversionKind::Type => PyTypeError::NAME,
                ConversionKind::Value => PyValueError::NAME,
                ConversionKind::Overflow => PyOverflowError::NAME,
            },
        }
    }

    /// The text, as far as it can be known without Python; `got` is the name of `got_type`, if that
    /// could be asked for.
    pub(super) fn text(&self, got: Option<&str>) -> Option<Cow<'_, str>> {
        match self {
            Recipe::Lazy(lazy) => lazy.text(),
            Recipe::Mismatch(mismatch) => Some(mismatch.message_with(got).into()),
        }
    }

    /// The type whose name the text shows, if there is one.
    pub(super) fn got_type(&self, py: Python<'_>) -> Option<Py<PyType>> {
        match self {
            Recipe::Lazy(_) => None,
            Recipe::Mismatch(mismatch) => mismatch.got_type(py),
        }
    }
}

/// An exception type and what to call it with, with both types forgotten.
pub(super) struct Lazy {
    find: TypeFinder,
    name: &'static str,
    arguments: Arguments,
}

pub(super) enum Arguments {
    /// By far the most frequent ones, and nothing to allocate.
    Text(&'static str),
    Other(Box<dyn LazyArguments>),
}

/// The arguments, if they are a literal text.
pub(super) fn literal_text(arguments: &dyn Any) -> Option<&'static str> {
    arguments.downcast_ref().copied()
}

impl Lazy {
    pub(super) fn new(find: TypeFinder, name: &'static str, arguments: Arguments) -> Lazy {
        Lazy {
            find,
            name,
            arguments,
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        match &self.arguments {
            Arguments::Text(text) => Some(Cow::Borrowed(text)),
            Arguments::Other(arguments) => arguments.text(),
        }
    }

    fn arguments(self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        match self.arguments {
            Arguments::Text(text) => text.arguments(py),
            Arguments::Other(arguments) => arguments.arguments(py),
        }
    }
}

/// The text of arguments that are one.
fn text_of(arguments: &dyn Any) -> Option<Cow<'_, str>> {
    let text = arguments
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| arguments.downcast_ref::<Cow<'static, str>>().map(|t| &**t))
        .or_else(|| arguments.downcast_ref::<Box<str>>().map(|t| &**t));
    match text {
        Some(text) => Some(text.into()),
        None => super::io::text_of(arguments),
    }
}

pub(super) trait LazyArguments: Send + Sync {
    fn text(&self) -> Option<Cow<'_, str>>;
    fn arguments(self: Box<Self>, py: Python<'_>) -> PyResult<Py<PyAny>>;
}

impl<A: PyErrArguments> LazyArguments for A {
    fn text(&self) -> Option<Cow<'_, str>> {
        text_of(self)
    }

    fn arguments(self: Box<Self>, py: Python<'_>) -> PyResult<Py<PyAny>> {
        PyErrArguments::arguments(*self, py)
    }
}
