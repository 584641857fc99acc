// A thread that is detached cannot lock.
use freehold::prelude::*;

fn block(py: Python<'_>, list: &Bound<'_, PyList>) -> usize {
    py.detach(|| freehold::critical_section!(list => { 0 }))
}

fn main() {}
