// TH04: the GIL protects nothing.
#![deny(deprecated)]

use freehold::prelude::*;
use freehold::sync::GILOnceCell;
use freehold::sync::PyOnceLock;

static NAME: GILOnceCell<String> = GILOnceCell::new();
static TOTAL: freehold::sync::GILProtected<u64> = freehold::sync::GILProtected::new(0);

fn name(py: Python<'_>, other: &PyOnceLock<u64>) -> (&'static str, bool, u64) {
    let name = NAME.get_or_init(py, || "name".to_owned());
    (name, other.get(py).is_none(), *TOTAL.lock(py))
}

fn main() {}
