//! The module of the benchmarks (benches/README.md), written with PyO3.

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod pyo3_peer {
    #[pymodule_export]
    use super::classes::{Board, Counter, Frozen, Items, Numbers};
    #[pymodule_export]
    use super::functions::{
        add, detach, echo_bytes, echo_text, fail, half, inc, next_ints, noargs, subtract,
    };
    #[pymodule_export]
    use super::mutex_counter::MutexCounter;
}

mod classes;
mod functions;
mod mutex_counter;
