//! Payloads whose end does something.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use freehold::prelude::*;

/// Counts payloads that are alive: one gauge per test, so that tests may run at the same time.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Gauge {
    alive: Arc<AtomicI64>,
}

#[pymethods]
impl Gauge {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[getter]
    fn alive(&self) -> i64 {
        self.alive.load(Ordering::SeqCst)
    }
}

/// One payload that is alive.
struct Alive(Arc<AtomicI64>);

impl Alive {
    fn new(gauge: &Gauge) -> Self {
        gauge.alive.fetch_add(1, Ordering::SeqCst);
        Alive(gauge.alive.clone())
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// An object that a gauge counts.
#[pyclass(subclass)]
pub struct Tracked {
    _alive: Alive,
    held: Option<Py<PyAny>>,
}

#[pymethods]
impl Tracked {
    #[new]
    #[freehold(signature = (gauge, held = None, fail = false))]
    fn new(gauge: &Gauge, held: Option<Py<PyAny>>, fail: bool) -> PyResult<Self> {
        let tracked = Tracked {
            _alive: Alive::new(gauge),
            held,
        };
        match fail {
            false => Ok(tracked),
            true => Err(freehold::exceptions::PyValueError::new_err("failed midway")),
        }
    }

    #[getter]
    #[critical_section(self)]
    fn held(&self, cs: NoSuspend<'_>) -> Option<Py<PyAny>> {
        self.held.as_ref().map(|held| held.clone_ref(cs))
    }

    #[setter]
    #[critical_section(self)]
    fn set_held(&mut self, held: Option<Py<PyAny>>) {
        self.held = held;
    }
}

/// A link of a chain.
#[pyclass]
pub struct Node {
    _alive: Alive,
    next: Option<Py<Node>>,
}

#[pymethods]
impl Node {
    #[new]
    #[freehold(signature = (gauge, next = None))]
    fn new(gauge: &Gauge, next: Option<Py<Node>>) -> Self {
        Node {
            _alive: Alive::new(gauge),
            next,
        }
    }

    /// A chain of `length` nodes, made without a loop in Python.
    #[staticmethod]
    fn chain(py: Python<'_>, gauge: &Gauge, length: usize) -> PyResult<Option<Py<Node>>> {
        let mut chain = None;
        for _ in 0..length {
            chain = Some(Py::new(
                py,
                Node {
                    _alive: Alive::new(gauge),
                    next: chain,
                },
            )?);
        }
        Ok(chain)
    }

    /// Gives up the rest of the chain, inside of the section.
    #[critical_section(self)]
    fn cut(&mut self) -> bool {
        self.next.take().is_some()
    }
}

/// Its payload panics when it is dropped.
#[pyclass(subclass)]
pub struct Grumpy {
    _alive: Alive,
    held: Option<Py<PyAny>>,
    message: &'static str,
}

#[pymethods]
impl Grumpy {
    #[new]
    #[freehold(signature = (gauge, held = None))]
    fn new(gauge: &Gauge, held: Option<Py<PyAny>>) -> Self {
        Grumpy {
            _alive: Alive::new(gauge),
            held,
            message: "grumpy",
        }
    }

    #[critical_section(self)]
    fn holds(&self) -> bool {
        self.held.is_some()
    }
}

impl Drop for Grumpy {
    fn drop(&mut self) {
        panic!("{}", self.message)
    }
}

/// Its payload calls Python when it is dropped.
#[pyclass]
pub struct Calling {
    callback: Py<PyAny>,
}

#[pymethods]
impl Calling {
    #[new]
    fn new(callback: Py<PyAny>) -> Self {
        Calling { callback }
    }
}

impl Drop for Calling {
    fn drop(&mut self) {
        Python::attach(|py| {
            if let Err(error) = self.callback.bind(py).call0() {
                panic!("{error}");
            }
        });
    }
}
