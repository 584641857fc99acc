// MS08: the same with `Once`.
#![deny(deprecated)]

use freehold::prelude::*;
use std::sync::Once;

static READY: Once = Once::new();

fn prepare(_: Python<'_>) {}

#[pyfunction]
fn start(py: Python<'_>) {
    READY.call_once(|| prepare(py));
}

fn main() {}
