//! The options of `#[pymodule]`.
#![deny(warnings)]

use freehold::prelude::*;

#[pymodule]
mod options_none {}

#[pymodule()]
mod options_empty {}

#[pymodule(gil_used)]
mod options_gil {}

#[pymodule(gil_not_used, multiple_interpreters = "not_supported")]
mod options_one_interpreter {}

#[pymodule(multiple_interpreters = "shared_gil", gil_not_used)]
mod options_shared {}

#[pymodule(gil_not_used, multiple_interpreters = "per_interpreter_gil")]
pub mod options_own {}

#[pymodule(name = "_options_native")]
pub(crate) mod options_named {}

#[freehold::prelude::pymodule(gil_not_used)]
mod options_by_path {}
