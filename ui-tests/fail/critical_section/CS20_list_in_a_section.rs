// CS20: a list locks itself in each method.
#![deny(deprecated)]

use freehold::prelude::*;

#[pyfunction]
#[critical_section(list)]
fn add(list: &Bound<'_, PyList>, word: String) -> PyResult<()> {
    if !list.contains(&word)? {
        list.append(word)?;
    }
    Ok(())
}

fn main() {}
