//! Names that Rust code uses again and again.

use crate::sync::PerInterpreter;
use crate::types::PyString;
use crate::{Bound, Py, Python};

/// The `str` of this text that Python keeps for names, made once in each interpreter: `&'py Bound<'py, PyString>`.
///
/// The text is a constant. For one that is not, or that is used once, take
/// [`PyString::intern`](crate::types::PyString::intern).
///
/// It costs one atomic load, while there has only been one interpreter.
///
/// ```
/// use freehold::intern;
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn upper<'py>(py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
///     text.call_method0(intern!(py, "upper"))
/// }
/// ```
///
/// # Panics
/// Out of memory, on first use.
#[macro_export]
macro_rules! intern {
    ($py:expr, $text:expr) => {{
        static INTERNED: $crate::__private::Interned = $crate::__private::Interned::new($text);
        INTERNED.get($py)
    }};
}

/// For [`intern!`](crate::intern).
pub struct Interned {
    text: &'static str,
    strings: PerInterpreter<Py<PyString>>,
}

impl Interned {
    /// Not made yet.
    pub const fn new(text: &'static str) -> Interned {
        Interned {
            text,
            strings: PerInterpreter::new(),
        }
    }

    /// The `str`.
    #[inline]
    #[track_caller]
    pub fn get<'py>(&'static self, py: Python<'py>) -> &'py Bound<'py, PyString> {
        let make = || PyString::intern(py, self.text).unbind();
        self.strings.get_or_init(py, make).bind(py)
    }
}
