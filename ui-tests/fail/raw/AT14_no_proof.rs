// AT14: nothing proves that the thread is attached.
use freehold::prelude::*;

#[allow_threads]
fn double(n: i64) -> i64 {
    n * 2
}

#[allow_threads]
extern "C" fn of_c(n: i64) -> i64 {
    n * 2
}

struct Table;

impl Table {
    #[allow_threads]
    fn sum(&self) -> u64 {
        0
    }
}

fn main() {}
