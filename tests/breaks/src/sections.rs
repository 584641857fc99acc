//! Bodies of exclusive sections that try to leave them.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

/// Something to lock.
#[pyclass(subclass)]
#[derive(Default)]
pub struct Account {
    balance: i64,
    kept: Vec<Py<PyAny>>,
    error: Option<PyErr>,
}

#[pymethods]
impl Account {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, amount: i64) -> i64 {
        self.balance += amount;
        self.balance
    }

    /// Keeps an error of Python.
    #[critical_section(self)]
    fn keep_error(&mut self, error: Raised) {
        self.error = Some(error.0);
    }

    /// Shows it under the lock, in every way.
    #[critical_section(self)]
    fn show_error(&mut self) -> (String, String) {
        self.balance += 1;
        let shown = self
            .error
            .as_ref()
            .map(|error| (error.to_string(), format!("{error:?}")));
        self.balance -= 1;
        shown.unwrap_or_default()
    }

    /// Tries every way to get at Python under the lock.
    #[critical_section(self)]
    fn ways_out(&mut self, object: Py<PyAny>) -> Vec<String> {
        let panic = |way: &dyn Fn()| {
            let payload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(way))
                .expect_err("no way out");
            let text = payload.downcast_ref::<String>().map(String::as_str);
            text.or(payload.downcast_ref::<&str>().copied())
                .unwrap_or_default()
                .to_owned()
        };
        let seen = vec![
            panic(&|| Python::attach(|py| drop(object.bind(py).call0()))),
            panic(&|| freehold::reattach(|py| drop(object.bind(py).call0()))),
            format!(
                "{:?}",
                Python::try_attach(|py| drop(object.bind(py).call0()))
            ),
        ];
        seen
    }

    /// Has threads of its own change the payload, each a part of it, under the lock of this one.
    #[critical_section(self)]
    fn add_in_threads(&mut self, times: i64) -> i64 {
        let before = self.balance;
        std::thread::scope(|scope| {
            scope.spawn(|| (0..times).for_each(|_| self.balance += 1));
            scope.spawn(|| self.kept.clear());
        });
        self.balance - before
    }

    /// Clones and drops references under the lock.
    #[critical_section(self)]
    fn shuffle(&mut self, object: Py<PyAny>, times: usize, cs: NoSuspend<'_>) -> usize {
        for _ in 0..times {
            self.kept.push(object.clone_ref(cs));
        }
        let half = self.kept.len() / 2;
        self.kept.drain(half..);
        self.kept.len()
    }

    #[critical_section(self)]
    fn clear(&mut self) {
        self.kept.clear();
    }

    /// Fails with an error that Python has made.
    #[critical_section(self)]
    fn fail_with(&mut self) -> PyResult<()> {
        Err(self
            .error
            .take()
            .unwrap_or_else(|| PyValueError::new_err("nothing to fail with")))
    }

    #[critical_section(self, other)]
    fn move_to(&mut self, other: &mut Account, amount: i64) {
        self.balance -= amount;
        other.balance += amount;
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.balance as usize
    }

    #[critical_section(self)]
    fn __getitem__(&self, by: i64) -> i64 {
        self.balance * by
    }

    #[critical_section(self)]
    fn __iter__(&self) -> i64 {
        self.balance
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<i64> {
        self.balance -= 1;
        (self.balance > 0).then_some(self.balance)
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> i64 {
        self.balance
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Account) -> bool {
        self.balance == other.balance
    }
}

/// The error that a callable raises.
struct Raised(PyErr);

impl<'a, 'py> FromPyObject<'a, 'py> for Raised {
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        match ob.call0() {
            Ok(_) => Err(PyValueError::new_err("nothing raised")),
            Err(error) => Ok(Raised(error)),
        }
    }
}

/// Calls back.
#[pyfunction]
pub fn call(callback: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
    Ok(callback.call0()?.unbind())
}
