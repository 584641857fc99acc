// FN10: the token does not come from Python.
use freehold::prelude::*;

#[pyfunction(signature = (py, name))]
fn load(py: Python<'_>, name: String) -> PyResult<()> {
    py.import(&name).map(drop)
}

fn main() {}
