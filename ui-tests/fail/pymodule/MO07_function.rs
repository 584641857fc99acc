// MO07: PyO3's function form.
use freehold::prelude::*;

#[pymodule]
fn tally(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("version", 1)
}

fn main() {}
