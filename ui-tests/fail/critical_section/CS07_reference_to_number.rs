// CS07: a reference to a type that is no class.
use freehold::prelude::*;

#[pyfunction]
#[critical_section(numbers)]
fn total(numbers: &Vec<i64>) -> i64 {
    numbers.iter().sum()
}

fn main() {}
