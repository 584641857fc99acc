//! The names of parameters, as the objects that Python has for them.

use super::signature::Signature;
use crate::interpreter::{PerInterpreter, several};
use crate::types::PyString;
use crate::{Py, PyResult, Python, ffi};

/// The interned names of a function's parameters, by which keywords are found without looking at their text: the
/// keywords that stand in Python code are interned as well, so they are the same objects.
///
/// They are made by the first call with a keyword. Where there are several interpreters, each of which has names of its
/// own, this is not used: the text says it, too.
pub struct Keywords {
    names: PerInterpreter<Box<[Py<PyString>]>>,
}

impl Keywords {
    /// Not made yet.
    #[allow(
        clippy::new_without_default,
        reason = "it is for statics, so it must be const"
    )]
    pub const fn new() -> Keywords {
        Keywords {
            names: PerInterpreter::new(),
        }
    }

    /// The names of all parameters, if they have been made.
    #[inline]
    pub(super) fn names<'py>(&'static self, py: Python<'py>) -> Option<&'py [Py<PyString>]> {
        self.names.get_of_only(py).map(|names| &**names)
    }

    /// Makes them, if they are of use. If they cannot be made, calls are as right without them.
    #[cold]
    pub(super) fn learn(&'static self, py: Python<'_>, signature: &Signature) {
        if !several() && self.names(py).is_none() {
            let _ = self.make(py, signature);
        }
    }

    fn make(&'static self, py: Python<'_>, signature: &Signature) -> PyResult<()> {
        let mut names = Vec::with_capacity(signature.names.len());
        for name in signature.names {
            names.push(PyString::try_intern(py, name)?.unbind());
        }
        // Made before, so that nobody waits for this thread while it is anywhere in Python.
        let names = names.into_boxed_slice();
        self.names.get_or_try_init(py, || PyResult::Ok(names))?;
        Ok(())
    }
}

/// Which of the parameters has the name, if it is one of these very objects.
pub(super) fn position(names: &[Py<PyString>], name: *mut ffi::PyObject) -> Option<usize> {
    names.iter().position(|known| known.as_ptr() == name)
}
