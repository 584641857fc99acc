// CS01: and there is none to name.
use freehold::prelude::*;

#[critical_section]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
