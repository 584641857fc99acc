//! The module of the benchmarks (benches/README.md), written with Freehold.

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod freehold_peer {
    #[pymodule_export]
    use super::classes::{Board, Counter, Frozen, Items, Numbers};
    #[pymodule_export]
    use super::functions::{
        add, detach, echo_bytes, echo_text, fail, half, inc, next_ints, noargs, subtract,
    };
}

mod classes;
mod functions;
