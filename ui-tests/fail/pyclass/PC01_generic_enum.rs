// PC01: a generic enum.
use freehold::prelude::*;

#[pyclass(frozen)]
enum Either<L, R> {
    Left(L),
    Right(R),
}

fn main() {}
