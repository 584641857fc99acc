// A reference that would be counted twice.
use freehold::prelude::*;

pub struct State {
    hook: Py<PyAny>,
}

freehold::traverse!(State { hook, hook });

fn main() {}
