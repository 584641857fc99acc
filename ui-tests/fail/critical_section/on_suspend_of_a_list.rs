// Of a list it is not known what other threads do to it.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(list, on_suspend = "retry")]
fn add(list: &Bound<'_, PyList>, item: i64) -> PyResult<usize> {
    list.append(item)?;
    Ok(list.len())
}

fn main() {}
