// The section is borrowed.
use freehold::prelude::*;
use freehold::sync::Section;

#[pyfunction]
#[critical_section(list)]
fn count(list: &Bound<'_, PyList>, section: Section<'_>) -> usize {
    section.suspensions() + list.len()
}

fn main() {}
