//! Python exceptions as Rust errors.

mod create;
pub mod exceptions;
mod fmt;
mod from_std;
mod indicator;
mod io;
mod literal;
mod recipe;
mod state;
mod text;

use std::ffi::c_int;
use std::mem::ManuallyDrop;

#[doc(hidden)]
pub use create::NewException;
pub use recipe::PyErrArguments;

use crate::convert::{ConversionKind, Mismatch};
use crate::err::exceptions::{ExceptionType, PyBaseException};
use crate::handle::Bound;
use crate::refusal::Refusal;
use crate::types::{PyAny, PyAnyMethods, PyTraceback, PyType};
use crate::{Py, Python, ffi};
use recipe::{Arguments, Lazy, Recipe, TypeFinder};
use state::State;
pub(crate) use text::push_all;

/// A [`Result`] whose error is a Python exception.
pub type PyResult<T> = Result<T, PyErr>;

/// A Python exception, on its way to Python or just caught from there.
///
/// One made in Rust ([`PyValueError::new_err`](crate::exceptions::PyValueError::new_err) and its
/// siblings) is a recipe until Python asks for the exception object, so that making, passing and
/// dropping it touches nothing of Python. It can be made while the thread is detached or inside an
/// exclusive critical section, and sent to other threads. It is one pointer wide.
///
/// Where a function returns `Result<_, E>` with an `E` that is not a `PyErr`, `impl From<E> for
/// PyErr` says what to raise. That exists for the errors of the standard library:
/// [`std::io::Error`] becomes the `OSError` subclass of its `errno`, parse errors become
/// `ValueError`, integers that do not fit `OverflowError`.
///
/// [`Display`](std::fmt::Display) and [`Debug`](std::fmt::Debug) work in any state of the thread;
/// what would need an attached thread is left out without one.
///
/// ```
/// use freehold::exceptions::{PyValueError, PyZeroDivisionError};
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn ratio(a: &str, b: &str) -> PyResult<f64> {
///     let (a, b): (f64, f64) = (a.parse()?, b.parse()?);
///     if b == 0.0 {
///         return Err(PyZeroDivisionError::new_err("nothing to compare with"));
///     }
///     if a < 0.0 {
///         return Err(PyValueError::new_err(format!("{a} is negative")));
///     }
///     Ok(a / b)
/// }
/// ```
pub struct PyErr {
    state: ManuallyDrop<Box<State>>,
}

impl Drop for PyErr {
    /// Not to be repeated in each function that may have an error to drop.
    #[inline(never)]
    fn drop(&mut self) {
        // SAFETY: nobody uses it afterwards.
        unsafe { ManuallyDrop::drop(&mut self.state) }
    }
}

impl PyErr {
    /// An exception of type `E`, made when Python needs it by calling the type with `args`: a tuple
    /// stands for that many arguments, `()` for none, anything else for one.
    ///
    /// Touches nothing of Python. If converting the arguments or calling the type raises, that is
    /// what Python gets instead.
    ///
    /// ```
    /// use freehold::exceptions::PyKeyError;
    /// use freehold::prelude::*;
    ///
    /// let error = PyErr::new::<PyKeyError, _>("name");
    /// assert_eq!(error.to_string(), "KeyError: name");
    /// ```
    #[cold]
    pub fn new<E, A>(args: A) -> PyErr
    where
        E: ExceptionType,
        A: PyErrArguments,
    {
        PyErr::of_type(E::type_object, E::NAME, args)
    }

    /// Compiled once for each type of arguments, and not for each type of exception.
    #[cold]
    fn of_type<A: PyErrArguments>(find: TypeFinder, name: &'static str, args: A) -> PyErr {
        match recipe::literal_text(&args) {
            Some(text) => PyErr::from_literal(find, name, text),
            None => PyErr::from_arguments(find, name, args),
        }
    }

    /// A value that does not fit what a conversion expects. In a `FromPyObject` of your own it reads
    /// as the built-in conversions do, and names the function and the argument where it happens in a
    /// call:
    ///
    /// - [`ConversionKind::Type`]: `TypeError: add() argument 'a' must be int, not str`, where `int`
    ///   is `expected` and `str` the type of `got`;
    /// - [`ConversionKind::Value`]: `ValueError: add() argument 'a' must be even`, where `even` is
    ///   `expected`;
    /// - [`ConversionKind::Overflow`]: the same as an `OverflowError`.
    ///
    /// The text is only put together when Python asks for it.
    ///
    /// ```
    /// use freehold::convert::ConversionKind;
    /// use freehold::prelude::*;
    ///
    /// struct Even(u32);
    ///
    /// impl<'a, 'py> FromPyObject<'a, 'py> for Even {
    ///     fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
    ///         match ob.extract::<u32>()? {
    ///             n if n % 2 == 0 => Ok(Even(n)),
    ///             _ => Err(PyErr::conversion(ConversionKind::Value, "even", ob)),
    ///         }
    ///     }
    /// }
    /// ```
    #[cold]
    pub fn conversion(
        kind: ConversionKind,
        expected: impl Into<std::borrow::Cow<'static, str>>,
        got: &Bound<'_, PyAny>,
    ) -> PyErr {
        PyErr::mismatch(kind, expected.into(), got)
    }

    /// Compiled once, and not for each type of text.
    #[cold]
    #[inline(never)]
    fn mismatch(
        kind: ConversionKind,
        expected: std::borrow::Cow<'static, str>,
        got: &Bound<'_, PyAny>,
    ) -> PyErr {
        Mismatch::new(kind, expected, got).into()
    }

    /// An integer outside of a range: `in the range 0 to 255`.
    #[cold]
    pub(crate) fn out_of_range(expected: &'static str) -> PyErr {
        Mismatch::range(expected).into()
    }

    /// The exception that `value` would be for a `raise` statement: itself if it is an exception, an
    /// instance of it if it is an exception class, else a `TypeError`. May run Python code.
    pub fn from_value(value: Bound<'_, PyAny>) -> PyErr {
        let is_class = value.cast::<PyType>().is_ok_and(|class| {
            // SAFETY: a live object.
            unsafe { ffi::PyExceptionClass_Check(class.as_ptr()) != 0 }
        });
        let value = match is_class.then(|| value.call0()) {
            Some(Ok(instance)) => instance,
            Some(Err(error)) => return error,
            None => value,
        };
        match value.cast_into::<PyBaseException>() {
            Ok(exception) => PyErr::from_exception(exception.unbind()),
            Err(_) => exceptions::PyTypeError::new_err("exceptions must derive from BaseException"),
        }
    }

    /// The exception object. It is made by the first call, which may run Python code; every later
    /// one returns the same object.
    ///
    /// # Panics
    /// If it belongs to another interpreter, as do all that ask for the object: the error came from there as the result
    /// of [`Interpreter::attach`](crate::Interpreter::attach).
    #[track_caller]
    pub fn value<'py>(&self, py: Python<'py>) -> &Bound<'py, PyBaseException> {
        let exception = self.state.exception(py);
        if !exception.is_home() {
            Refusal::ForeignError.refuse();
        }
        exception.bind(py)
    }

    /// The exception object, handing the reference on.
    pub fn into_value(self, py: Python<'_>) -> Py<PyBaseException> {
        self.into_state().into_exception(py)
    }

    /// The exception object, or in place of one of another interpreter a `RuntimeError` with its text.
    pub(crate) fn into_value_here(self, py: Python<'_>) -> Py<PyBaseException> {
        self.into_state().into_exception_here(py)
    }

    /// The exception's type. As [`value`](Self::value).
    pub fn get_type<'py>(&self, py: Python<'py>) -> Bound<'py, PyType> {
        self.value(py).get_type()
    }

    /// Whether an `except E:` clause would catch this (`PyErr_GivenExceptionMatches`). Makes the
    /// exception object where its type may still turn out to be a subclass of what was asked for, as
    /// with `OSError`.
    pub fn is_instance_of<E: ExceptionType>(&self, py: Python<'_>) -> bool {
        E::type_object(py).is_ok_and(|class| self.is_instance(py, &class))
    }

    /// Whether an `except class:` clause would catch this. `class` may be a tuple of classes.
    pub fn is_instance(&self, py: Python<'_>, class: &Bound<'_, PyAny>) -> bool {
        let matches = |given: &Bound<'_, PyAny>| {
            // SAFETY: both are live objects.
            unsafe { ffi::PyErr_GivenExceptionMatches(given.as_ptr(), class.as_ptr()) != 0 }
        };
        match self.state.lazy_type(py) {
            Some(Ok(given)) if matches(given.as_any()) => true,
            _ => matches(self.value(py).as_any()),
        }
    }

    /// The exception that this one was raised `from`: its `__cause__` (`PyException_GetCause`).
    pub fn cause(&self, py: Python<'_>) -> Option<PyErr> {
        // SAFETY: `value` is an exception; the call returns a new reference or null without error.
        let cause = unsafe {
            let cause = ffi::PyException_GetCause(self.value(py).as_ptr());
            Bound::from_owned_ptr_or_opt(py, cause)
        };
        cause.map(PyErr::from_value)
    }

    /// Sets the `__cause__`, as `raise … from cause` does (`PyException_SetCause`). In place of an exception of another
    /// interpreter, a `RuntimeError` with its text.
    pub fn set_cause(&self, py: Python<'_>, cause: Option<PyErr>) {
        let cause = cause.map_or(std::ptr::null_mut(), |cause| {
            cause.into_value_here(py).into_ptr()
        });
        // SAFETY: `value` is an exception, and the call takes over the reference to the cause.
        unsafe { ffi::PyException_SetCause(self.value(py).as_ptr(), cause) }
    }

    /// The traceback: `None` for an exception that Python has not raised yet
    /// (`PyException_GetTraceback`).
    pub fn traceback<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyTraceback>> {
        // SAFETY: `value` is an exception; the call returns a new reference, to a traceback, or null
        // without error.
        unsafe {
            let traceback = ffi::PyException_GetTraceback(self.value(py).as_ptr());
            Bound::from_owned_ptr_or_opt(py, traceback).map(|t| t.into_unchecked())
        }
    }

    /// The same exception once more. Makes the exception object.
    #[must_use]
    pub fn clone_ref(&self, py: Python<'_>) -> PyErr {
        PyErr::from_exception(self.value(py).clone().unbind())
    }

    /// Names the function and the argument, if this is a conversion error that does not yet:
    /// `TypeError: add() argument 'a' must be int, not str`.
    pub(crate) fn with_argument(mut self, function: &str, argument: &str) -> PyErr {
        if let Some(mismatch) = self.state.mismatch_mut() {
            mismatch.set_argument(function, argument);
        }
        self
    }

    /// Whether this is a conversion error: a value of a type, or in a range, that was not asked for.
    pub(crate) fn is_mismatch(&self) -> bool {
        self.state.is_mismatch()
    }

    /// Changes the conversion error, if it is one.
    pub(crate) fn map_mismatch(mut self, change: impl FnOnce(&mut Mismatch)) -> PyErr {
        if let Some(mismatch) = self.state.mismatch_mut() {
            change(mismatch);
        }
        self
    }

    /// Compiled once, and not for each type of exception.
    #[cold]
    #[inline(never)]
    fn from_literal(find: TypeFinder, name: &'static str, text: &'static str) -> PyErr {
        PyErr::from_recipe(Recipe::Lazy(Lazy::new(find, name, Arguments::Text(text))))
    }

    /// Compiled once for each type of arguments.
    #[cold]
    #[inline(never)]
    fn from_arguments<A: PyErrArguments>(find: TypeFinder, name: &'static str, args: A) -> PyErr {
        let arguments = Arguments::Other(Box::new(args));
        PyErr::from_recipe(Recipe::Lazy(Lazy::new(find, name, arguments)))
    }

    fn from_recipe(recipe: Recipe) -> PyErr {
        PyErr {
            state: ManuallyDrop::new(Box::new(State::from_recipe(recipe))),
        }
    }

    #[inline(never)]
    fn from_exception(exception: Py<PyBaseException>) -> PyErr {
        PyErr {
            state: ManuallyDrop::new(Box::new(State::from_exception(exception))),
        }
    }

    fn into_state(self) -> Box<State> {
        let mut this = ManuallyDrop::new(self);
        // SAFETY: `this` is neither used nor dropped afterwards.
        unsafe { ManuallyDrop::take(&mut this.state) }
    }
}

impl From<Mismatch> for PyErr {
    #[cold]
    fn from(mismatch: Mismatch) -> PyErr {
        PyErr::from_recipe(Recipe::Mismatch(Box::new(mismatch)))
    }
}

impl std::error::Error for PyErr {}

/// The result of a C call that returns -1 with an error set.
#[inline]
pub(crate) fn check(py: Python<'_>, status: c_int) -> PyResult<()> {
    if status == -1 {
        Err(PyErr::fetch(py))
    } else {
        Ok(())
    }
}

/// The result of a C call that returns 0, 1, or -1 with an error set.
#[inline]
pub(crate) fn check_bool(py: Python<'_>, status: c_int) -> PyResult<bool> {
    check(py, status).map(|()| status != 0)
}
