// References that have another owner too, and fields that own none.
use freehold::prelude::*;
use std::sync::Arc;

pub struct State {
    shared: Arc<Py<PyAny>>,
    hits: u64,
}

freehold::traverse!(State { shared, hits });

fn main() {}
