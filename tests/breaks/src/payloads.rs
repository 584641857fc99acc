//! Payloads that would notice if they were not there.

use std::sync::atomic::{AtomicUsize, Ordering};

use freehold::prelude::*;

/// Its payload is never all zeroes.
#[pyclass(subclass)]
pub struct Boxed {
    value: Box<u64>,
    text: &'static str,
}

#[pymethods]
impl Boxed {
    #[new]
    #[freehold(signature = (value = 7))]
    fn new(value: u64) -> Self {
        Boxed {
            value: Box::new(value),
            text: "text",
        }
    }

    #[critical_section(self)]
    fn value(&self) -> u64 {
        assert_eq!(self.text, "text");
        *self.value
    }

    #[critical_section(self, other)]
    fn swap(&mut self, other: &mut Boxed) {
        std::mem::swap(&mut self.value, &mut other.value);
    }
}

/// Only Rust code makes these.
#[pyclass(subclass, frozen)]
pub struct Nobody {
    text: &'static str,
}

#[pymethods]
impl Nobody {
    #[staticmethod]
    fn make() -> Self {
        Nobody { text: "text" }
    }

    fn text(&self) -> &'static str {
        self.text
    }
}

/// Another class of the same size.
#[pyclass(subclass)]
pub struct Parted {
    first: usize,
    second: usize,
    third: usize,
}

#[pymethods]
impl Parted {
    #[new]
    fn new() -> Self {
        Parted {
            first: 1,
            second: 1,
            third: 1,
        }
    }

    #[critical_section(self)]
    fn sum(&self) -> usize {
        self.first + self.second + self.third
    }
}

static DROPS: AtomicUsize = AtomicUsize::new(0);

/// How many `Dropping` are gone.
#[pyfunction]
pub fn drops() -> usize {
    DROPS.load(Ordering::SeqCst)
}

/// Does what it is told when it is dropped.
#[pyclass(subclass)]
pub struct Dropping {
    how: String,
    callback: Option<Py<PyAny>>,
    _held: Option<Py<PyAny>>,
}

#[pymethods]
impl Dropping {
    #[new]
    #[freehold(signature = (how, callback = None, held = None))]
    fn new(how: String, callback: Option<Py<PyAny>>, held: Option<Py<PyAny>>) -> Self {
        Dropping {
            how,
            callback,
            _held: held,
        }
    }

    /// Panics while it holds the last reference to something.
    #[critical_section(self)]
    fn panic_with(&mut self, last: Vec<Py<PyAny>>) {
        let _last = last;
        panic!("with a reference")
    }
}

impl Drop for Dropping {
    fn drop(&mut self) {
        DROPS.fetch_add(1, Ordering::SeqCst);
        let callback = self.callback.take();
        let call = || {
            Python::attach(|py| {
                callback
                    .as_ref()
                    .map(|callback| callback.bind(py).call0().map(drop))
                    .transpose()
                    .map(drop)
            })
        };
        match self.how.as_str() {
            "panic" => panic!("dropped"),
            "call" => call().expect("the callback works"),
            "raise" => drop(call()),
            "detach" => Python::attach(|py| py.detach(|| drop(callback))),
            "detach and call" => {
                Python::attach(|py| {
                    py.detach(|| {
                        freehold::reattach(|py| {
                            if let Some(callback) = &callback {
                                callback.bind(py).call0().expect("the callback works");
                            }
                        })
                    })
                });
            }
            "thread" => {
                let thread = std::thread::spawn(move || drop(callback));
                Python::attach(|py| py.detach(|| thread.join().expect("the thread works")));
            }
            _ => {}
        }
    }
}

/// A link of a chain of Freehold objects and lists.
#[pyclass]
pub struct Mixed {
    _next: Py<PyAny>,
}

#[pymethods]
impl Mixed {
    #[new]
    fn new(next: Py<PyAny>) -> Self {
        Mixed { _next: next }
    }
}
