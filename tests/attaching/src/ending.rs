//! Interpreters that end while threads use them.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use freehold::AttachError;
use freehold::prelude::*;

use crate::handles::handle;

static REFUSED: AtomicUsize = AtomicUsize::new(0);
static HELD: AtomicUsize = AtomicUsize::new(0);
static LET_GO: AtomicBool = AtomicBool::new(false);

#[pyfunction]
pub fn is_alive(id: i64) -> PyResult<bool> {
    Ok(handle(id)?.is_alive())
}

/// `count` threads attach to the interpreter until it refuses, and make garbage there. With `main`, by
/// `Python::try_attach`. They are there when this returns, for those who fork then: std makes threads under a lock.
#[pyfunction(signature = (id, count, main = false))]
pub fn hammer(id: i64, count: usize, main: bool) -> PyResult<()> {
    fn work(py: Python<'_>) {
        let _ = py.run(c"[[] for _ in range(10)]", None, None);
    }
    let are_there = Arc::new(Barrier::new(count + 1));
    let to = handle(id)?;
    for _ in 0..count {
        let (to, is_there) = (to.clone(), are_there.clone());
        std::thread::spawn(move || {
            is_there.wait();
            let error = loop {
                let attached = match main {
                    true => Python::try_attach(work),
                    false => to.try_attach(work),
                };
                if let Err(error) = attached {
                    break error;
                }
            };
            assert_eq!(error, AttachError::NoInterpreter);
            REFUSED.fetch_add(1, Ordering::AcqRel);
        });
    }
    are_there.wait();
    Ok(())
}

/// How many threads of `hammer` have been refused.
#[pyfunction]
pub fn refused() -> usize {
    REFUSED.load(Ordering::Acquire)
}

fn wait(patience: u64) {
    while !LET_GO.load(Ordering::Acquire) {
        std::thread::yield_now();
    }
    std::thread::sleep(Duration::from_millis(patience));
}

/// A thread that attaches, and with `detach` detaches, then waits for `let_go` and for `patience` milliseconds
/// more, and runs `code`.
#[pyfunction(signature = (id, code, patience, detach = true))]
pub fn hold(py: Python<'_>, id: i64, code: String, patience: u64, detach: bool) -> PyResult<()> {
    let to = handle(id)?;
    let before = HELD.load(Ordering::Acquire);
    std::thread::spawn(move || {
        to.attach(|py| {
            HELD.fetch_add(1, Ordering::AcqRel);
            match detach {
                true => py.detach(|| wait(patience)),
                false => wait(patience),
            }
            let code = std::ffi::CString::new(code.as_str()).expect("no null in the code");
            if let Err(error) = py.run(&code, None, None) {
                eprintln!("{error}");
            }
        });
    });
    py.detach(|| {
        while HELD.load(Ordering::Acquire) == before {
            std::thread::yield_now();
        }
    });
    Ok(())
}

#[pyfunction]
pub fn let_go() {
    LET_GO.store(true, Ordering::Release);
}

pub fn count_refusal() {
    REFUSED.fetch_add(1, Ordering::AcqRel);
}
