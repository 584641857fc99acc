// CS04, CS02 and a wrong option in one attribute; the function's own mistakes beside them.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, dcit, on_suspend = "again")]
fn copy(list: &Bound<'_, PyList>, dict: &Bound<'_, PyDict>, _: i64) {
    let _ = (list, dict);
}

fn main() {}
