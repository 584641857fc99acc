// CS20: one method of a dict in a loop.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
#[critical_section(counts)]
fn count(counts: &Bound<'_, PyDict>, words: Vec<String>) -> PyResult<()> {
    for word in words {
        counts.set_item(word, 1)?;
    }
    Ok(())
}

fn main() {}
