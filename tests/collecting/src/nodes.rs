//! Locked classes, of which nothing is said about collections.

use freehold::prelude::*;

/// A locked class.
#[pyclass(subclass)]
pub struct Node {
    #[freehold(get, set)]
    next: Option<Py<PyAny>>,
    others: Vec<Py<PyAny>>,
    steps: u64,
}

#[pymethods]
impl Node {
    #[new]
    #[freehold(signature = (next = None))]
    fn new(next: Option<Py<PyAny>>) -> Self {
        Node {
            next,
            others: Vec::new(),
            steps: 0,
        }
    }

    #[critical_section(self)]
    fn add(&mut self, other: Py<PyAny>) -> usize {
        self.others.push(other);
        self.others.len()
    }

    #[critical_section(self)]
    fn holds(&self) -> usize {
        self.others.len() + usize::from(self.next.is_some())
    }

    /// Moves what it holds to and fro, in steps that nobody may see: in between, a reference is in no field.
    #[critical_section(self)]
    fn juggle(&mut self, times: u64) -> u64 {
        for _ in 0..times {
            let next = self.next.take();
            let others = std::mem::take(&mut self.others);
            self.steps += 1;
            self.others = others;
            self.next = next;
        }
        self.steps
    }

    /// Calls `callback` with the object locked, which that may suspend.
    #[critical_section(slf)]
    fn call_locked(slf: &Bound<'_, Self>, callback: Py<PyAny>) -> PyResult<usize> {
        callback.bind(slf.py()).call0()?;
        Ok(slf.with_mut(|this| {
            this.steps += 1;
            this.others.len()
        }))
    }
}

/// Read by many at a time.
#[pyclass(lock = "rw", subclass)]
pub struct ReadWriteNode {
    next: Option<Py<PyAny>>,
}

#[pymethods]
#[critical_section(self)]
impl ReadWriteNode {
    #[new]
    #[freehold(signature = (next = None))]
    fn new(next: Option<Py<PyAny>>) -> Self {
        ReadWriteNode { next }
    }

    fn set(&mut self, next: Option<Py<PyAny>>) {
        self.next = next;
    }

    fn is_set(&self) -> bool {
        self.next.is_some()
    }

    /// Holds the object for reading, or for writing, for a while.
    fn read_on(&self, times: u64) -> bool {
        (0..times).all(|_| std::hint::black_box(&self.next).is_some())
    }

    fn write_on(&mut self, times: u64) -> bool {
        for _ in 0..times {
            let next = std::hint::black_box(self.next.take());
            self.next = next;
        }
        self.next.is_some()
    }
}

/// Its payload calls Python when it is dropped.
#[pyclass(subclass)]
pub struct Ending {
    at_end: Py<PyAny>,
    held: Option<Py<PyAny>>,
    alive: Box<u64>,
}

#[pymethods]
impl Ending {
    #[new]
    fn new(at_end: Py<PyAny>) -> Self {
        Ending {
            at_end,
            held: None,
            alive: Box::new(7),
        }
    }

    #[critical_section(self)]
    fn hold(&mut self, held: Py<PyAny>) {
        self.held = Some(held);
    }
}

// What is called at the end is left out: it has to be in order then.
freehold::traverse!(Ending { held });

impl Drop for Ending {
    fn drop(&mut self) {
        call(&self.at_end);
        assert_eq!(*self.alive, 7);
    }
}

/// Says nothing about what its `Drop` needs.
#[pyclass]
pub struct Silent {
    at_end: Option<Py<PyAny>>,
}

#[pymethods]
impl Silent {
    #[new]
    fn new(at_end: Py<PyAny>) -> Self {
        Silent {
            at_end: Some(at_end),
        }
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        call(self.at_end.as_ref().expect("nobody has emptied it"));
    }
}

fn call(function: &Py<PyAny>) {
    let called = Python::attach(|py| function.bind(py).call0().map(drop));
    called.expect("the callback works");
}
