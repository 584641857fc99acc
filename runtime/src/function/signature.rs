//! What a function takes, as data, and what is said when a call does not fit.
//!
//! The sentences are those that Python functions use, so that a function reads the same to its
//! callers before and after it is rewritten in Rust.

use crate::err::push_all;
use crate::exceptions::PyTypeError;
use crate::types::{PyModule, PyModuleMethods, PyStringMethods};
use crate::{Bound, PyErr, PyResult, Python, ffi};

/// The parameters that Python sees, in order: those that may be given by position first.
pub struct Signature {
    /// The function as Python knows it, without parentheses: `Counter.add`.
    pub function: &'static str,
    /// The names of all parameters.
    pub names: &'static [&'static str],
    /// How many of them can only be given by position.
    pub positional_only: usize,
    /// How many of them may be given by position.
    pub positional: usize,
    /// Bit *i* is set if parameter *i* has no default.
    pub required: u64,
}

impl Signature {
    /// Names the function and the argument in an error of its conversion.
    #[cold]
    pub(super) fn argument_error(&self, error: PyErr, index: usize) -> PyErr {
        error.with_argument(self.function, self.names[index])
    }

    fn is_required(&self, index: usize) -> bool {
        self.required & (1 << index) != 0
    }

    /// Whether every required parameter is there, asked where some may not be.
    #[inline]
    pub(super) fn check_required<T>(&self, values: &[Option<T>]) -> PyResult<()> {
        let complete = values
            .iter()
            .enumerate()
            .all(|(index, value)| value.is_some() || !self.is_required(index));
        if complete {
            Ok(())
        } else {
            let bit = |(index, value): (usize, &Option<T>)| u64::from(value.is_some()) << index;
            Err(self.missing(values.iter().enumerate().map(bit).sum()))
        }
    }

    /// `add() missing 2 required positional arguments: 'a' and 'b'`
    ///
    /// Bit *i* of `given` is set if there is an argument for parameter *i*.
    #[cold]
    fn missing(&self, given: u64) -> PyErr {
        let is_missing = |index: usize| given & (1 << index) == 0 && self.is_required(index);
        let (kind, range) = match (0..self.positional).any(is_missing) {
            true => ("positional", 0..self.positional),
            false => ("keyword-only", self.positional..self.names.len()),
        };
        let mut names = Vec::new();
        for index in range {
            if is_missing(index) {
                names.push(self.names[index]);
            }
        }
        PyTypeError::new_err(format!(
            "{}() missing {} required {kind} argument{}: {}",
            self.function,
            names.len(),
            plural(names.len()),
            listed(&names),
        ))
    }

    /// `add() takes from 1 to 2 positional arguments but 3 were given`
    #[cold]
    pub(super) fn too_many(&self, given: usize) -> PyErr {
        let most = self.positional;
        let least = (0..most).filter(|index| self.is_required(*index)).count();
        let takes = match least == most {
            true => format!("{most} positional argument{}", plural(most)),
            false => format!("from {least} to {most} positional arguments"),
        };
        let were = if given == 1 { "was" } else { "were" };
        PyTypeError::new_err(format!(
            "{}() takes {takes} but {given} {were} given",
            self.function
        ))
    }

    #[cold]
    pub(super) fn unexpected_keyword(&self, keyword: &str) -> PyErr {
        let is_positional_only = self.names[..self.positional_only].contains(&keyword);
        PyTypeError::new_err(match is_positional_only {
            true => format!(
                "{}() got some positional-only arguments passed as keyword arguments: '{keyword}'",
                self.function
            ),
            false => format!(
                "{}() got an unexpected keyword argument '{keyword}'",
                self.function
            ),
        })
    }

    #[cold]
    pub(super) fn given_twice(&self, index: usize) -> PyErr {
        PyTypeError::new_err(format!(
            "{}() got multiple values for argument '{}'",
            self.function, self.names[index]
        ))
    }
}

/// What a function that takes no arguments says to arguments, in the words that CPython has for `METH_NOARGS`.
///
/// # Safety
/// `owner` is the live module that `function` is of; or null for a static method, which `function` names with its class.
#[cold]
pub unsafe fn takes_nothing(
    py: Python<'_>,
    owner: *mut ffi::PyObject,
    function: &str,
    given: ffi::Py_ssize_t,
) -> PyErr {
    let mut module = String::new();
    // SAFETY: the caller's contract.
    if let Some(owner) = unsafe { Bound::from_borrowed_ptr_or_opt(py, owner) } {
        // SAFETY: as above.
        let owner: Bound<'_, PyModule> = unsafe { owner.cast_into_unchecked() };
        match owner.name() {
            Ok(name) => push_all(&mut module, &[&name.to_string_lossy(), "."]),
            Err(error) => return error,
        }
    }
    PyTypeError::new_err(format!(
        "{module}{function}() takes no arguments ({} given)",
        given.unsigned_abs()
    ))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// `'a', 'b', and 'c'`, as Python lists names.
fn listed(names: &[&str]) -> String {
    let mut text = String::new();
    for (before, name) in names.iter().enumerate() {
        let separator = match (before, names.len() - before) {
            (0, _) => "",
            (1, 1) => " and ",
            (_, 1) => ", and ",
            _ => ", ",
        };
        push_all(&mut text, &[separator, "'", name, "'"]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn names_are_listed_as_python_does() {
        assert_eq!(listed(&["a"]), "'a'");
        assert_eq!(listed(&["a", "b"]), "'a' and 'b'");
        assert_eq!(listed(&["a", "b", "c"]), "'a', 'b', and 'c'");
    }
}
