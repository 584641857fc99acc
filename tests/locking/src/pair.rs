//! Fields that belong together.

use freehold::prelude::*;

/// Two numbers that are always equal, seen under the lock.
#[pyclass(from_py_object)]
#[derive(Clone)]
pub struct Pair {
    first: u64,
    filler: [u64; 32],
    second: u64,
}

#[pymethods]
impl Pair {
    #[new]
    fn new() -> Self {
        Pair {
            first: 0,
            filler: [0; 32],
            second: 0,
        }
    }

    #[critical_section(self)]
    fn set(&mut self, value: u64) {
        self.first = value;
        self.filler.fill(std::hint::black_box(value));
        self.second = value;
    }

    #[critical_section(self)]
    fn is_whole(&self) -> bool {
        let first = std::hint::black_box(self.first);
        self.filler.iter().all(|item| *item == first) && self.second == first
    }

    /// `times` times, in one call but each under a lock of its own, is what a caller does: this is one.
    #[critical_section(self)]
    fn values(&self) -> (u64, u64) {
        (self.first, self.second)
    }
}

/// Reads a copy that is made under the lock.
#[pyfunction]
pub fn read_by_value(pair: Pair) -> bool {
    pair.first == pair.second && pair.filler.iter().all(|item| *item == pair.first)
}

/// Fields that take more than one word: generated getters and setters lock, too.
#[pyclass]
pub struct Label {
    #[freehold(get, set)]
    text: String,
    object: Option<Py<PyAny>>,
}

#[pymethods]
impl Label {
    #[new]
    #[freehold(signature = (text, object = None))]
    fn new(text: String, object: Option<Py<PyAny>>) -> Self {
        Label { text, object }
    }

    #[getter]
    #[critical_section(self)]
    fn object(&self, cs: NoSuspend<'_>) -> Option<Py<PyAny>> {
        self.object.as_ref().map(|object| object.clone_ref(cs))
    }

    /// The old object dies inside of the section.
    #[setter]
    #[critical_section(self)]
    fn set_object(&mut self, object: Option<Py<PyAny>>) {
        self.object = object;
    }
}
