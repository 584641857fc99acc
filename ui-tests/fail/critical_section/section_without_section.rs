// A section is asked for where there is none.
use freehold::prelude::*;
use freehold::sync::Section;

#[pyfunction]
fn count(section: &Section<'_>) -> usize {
    section.suspensions()
}

fn main() {}
