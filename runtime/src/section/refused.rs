//! Why an exclusive section was not entered.

use crate::PyErr;
use crate::exceptions::PyRuntimeError;

/// Why a section was not entered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Refused {
    /// One object was to be referred to exclusively and once more.
    Same,
    /// Only `unsafe` code leads here: there is no handle in an exclusive section.
    Nested,
    /// As above: the lock was given back while the payload was in use.
    Busy,
}

impl Refused {
    #[cold]
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Refused::Same => "both are the same object",
            Refused::Nested => {
                "an object cannot be locked inside an exclusive critical section of the same thread; \
                 code under such a lock must not run Python code"
            }
            Refused::Busy => {
                "the object is in use by another exclusive critical section whose lock was released \
                 early; code under such a lock must not run Python code"
            }
        }
    }

    #[cold]
    pub(crate) fn error(self, function: &str, param: &str) -> PyErr {
        PyRuntimeError::new_err(format!(
            "{function}() cannot lock '{param}': {}",
            self.reason()
        ))
    }
}
