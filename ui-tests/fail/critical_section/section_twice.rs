// One section is enough.
use freehold::prelude::*;
use freehold::sync::Section;

#[pyfunction]
#[critical_section(list)]
fn count(list: &Bound<'_, PyList>, one: &Section<'_>, two: &Section<'_>) -> usize {
    one.suspensions() + two.suspensions() + list.len()
}

fn main() {}
