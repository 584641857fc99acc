// `#[pymodule_export]` and `#[pymodule_init]` where no module sees them.
use freehold::prelude::*;

#[pymodule_export]
const LIMIT: u64 = 10;

#[pymodule_init]
fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("limit", LIMIT)
}

fn main() {}
