// An option of PyO3 that comes later.
use freehold::prelude::*;

#[pyfunction(pass_module)]
fn name(m: &Bound<'_, PyModule>) -> bool {
    let _ = m;
    true
}

fn main() {}
