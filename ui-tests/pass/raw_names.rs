//! Names that Rust reserves and Python does not.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass]
pub struct Rule {
    #[freehold(get, set)]
    r#type: String,
    r#match: u64,
}

#[pymethods]
impl Rule {
    #[new]
    fn new(r#type: String) -> Self {
        Self { r#type, r#match: 0 }
    }

    #[critical_section(self, r#ref)]
    fn r#move(&mut self, r#ref: &mut Rule) {
        self.r#match += std::mem::take(&mut r#ref.r#match);
    }

    #[getter]
    #[critical_section(self)]
    fn r#match(&self) -> u64 {
        self.r#match
    }
}

#[pyfunction(signature = (r#ref, r#fn = 1))]
pub fn r#loop(r#ref: i64, r#fn: i64) -> i64 {
    r#ref + r#fn
}

#[pymodule]
mod r#raw_names {
    #[pymodule_export]
    use super::r#loop as r#match;
    #[pymodule_export]
    use super::{Rule, r#loop};
    #[pymodule_export]
    #[expect(non_upper_case_globals)]
    const r#type: u64 = 1;
}
