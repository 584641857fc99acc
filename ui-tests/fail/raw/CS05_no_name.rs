// CS05: not the name of a parameter.
use freehold::prelude::*;

#[critical_section(pair.0)]
fn field(pair: (u8, u8)) -> u8 {
    pair.0
}

#[critical_section(&list)]
fn reference(list: Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
