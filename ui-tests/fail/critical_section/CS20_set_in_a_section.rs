// CS20: a set, which has no locked iteration.
#![deny(deprecated)]

use freehold::prelude::*;
use freehold::types::{PySet, PySetMethods};

#[pyfunction]
#[critical_section(seen)]
fn first_time(seen: &Bound<'_, PySet>, word: String) -> PyResult<bool> {
    let first = !seen.contains(&word)?;
    seen.add(word)?;
    Ok(first)
}

fn main() {}
