use std::sync::Mutex;

use freehold::prelude::*;

pub struct State {
    hook: Mutex<Option<Py<PyAny>>>,
}

// A thread that is detached may lock it while a collection looks.
freehold::traverse!(State { hook });

fn main() {}
