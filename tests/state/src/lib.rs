//! `state`: a module with a state, and exceptions, names and caches that exist once in each interpreter.

mod caches;
mod errors;
mod other;
mod probe;

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::PyMutex;

/// How many states are alive, in all interpreters.
static ALIVE: AtomicUsize = AtomicUsize::new(0);

/// What the next executions of the module find in `os.environ`: how their init function ends.
const SCRIPT: &str = "FREEHOLD_TEST_STATE";

/// What each instance of the module has one of.
pub struct State {
    calls: AtomicI64,
    name: String,
    kept: PyMutex<Vec<Py<PyAny>>>,
    hook: PyMutex<Option<Py<PyAny>>>,
}

freehold::traverse!(State { kept, hook });

impl State {
    fn new() -> State {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        State {
            calls: AtomicI64::new(0),
            name: "fresh".to_owned(),
            kept: PyMutex::new(Vec::new()),
            hook: PyMutex::new(None),
        }
    }

    fn count(&self) -> i64 {
        self.calls.fetch_add(1, Ordering::Relaxed) + 1
    }
}

impl Drop for State {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A module that counts what is called of it.
#[pymodule(
    gil_not_used,
    multiple_interpreters = "per_interpreter_gil",
    state = State
)]
mod state {
    use super::*;

    #[pymodule_export]
    use crate::caches::{cached, interned, interned_is, lookups, seen};
    #[pymodule_export]
    use crate::errors::{Detailed, Plain, PlainChild, raises};
    #[pymodule_export]
    use crate::other::Stranger;
    #[pymodule_export]
    use crate::probe::{Probe, probe_alive};

    /// How often anything was called.
    #[pyfunction]
    fn calls(state: &State) -> i64 {
        state.calls.load(Ordering::Relaxed)
    }

    #[pyfunction]
    fn count(state: &State) -> i64 {
        state.count()
    }

    /// One argument, and the state after it.
    #[pyfunction]
    fn add(by: i64, state: &State) -> i64 {
        state.calls.fetch_add(by, Ordering::Relaxed) + by
    }

    #[pyfunction(signature = (a, b = 2, *, c = 3))]
    fn many(a: i64, state: &State, py: Python<'_>, b: i64, c: i64) -> (i64, i64, i64, String) {
        let _ = py;
        state.count();
        (a, b, c, state.name.clone())
    }

    /// While the thread is detached.
    #[pyfunction]
    #[allow_threads]
    fn detached(_state: &State, times: i64) -> i64 {
        (0..times).map(|_| _state.count()).last().unwrap_or(0)
    }

    /// Keeps an object in the state.
    #[pyfunction]
    fn keep(py: Python<'_>, object: Py<PyAny>, state: &State) -> usize {
        let mut kept = state.kept.lock(py);
        kept.push(object);
        kept.len()
    }

    #[pyfunction]
    fn kept(py: Python<'_>, state: &State) -> Vec<Py<PyAny>> {
        let kept = state.kept.lock(py);
        kept.iter().map(|object| object.clone_ref(py)).collect()
    }

    /// Sets what is called with the count by `call_hook`.
    #[pyfunction]
    fn set_hook(py: Python<'_>, state: &State, hook: Option<Py<PyAny>>) {
        let before = std::mem::replace(&mut *state.hook.lock(py), hook);
        drop(before);
    }

    #[pyfunction]
    fn call_hook(py: Python<'_>, state: &State) -> PyResult<Py<PyAny>> {
        let hook = state.hook.lock(py).as_ref().map(|hook| hook.clone_ref(py));
        match hook {
            Some(hook) => Ok(hook.bind(py).call1((state.count(),))?.unbind()),
            None => Err(PyValueError::new_err("there is no hook")),
        }
    }

    /// A collection in the middle of a call: the state outlives it.
    #[pyfunction]
    fn collect_inside(py: Python<'_>, state: &State) -> PyResult<i64> {
        py.import("gc")?.call_method0("collect")?;
        Ok(state.count())
    }

    /// States that are alive, of all instances in all interpreters.
    #[pyfunction]
    fn alive() -> usize {
        ALIVE.load(Ordering::Relaxed)
    }

    /// A locked class whose every kind of method takes the state.
    #[pyclass(subclass)]
    struct Counter {
        own: i64,
    }

    #[pymethods]
    impl Counter {
        #[new]
        #[freehold(signature = (start = 0))]
        fn new(state: &State, start: i64) -> Self {
            state.count();
            Counter { own: start }
        }

        #[critical_section(self)]
        fn hit(&mut self, state: &State) -> (i64, i64) {
            self.own += 1;
            (self.own, state.count())
        }

        #[critical_section(self)]
        fn read(&self, by: i64, cs: NoSuspend<'_>, state: &State) -> (i64, i64) {
            let _ = cs;
            (self.own + by, state.count())
        }

        #[critical_section(self, other)]
        fn absorb(&mut self, state: &State, other: &mut Counter) -> (i64, i64) {
            self.own += std::mem::take(&mut other.own);
            (self.own, state.count())
        }

        /// A section that can be suspended.
        #[critical_section(slf)]
        fn through(
            slf: &Bound<'_, Self>,
            state: &State,
            object: Py<PyAny>,
        ) -> PyResult<(i64, i64)> {
            object.bind(slf.py()).call0()?;
            Ok((slf.with(|this| this.own), state.count()))
        }

        #[critical_section(slf, on_suspend = "retry")]
        fn retried(slf: &Bound<'_, Self>, state: &State) -> i64 {
            let _ = slf;
            state.count()
        }

        fn by_handle(slf: Py<Self>, state: &State) -> (Py<Self>, i64) {
            (slf, state.count())
        }

        #[staticmethod]
        fn make(state: &State) -> Counter {
            Counter { own: state.count() }
        }

        #[staticmethod]
        #[freehold(signature = (start, /, *, by = 1))]
        fn make_from(start: i64, by: i64, _state: &State) -> i64 {
            _state.count();
            start + by
        }

        #[getter]
        #[critical_section(self)]
        fn value(&self, state: &State) -> (i64, i64) {
            (self.own, state.count())
        }

        #[setter]
        #[critical_section(self)]
        fn set_value(&mut self, state: &State, value: i64) {
            state.count();
            self.own = value;
        }

        #[critical_section(self)]
        fn __len__(&self, state: &State) -> usize {
            state.count() as usize
        }

        #[critical_section(self)]
        fn __getitem__(&self, key: i64, state: &State) -> (i64, i64) {
            (key, state.count())
        }

        #[critical_section(self)]
        fn __setitem__(&mut self, state: &State, key: i64, value: i64) {
            state.count();
            self.own = key + value;
        }

        #[critical_section(self)]
        fn __delitem__(&mut self, state: &State, _key: i64) {
            state.count();
            self.own = 0;
        }

        #[critical_section(self)]
        fn __contains__(&self, item: i64, state: &State) -> bool {
            state.count();
            item == self.own
        }

        #[critical_section(self)]
        fn __repr__(&self, state: &State) -> String {
            format!("Counter({}) of {}", self.own, state.count())
        }

        #[critical_section(self, other)]
        fn __eq__(&self, other: &Counter, state: &State) -> bool {
            state.count();
            self.own == other.own
        }

        #[critical_section(self)]
        fn __call__(&self, state: &State, by: i64) -> (i64, i64) {
            (self.own + by, state.count())
        }
    }

    /// A class that is read without a lock, also detached.
    #[pyclass(frozen)]
    struct Frozen {
        number: i64,
    }

    #[pymethods]
    impl Frozen {
        #[new]
        fn new(number: i64) -> Self {
            Frozen { number }
        }

        fn plus(&self, state: &State) -> i64 {
            self.number + state.count()
        }

        #[allow_threads]
        fn detached(&self, state: &State) -> i64 {
            self.number + state.count()
        }

        fn __hash__(&self, state: &State) -> i64 {
            state.count();
            self.number
        }
    }

    /// An object that Rust code makes: it is of the interpreter's first instance.
    #[pyfunction]
    fn make_frozen(number: i64) -> Frozen {
        Frozen { number }
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<State> {
        let py = m.py();
        let script = py
            .import("os")?
            .getattr("environ")?
            .call_method1("get", (SCRIPT,))?;
        match script.extract::<Option<String>>()?.as_deref() {
            Some("fail") => {
                // What is made so far goes with the module.
                m.add("early", Py::new(py, Frozen { number: 1 })?)?;
                return Err(PyValueError::new_err("the init function fails"));
            }
            Some("fail late") => {
                let _made = State::new();
                return Err(PyValueError::new_err("the init function fails late"));
            }
            Some("panic") => panic!("the init function panics"),
            Some("too early") => {
                let error = m
                    .getattr("count")?
                    .call0()
                    .expect_err("there is no state yet");
                m.add("too_early", error.to_string())?;
                let error = m
                    .getattr("Counter")?
                    .call0()
                    .expect_err("there is no state yet");
                m.add("too_early_new", error.to_string())?;
                let frozen = Bound::new(py, Frozen { number: 1 })?;
                m.add("early_type", frozen.get_type())?;
                // Unless there is another instance already, whose type it is of.
                if frozen.get_type().is(&m.getattr("Frozen")?) {
                    let error = frozen
                        .call_method0("plus")
                        .expect_err("there is no state yet");
                    m.add("too_early_method", error.to_string())?;
                }
            }
            _ => {}
        }
        Ok(State::new())
    }
}
