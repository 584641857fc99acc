// A number has no lock.
use freehold::prelude::*;

fn double(n: i64) -> i64 {
    freehold::critical_section!(n => { n * 2 })
}

fn main() {}
