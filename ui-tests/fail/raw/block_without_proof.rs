// Detaching without a token takes `unsafe`.
use freehold::prelude::*;

fn double(n: i64) -> i64 {
    freehold::allow_threads!({ n * 2 })
}

fn not_a_token(n: i64) -> i64 {
    freehold::allow_threads!(n => { n * 2 })
}

fn main() {}
