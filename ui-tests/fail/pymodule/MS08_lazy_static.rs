// MS08: a static of the module that runs Python when it is first used.
#![deny(deprecated)]

use freehold::prelude::*;

#[pymodule]
mod decoders {
    use super::*;
    use std::sync::LazyLock;

    static LIMIT: LazyLock<usize> = LazyLock::new(|| Python::attach(|py| PyList::empty(py).len()));

    #[pyfunction]
    fn limit() -> usize {
        *LIMIT
    }
}

fn main() {}
