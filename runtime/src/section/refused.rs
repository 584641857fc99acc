//! Why an exclusive section was not entered.

use crate::PyErr;
use crate::exceptions::PyRuntimeError;
use crate::refusal::Refusal;

/// Why a section was not entered.
#[derive(Clone, Copy)]
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
    pub(crate) fn refusal(self) -> Refusal {
        match self {
            Refused::Same => Refusal::SameObject,
            Refused::Nested => Refusal::NestedSection,
            Refused::Busy => Refusal::Busy,
        }
    }

    #[cold]
    pub(crate) fn error(self, function: &str, param: &str) -> PyErr {
        PyRuntimeError::new_err(format!(
            "{function}() cannot lock '{param}': {}",
            self.refusal().text()
        ))
    }
}
