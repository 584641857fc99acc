//! Asking for Python where it would release the lock.

use freehold::prelude::*;

/// Tries to run Python in its exclusive sections.
#[pyclass]
#[derive(Default)]
pub struct Attacher {
    attempts: u64,
}

#[pymethods]
impl Attacher {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn attempts(&self) -> u64 {
        self.attempts
    }

    #[allow(deprecated, reason = "it does what the warning is about")]
    #[critical_section(self)]
    fn attach(&mut self) -> u64 {
        self.attempts += 1;
        Python::attach(|_| ());
        self.attempts += 1000;
        self.attempts
    }

    /// Why it was refused.
    #[allow(deprecated, reason = "it does what the warning is about")]
    #[critical_section(self)]
    fn try_attach(&mut self) -> Option<String> {
        self.attempts += 1;
        Python::try_attach(|_| ())
            .err()
            .map(|error| error.to_string())
    }

    #[critical_section(self)]
    fn reattach(&mut self) -> u64 {
        self.attempts += 1;
        freehold::reattach(|_| ());
        self.attempts += 1000;
        self.attempts
    }

    /// Attaches on a thread of its own, which is no part of the section, and does not wait for it.
    #[allow(deprecated, reason = "it does what the warning is about")]
    #[critical_section(self)]
    fn attach_elsewhere(&mut self, callback: Py<PyAny>) -> u64 {
        self.attempts += 1;
        std::thread::spawn(move || Python::attach(|py| callback.bind(py).call0().map(drop)));
        self.attempts
    }

    #[allow(deprecated, reason = "it does what the warning is about")]
    #[critical_section(self, other)]
    fn attach_with_two(&mut self, other: &mut Attacher) {
        self.attempts += 1;
        other.attempts += 1;
        Python::attach(|_| ());
    }
}
