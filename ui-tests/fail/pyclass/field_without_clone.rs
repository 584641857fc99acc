// A getter copies what it gives out.
use freehold::prelude::*;

#[pyclass]
struct Name(String);

#[pyclass]
struct Person {
    #[freehold(get)]
    name: Name,
}

fn main() {}
