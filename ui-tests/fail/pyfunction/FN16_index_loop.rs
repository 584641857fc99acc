// FN16: the length may change while the loop runs.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
fn total(list: &Bound<'_, PyList>) -> PyResult<i64> {
    let mut total = 0;
    for i in 0..list.len() {
        total += list.get_item(i)?.extract::<i64>()?;
    }
    Ok(total)
}

fn main() {}
