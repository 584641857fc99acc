// FN01: generic over a constant.
use freehold::prelude::*;

#[pyfunction]
fn scale<const N: usize>(n: usize) -> usize {
    n * N
}

fn main() {}
