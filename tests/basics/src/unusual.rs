//! Spellings that are allowed, but rare.

use freehold::prelude::*;

use self::inner::{Hidden, Result as OwnResult};

mod inner {
    /// Names that the generated code must not confuse with its own.
    pub type Result<T> = std::result::Result<T, freehold::PyErr>;
    pub struct Hidden;
}

/// Attributes in the other order.
#[critical_section(outer)]
#[pyfunction]
pub fn first_attribute_last(outer: &mut Outer, by: i64) -> i64 {
    outer.value += by;
    outer.value
}

/// Names of the prelude, hidden by types of the user's own.
#[pyfunction(signature = (args, py = 1, kwnames = 2, nargs = 3, slf = 4))]
pub fn shadowed(args: i64, py: i64, kwnames: i64, nargs: i64, slf: i64) -> OwnResult<Vec<i64>> {
    let Hidden = Hidden;
    Ok(vec![args, py, kwnames, nargs, slf])
}

/// Exported under another name.
#[derive(Default)]
#[pyclass]
pub struct Outer {
    value: i64,
}

#[pymethods]
impl Outer {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[freehold(name = "plus")]
    #[critical_section(self)]
    fn add(&mut self, by: i64) -> i64 {
        self.value += by;
        self.value
    }
}
