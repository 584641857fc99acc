// CS17: there is no `self`.
use freehold::prelude::*;

#[critical_section(self)]
fn length(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
