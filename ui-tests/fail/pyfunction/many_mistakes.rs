// FN03, FN04, FN10 and FN17 in one item: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyfunction(signature = (a, z = 1))]
async fn mixed(a: i64, _: i64, (c, d): (i64, i64)) -> i64 {
    a + c + d
}

fn main() {}
