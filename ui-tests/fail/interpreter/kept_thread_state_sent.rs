// A kept thread state is the thread's own.
use freehold::prelude::*;

#[pyfunction]
fn prepare(py: Python<'_>) {
    let here = Interpreter::current(py);
    let kept = here.keep_thread_state();
    std::thread::spawn(move || drop(kept));
}

fn main() {}
