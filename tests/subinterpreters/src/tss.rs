//! `PyTss`.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::PyTss;
use freehold::prelude::*;

static CALLS: PyTss<Cell<u64>> = PyTss::new(|| Cell::new(0));

/// How often this thread has called.
#[pyfunction]
pub fn count() -> u64 {
    CALLS.with(|calls| {
        calls.set(calls.get() + 1);
        calls.get()
    })
}

static MADE: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Counted(Cell<u64>);

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// `times` calls on each of `threads` threads, with a key that all of them race for: what each has counted, how many
/// values were made, and how many dropped.
#[pyfunction]
#[allow_threads]
pub fn count_in_threads(threads: usize, times: u64) -> (Vec<u64>, usize, usize) {
    let key = PyTss::new(|| {
        MADE.fetch_add(1, Ordering::Relaxed);
        Counted(Cell::new(0))
    });
    let barrier = std::sync::Barrier::new(threads);
    let before = (
        MADE.load(Ordering::Relaxed),
        DROPPED.load(Ordering::Relaxed),
    );
    let counts = std::thread::scope(|scope| {
        let work = || {
            barrier.wait();
            assert!(!key.is_set());
            (0..times).for_each(|_| key.with(|count| count.0.set(count.0.get() + 1)));
            assert!(key.is_set());
            key.with(|count| count.0.get())
        };
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let counts = threads.into_iter().map(|thread| thread.join());
        counts.map(|count| count.expect("no panic")).collect()
    });
    let made = MADE.load(Ordering::Relaxed) - before.0;
    (counts, made, DROPPED.load(Ordering::Relaxed) - before.1)
}

static SELF: PyTss<u64> = PyTss::new(|| {
    static DEPTH: AtomicUsize = AtomicUsize::new(0);
    match DEPTH.fetch_add(1, Ordering::Relaxed) {
        0 => SELF.with(|inner| *inner) + 1,
        _ => 7,
    }
});

/// A value whose initialiser asks for it: the inner one stays.
#[pyfunction]
pub fn made_by_itself() -> (u64, u64) {
    (SELF.with(|value| *value), SELF.with(|value| *value))
}

static KEPT: PyTss<RefCell<Vec<Py<PyAny>>>> = PyTss::new(RefCell::default);

/// Keeps the object for this thread.
#[pyfunction]
pub fn keep(object: Py<PyAny>) {
    KEPT.with(|kept| kept.borrow_mut().push(object));
}

#[pyfunction]
pub fn kept(py: Python<'_>) -> Vec<Py<PyAny>> {
    KEPT.with(|kept| kept.borrow().iter().map(|o| o.clone_ref(py)).collect())
}

/// Keys that are deleted again are no more missing afterwards.
#[pyfunction]
pub fn short_lived(count: usize) -> bool {
    (0..count).all(|number| {
        let key = PyTss::new(|| Cell::new(0));
        key.with(|value| value.set(number));
        key.with(|value| value.get() == number)
    })
}

/// More keys than there are.
#[pyfunction]
pub fn fill_keys() {
    let keys: Vec<_> = (0..5000).map(|_| PyTss::new(|| 0)).collect();
    keys.iter().for_each(|key| key.with(|_| ()));
}
