//! A mutex that a collection of one interpreter looks into, and a thread that is attached to another one.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{JoinHandle, yield_now};

use freehold::exceptions::PyRuntimeError;
use freehold::prelude::*;
use freehold::sync::PyMutex;
use freehold::{PyTraverseError, PyVisit};

use crate::handles::handle;

/// A frozen object whose collections talk to a thread.
#[pyclass(frozen)]
pub struct Seen {
    held: PyMutex<Option<Py<PyAny>>>,
    /// How often a collection has asked the thread to act; 0 if there is none.
    asked: AtomicU32,
    answered: AtomicU32,
}

#[pymethods]
impl Seen {
    #[new]
    fn new(held: Py<PyAny>) -> Self {
        Seen {
            held: PyMutex::new(Some(held)),
            asked: AtomicU32::new(0),
            answered: AtomicU32::new(0),
        }
    }

    /// Takes out what the mutex holds.
    fn take(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.held.lock(py).take()
    }

    // SAFETY: there is one reference.
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.held)?;
        if self.asked.load(Ordering::Acquire) != 0 {
            self.ask();
        }
        Ok(())
    }
}

impl Seen {
    /// The collection goes on when the thread has answered, and has had time to do more.
    fn ask(&self) {
        let asked = self.asked.fetch_add(1, Ordering::AcqRel);
        while self.answered.load(Ordering::Acquire) < asked {
            yield_now();
        }
        (0..200).for_each(|_| yield_now());
    }

    /// `act` is called each time that a collection has looked, for as long as it returns true.
    fn answer(&self, mut act: impl FnMut() -> bool) {
        self.asked.store(1, Ordering::Release);
        let mut answered = 0;
        loop {
            if self.asked.load(Ordering::Acquire) == answered + 1 {
                yield_now();
                continue;
            }
            answered += 1;
            let goes_on = act();
            if !goes_on {
                self.asked.store(0, Ordering::Release);
            }
            self.answered.store(answered, Ordering::Release);
            if !goes_on {
                return;
            }
        }
    }
}

type Found = Option<Py<PyAny>>;

/// Which tries were successful, and what the thread has got.
type Outcome = (Vec<bool>, Found);

static THREAD: Mutex<Option<JoinHandle<Outcome>>> = Mutex::new(None);

/// Starts a thread that is attached to interpreter `id`, and waits until it would answer.
fn start(
    py: Python<'_>,
    seen: Py<Seen>,
    id: i64,
    act: fn(Python<'_>, &Seen) -> Outcome,
) -> PyResult<()> {
    let elsewhere = handle(id)?;
    let waiting = seen.clone_ref(py);
    let thread = std::thread::spawn(move || elsewhere.attach(move |py| act(py, seen.get())));
    *THREAD.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
    py.detach(|| {
        while waiting.get().asked.load(Ordering::Acquire) == 0 {
            yield_now();
        }
    });
    Ok(())
}

/// Has a thread that is attached to interpreter `id` try to take what `seen` holds, in the first two looks of the next
/// collection, and then wait for it.
#[pyfunction]
pub fn take_while_seen(py: Python<'_>, seen: Py<Seen>, id: i64) -> PyResult<()> {
    start(py, seen, id, |py, seen| {
        let (mut tried, mut found) = (Vec::new(), None);
        seen.answer(|| {
            let held = seen.held.try_lock(py);
            tried.push(held.is_some());
            found = held.and_then(|mut held| held.take());
            tried.len() < 2
        });
        (tried, found.or_else(|| seen.held.lock(py).take()))
    })
}

/// The same without trying: the thread begins to wait for the mutex when the next collection has looked once.
#[pyfunction]
pub fn lock_while_seen(py: Python<'_>, seen: Py<Seen>, id: i64) -> PyResult<()> {
    start(py, seen, id, |py, seen| {
        seen.answer(|| false);
        (Vec::new(), seen.held.lock(py).take())
    })
}

/// Waits until the thread is done.
#[pyfunction]
pub fn found(py: Python<'_>) -> PyResult<Outcome> {
    let thread = THREAD
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
        .ok_or_else(|| PyRuntimeError::new_err("there is no thread"))?;
    py.detach(|| thread.join())
        .map_err(|_| PyRuntimeError::new_err("the thread has panicked"))
}

/// For a thread of another interpreter to find.
static OFFERED: Mutex<Option<Py<Seen>>> = Mutex::new(None);

#[pyfunction]
pub fn offer(seen: Py<Seen>) {
    *OFFERED.lock().unwrap_or_else(PoisonError::into_inner) = Some(seen);
}

/// Takes out what was offered holds, and whether there was something.
#[pyfunction]
pub fn take_offered(py: Python<'_>) -> bool {
    let offered = OFFERED.lock().unwrap_or_else(PoisonError::into_inner);
    let taken = offered
        .as_ref()
        .and_then(|seen| seen.get().held.lock(py).take());
    taken.is_some()
}

static LOCKED_LATE: AtomicU64 = AtomicU64::new(0);

/// Has a thread that is attached to interpreter `id` lock what was offered, when interpreter `owner`, which it belongs to, has begun to
/// end.
#[pyfunction]
pub fn lock_when_it_ends(id: i64, owner: i64) -> PyResult<()> {
    let (elsewhere, owner) = (handle(id)?, handle(owner)?);
    LOCKED_LATE.store(0, Ordering::Release);
    let inside = std::sync::Arc::new(std::sync::Barrier::new(2));
    let there = inside.clone();
    std::thread::spawn(move || {
        elsewhere.attach(move |py| {
            there.wait();
            let offered = OFFERED.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(seen) = &*offered else { return };
            while owner.is_alive() {
                yield_now();
            }
            let taken = seen.get().held.lock(py).take();
            LOCKED_LATE.store(1 + u64::from(taken.is_some()), Ordering::Release);
        });
    });
    inside.wait();
    Ok(())
}

/// 2 if `lock_when_it_ends` has found something, 1 if it has not, and 0 if it is not done.
#[pyfunction]
pub fn locked_late() -> u64 {
    LOCKED_LATE.load(Ordering::Acquire)
}
