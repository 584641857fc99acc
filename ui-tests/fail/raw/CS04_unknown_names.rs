// CS04: no such parameter, near another one or not.
use freehold::prelude::*;

#[critical_section(lst)]
fn near(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[critical_section(other)]
fn far(list: &Bound<'_, PyList>, index: usize) -> usize {
    list.len() + index
}

#[critical_section(list)]
fn none() {}

fn main() {}
