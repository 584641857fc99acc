//! Two threads that meet at the lock of one dictionary, so that it is known whether the other one waits for it.

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use freehold::prelude::*;
use freehold::sync::with_critical_section;

/// How far the two threads are.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Meeting {
    suspended: AtomicBool,
    held: AtomicBool,
    done: AtomicBool,
}

#[pymethods]
impl Meeting {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Waits until the other thread has the lock.
    #[allow_threads]
    fn wait(&self) {
        until(|| self.held.load(SeqCst));
    }

    /// Takes the next entry of `dict` inside a section on `other`, after the section on `dict` has been suspended there
    /// and another thread has taken the lock. Says whether the step waited for that thread.
    fn step_inside(&self, dict: &Bound<'_, PyDict>, other: &Bound<'_, PyList>) -> PyResult<bool> {
        let py = dict.py();
        let waited = dict.iter_locked(|mut entries| {
            with_critical_section(other, || {
                py.detach(|| {
                    self.suspended.store(true, SeqCst);
                    until(|| self.held.load(SeqCst));
                });
                entries.next().expect("an entry")?;
                Ok(!self.held.load(SeqCst))
            })
        });
        self.done.store(true, SeqCst);
        waited
    }

    /// The same for a list.
    fn list_step_inside(&self, list: &Bound<'_, PyList>, other: &Bound<'_, PyList>) -> bool {
        let py = list.py();
        let waited = list.iter_locked(|mut items| {
            with_critical_section(other, || {
                py.detach(|| {
                    self.suspended.store(true, SeqCst);
                    until(|| self.held.load(SeqCst));
                });
                items.next().expect("an item");
                !self.held.load(SeqCst)
            })
        });
        self.done.store(true, SeqCst);
        waited
    }
}

/// The other thread: holds the lock of `container` until somebody waits for it, or the meeting is over without.
#[pyfunction]
pub fn hold_until_waited_for(meeting: &Meeting, container: &Bound<'_, PyAny>) {
    container
        .py()
        .detach(|| until(|| meeting.suspended.load(SeqCst)));
    with_critical_section(container, || {
        meeting.held.store(true, SeqCst);
        // Attached, so that the lock is not given back.
        until(|| is_waited_for(container) || meeting.done.load(SeqCst));
        meeting.held.store(false, SeqCst);
    });
}

/// Goes over the entries, or the items, of `container`, holding on after the first one until somebody waits for the
/// lock, or has changed the container all the same. Says how many there were.
#[pyfunction]
pub fn walk_until_waited_for(meeting: &Meeting, container: &Bound<'_, PyAny>) -> PyResult<usize> {
    let hold = |length: usize, now: &dyn Fn() -> usize| {
        meeting.held.store(true, SeqCst);
        until(|| is_waited_for(container) || now() != length)
    };
    if let Ok(dict) = container.cast::<PyDict>() {
        let length = dict.len();
        return dict.iter_locked(|mut entries| {
            entries.next().expect("an entry")?;
            hold(length, &|| dict.len());
            entries.try_fold(1, |count, entry| entry.map(|_| count + 1))
        });
    }
    let list = container.cast::<PyList>()?;
    let length = list.len();
    list.iter_locked(|mut items| {
        items.next().expect("an item");
        hold(length, &|| list.len());
        Ok(1 + items.count())
    })
}

fn until(condition: impl Fn() -> bool) {
    while !condition() {
        std::thread::yield_now();
    }
}

/// Whether a thread waits for the lock of `object`: only objects of free-threaded builds have one.
fn is_waited_for(object: &Bound<'_, PyAny>) -> bool {
    #[cfg(Py_GIL_DISABLED)]
    {
        use std::sync::atomic::AtomicU8;
        // SAFETY: the object is alive, and a `PyMutex` is one byte that everybody accesses atomically.
        let byte = unsafe { AtomicU8::from_ptr((&raw mut (*object.as_ptr()).ob_mutex).cast()) };
        byte.load(SeqCst) & 2 != 0
    }
    #[cfg(not(Py_GIL_DISABLED))]
    {
        let _ = object;
        unreachable!("nobody waits for the lock of an object while the GIL is there")
    }
}
