//! `__traverse__` and `__clear__`.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::PyMutex;
use freehold::{PyTraverseError, PyVisit};

/// A container that the runtime does not know.
#[pyclass(subclass)]
pub struct ByHand {
    first: Option<Py<PyAny>>,
    rest: Box<[Py<PyAny>]>,
    begun: AtomicU64,
    ended: AtomicU64,
    cleared: u64,
    /// What `__clear__` fails with.
    failure: Option<String>,
}

#[pymethods]
impl ByHand {
    #[new]
    #[freehold(signature = (first = None, rest = Vec::new()))]
    fn new(first: Option<Py<PyAny>>, rest: Vec<Py<PyAny>>) -> Self {
        ByHand {
            first,
            rest: rest.into_boxed_slice(),
            begun: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            cleared: 0,
            failure: None,
        }
    }

    #[critical_section(self)]
    fn set(&mut self, first: Option<Py<PyAny>>, rest: Vec<Py<PyAny>>) {
        self.first = first;
        self.rest = rest.into_boxed_slice();
    }

    /// How often it was visited, to the end, and cleared.
    #[critical_section(self)]
    fn visits(&self) -> (u64, u64, u64) {
        (
            self.begun.load(Ordering::Relaxed),
            self.ended.load(Ordering::Relaxed),
            self.cleared,
        )
    }

    #[critical_section(self)]
    fn fail_with(&mut self, text: String) {
        self.failure = Some(text);
    }

    // SAFETY: each reference is in one field, and visited once.
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        visit.call(&self.first)?;
        for object in &self.rest {
            visit.call(object)?;
        }
        self.ended.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    #[critical_section(self)]
    fn __clear__(&mut self) -> PyResult<()> {
        self.cleared += 1;
        self.first = None;
        self.rest = Box::default();
        match self.failure.as_deref() {
            Some("panic") => panic!("in __clear__"),
            Some(text) => Err(PyValueError::new_err(text.to_owned())),
            None => Ok(()),
        }
    }
}

/// What can be emptied is, also beside a `__traverse__`.
#[pyclass(frozen)]
pub struct WithoutClear {
    held: PyMutex<Option<Py<PyAny>>>,
}

#[pymethods]
impl WithoutClear {
    #[new]
    fn new() -> Self {
        WithoutClear {
            held: PyMutex::new(None),
        }
    }

    fn hold(&self, py: Python<'_>, object: Py<PyAny>) {
        let before = self.held.lock(py).replace(object);
        drop(before);
    }

    // SAFETY: there is one reference.
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.held)
    }
}

/// Panics while it is visited, when it is told to.
#[pyclass]
pub struct Panicky {
    before: Option<Py<PyAny>>,
    after: Option<Py<PyAny>>,
    panics: AtomicBool,
}

#[pymethods]
impl Panicky {
    #[new]
    fn new() -> Self {
        Panicky {
            before: None,
            after: None,
            panics: AtomicBool::new(true),
        }
    }

    #[critical_section(self)]
    fn hold(&mut self, before: Py<PyAny>, after: Py<PyAny>) {
        self.before = Some(before);
        self.after = Some(after);
    }

    #[critical_section(self)]
    fn be_calm(&self) {
        self.panics.store(false, Ordering::Relaxed);
    }

    // SAFETY: each reference is in one field, and visited once; as often as it panics at all.
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.before)?;
        assert!(!self.panics.load(Ordering::Relaxed), "in __traverse__");
        visit.call(&self.after)
    }
}

fn attach() {
    Python::attach(|_| ());
}

fn try_attach() -> String {
    format!("{:?}", Python::try_attach(|_| ()))
}

/// Tries to do in `__traverse__` what must not be done there.
#[pyclass]
pub struct Curious {
    spare: Mutex<Vec<Py<PyAny>>>,
    seen: Mutex<Vec<String>>,
}

#[pymethods]
impl Curious {
    #[new]
    fn new(spare: Vec<Py<PyAny>>) -> Self {
        Curious {
            spare: Mutex::new(spare),
            seen: Mutex::default(),
        }
    }

    #[critical_section(self)]
    fn seen(&mut self) -> Vec<String> {
        std::mem::take(&mut *self.seen.try_lock().expect("nobody else has it"))
    }

    // SAFETY: nothing is visited.
    unsafe fn __traverse__(&self, _: PyVisit<'_>) -> Result<(), PyTraverseError> {
        let mut seen = self.seen.try_lock().expect("nobody else has it");
        let mut spare = self.spare.try_lock().expect("nobody else has it");
        if let Some(last) = spare.pop() {
            // Released later: its finalizer may not run now.
            drop(last);
            seen.push("dropped".to_owned());
            let panics = |way: fn()| {
                let payload = std::panic::catch_unwind(way).expect_err("it is refused");
                let text = payload.downcast_ref::<String>().map(String::as_str);
                text.or(payload.downcast_ref::<&str>().copied())
                    .unwrap_or_default()
                    .to_owned()
            };
            seen.push(try_attach());
            seen.push(panics(attach));
            seen.push(panics(|| freehold::reattach(|_| ())));
        }
        Ok(())
    }
}
