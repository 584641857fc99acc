// PyO3's older name of `Python::attach`.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
fn version() -> String {
    Python::with_gil(|py| format!("{:?}", py.version_info()))
}

fn main() {}
