//! Classes in reference cycles. What one does under its lock, a collection must not see half done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;
use freehold::sync::PyMutex;

use crate::steps::pause_long;

/// Of nothing is said how it is collected.
#[pyclass(subclass)]
#[derive(Default)]
pub struct Link {
    next: Option<Py<PyAny>>,
    others: Vec<Py<PyAny>>,
}

#[pymethods]
#[critical_section(self)]
impl Link {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn set(&mut self, next: Option<Py<PyAny>>) {
        self.next = next;
    }

    fn add(&mut self, other: Py<PyAny>) -> usize {
        self.others.push(other);
        self.others.len()
    }

    /// What it holds is in no field in between.
    fn juggle(&mut self) -> usize {
        let (next, others) = (self.next.take(), std::mem::take(&mut self.others));
        let held = others.len() + usize::from(next.is_some());
        pause_long(&mut *self);
        (self.next, self.others) = (next, others);
        held
    }

    /// Whether it holds the same for as long as it is locked.
    fn stays(&self, times: u64) -> bool {
        let held = self.others.len();
        (0..times).all(|_| std::hint::black_box(&self.others).len() == held)
    }
}

/// The same, with readers side by side.
#[pyclass(lock = "rw")]
#[derive(Default)]
pub struct ReadWriteLink {
    next: Option<Py<PyAny>>,
}

#[pymethods]
#[critical_section(self)]
impl ReadWriteLink {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn set(&mut self, next: Option<Py<PyAny>>) {
        self.next = next;
    }

    fn juggle(&mut self) -> usize {
        let next = self.next.take();
        pause_long(&mut *self);
        self.next = next;
        self.next.iter().count()
    }

    fn read(&self) -> usize {
        self.next.iter().count()
    }
}

/// The same, frozen.
#[pyclass(frozen)]
#[derive(Default)]
pub struct FrozenLink {
    next: PyMutex<Option<Py<PyAny>>>,
}

#[pymethods]
impl FrozenLink {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn set(&self, py: Python<'_>, next: Option<Py<PyAny>>) {
        let before = std::mem::replace(&mut *self.next.lock(py), next);
        drop(before);
    }

    fn read(&self, py: Python<'_>) -> usize {
        self.next.lock(py).iter().count()
    }
}

/// What it holds is in mutexes that many want at once.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Wanted {
    held: [PyMutex<Option<Py<PyAny>>>; 3],
}

#[pymethods]
impl Wanted {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn set(&self, py: Python<'_>, held: [Py<PyAny>; 3]) {
        for (place, object) in self.held.iter().zip(held) {
            let before = place.lock(py).replace(object);
            drop(before);
        }
    }

    /// Holds each mutex for a while, attached.
    fn hold(&self, py: Python<'_>, times: u64) -> usize {
        let each = self.held.iter();
        each.map(|place| count(&place.lock(py), times)).sum()
    }
}

/// The only one to hold such an object, which the collector does not see: 3.14t looks at what it reaches from its threads
/// and modules only once.
#[pyclass(frozen)]
pub struct Hidden {
    wanted: Arc<Py<Wanted>>,
}

#[pymethods]
impl Hidden {
    #[new]
    fn new(held: Vec<Py<PyAny>>) -> PyResult<Self> {
        Python::attach(|py| {
            let wanted = Wanted::new().into_pyobject(py)?;
            wanted.call_method1("set", (held,))?;
            Ok(Hidden {
                wanted: Arc::new(wanted.unbind()),
            })
        })
    }

    fn hold<'py>(&self, py: Python<'py>, times: u64) -> PyResult<Bound<'py, PyAny>> {
        self.wanted.bind(py).call_method1("hold", (times,))
    }
}

fn count(held: &Option<Py<PyAny>>, times: u64) -> usize {
    (0..times).for_each(|_| pause_long(held));
    held.iter().count()
}

/// Calls Python when it ends, with what it holds. That may be garbage too, but a tuple cannot be emptied.
#[pyclass]
pub struct Handing {
    to: Py<PyAny>,
    held: Py<PyTuple>,
    list: Option<Py<PyAny>>,
}

#[pymethods]
impl Handing {
    #[new]
    fn new(to: Py<PyAny>, held: Py<PyTuple>) -> Self {
        Handing {
            to,
            held,
            list: None,
        }
    }

    #[critical_section(self)]
    fn be_held_by(&mut self, list: Option<Py<PyAny>>) {
        self.list = list;
    }
}

// What is called has to be in order then.
freehold::traverse!(Handing { held, list });

impl Drop for Handing {
    fn drop(&mut self) {
        let called = Python::attach(|py| {
            let held = self.held.bind(py).clone();
            self.to.bind(py).call1((held,)).map(drop)
        });
        if let Err(error) = called {
            panic!("{error}");
        }
    }
}

/// `Handing` for a class that others may derive from, which has a `tp_dealloc` of its own with every Python.
#[pyclass(subclass)]
pub struct HandingBase {
    end: Handing,
}

#[pymethods]
impl HandingBase {
    #[new]
    fn new(to: Py<PyAny>, held: Py<PyTuple>) -> Self {
        let end = Handing::new(to, held);
        HandingBase { end }
    }

    #[critical_section(self)]
    fn be_held_by(&mut self, list: Option<Py<PyAny>>) {
        self.end.list = list;
    }
}

freehold::traverse!(HandingBase { end });

/// How often a collection has looked at a payload that was being changed.
static TORN: AtomicU64 = AtomicU64::new(0);
static LOOKED: AtomicU64 = AtomicU64::new(0);

/// So often since the last time, and how often a collection has looked at all.
#[pyfunction]
pub fn torn() -> (u64, u64) {
    (
        TORN.swap(0, Ordering::Relaxed),
        LOOKED.swap(0, Ordering::Relaxed),
    )
}

/// Its fields are equal, but for the time that it is locked.
#[pyclass]
#[derive(Default)]
pub struct Watched {
    first: u64,
    second: u64,
    held: Vec<Py<PyAny>>,
}

#[pymethods]
impl Watched {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, other: Py<PyAny>) -> usize {
        self.held.push(other);
        self.held.len()
    }

    #[critical_section(self)]
    fn step(&mut self, times: u64) -> u64 {
        self.first += 1;
        for _ in 0..times {
            pause_long(&mut *self);
        }
        self.second += 1;
        self.first
    }

    /// What only foreign code can do: a collection by the thread that has the payload for itself.
    #[critical_section(self)]
    fn collect_inside(&mut self) -> u64 {
        self.first += 1;
        let held = std::mem::take(&mut self.held);
        collect();
        self.held = held;
        self.second += 1;
        self.first
    }

    /// And one by others, meanwhile.
    #[critical_section(self)]
    fn detach_inside(&mut self) -> u64 {
        self.first += 1;
        let held = std::mem::take(&mut self.held);
        detach();
        self.held = held;
        self.second += 1;
        self.first
    }

    // SAFETY: each reference is visited once.
    #[allow(unsafe_code)]
    unsafe fn __traverse__(
        &self,
        visit: freehold::PyVisit<'_>,
    ) -> Result<(), freehold::PyTraverseError> {
        LOOKED.fetch_add(1, Ordering::Relaxed);
        if self.first != self.second {
            TORN.fetch_add(1, Ordering::Relaxed);
        }
        visit.call(&self.held)
    }
}

#[allow(unsafe_code)]
fn collect() {
    // SAFETY: the thread is attached. That it is in an exclusive section is the breach.
    unsafe { freehold::ffi::PyGC_Collect() };
}

#[allow(unsafe_code)]
fn detach() {
    // SAFETY: the thread is attached, and is again afterwards. The breach is as above.
    unsafe {
        let state = freehold::ffi::PyEval_SaveThread();
        std::thread::yield_now();
        std::thread::sleep(std::time::Duration::from_micros(100));
        freehold::ffi::PyEval_RestoreThread(state);
    }
}
