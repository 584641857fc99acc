// AT14: nothing proves that the thread is attached.
use freehold::prelude::*;

#[allow_threads]
fn double(n: i64) -> i64 {
    n * 2
}

fn main() {}
