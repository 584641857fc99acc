//! Values of interpreters, and what ends with them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use freehold::prelude::*;
use freehold::sync::PerInterpreter;
use freehold::{Interpreter, SubInterpreter, SubInterpreterConfig};

struct Value;

impl Drop for Value {
    fn drop(&mut self) {
        eprintln!("dropped");
    }
}

static VALUE: PerInterpreter<Value> = PerInterpreter::new();

static BORROWED: AtomicUsize = AtomicUsize::new(0);

/// How often somebody has borrowed it.
#[pyfunction]
pub fn times_borrowed() -> usize {
    BORROWED.load(Ordering::Acquire)
}

/// Borrows the interpreter's value, while detached.
#[pyfunction]
pub fn borrow_value(py: Python<'_>, milliseconds: u64) {
    let value = VALUE.get_or_init(py, || Value);
    BORROWED.fetch_add(1, Ordering::AcqRel);
    py.detach(|| {
        let until = Instant::now() + Duration::from_millis(milliseconds);
        while Instant::now() < until {
            std::hint::black_box(value);
            std::thread::yield_now();
        }
    });
}

/// Panics when it is dropped, at the end of the interpreter.
struct Panics;

impl Drop for Panics {
    fn drop(&mut self) {
        panic!("{} at the end", "panicked");
    }
}

static PANICS: [PerInterpreter<Panics>; 2] = [const { PerInterpreter::new() }; 2];

/// Makes the values that panic.
#[pyfunction]
pub fn keep_what_panics(py: Python<'_>) {
    for value in &PANICS {
        value.get_or_init(py, || Panics);
    }
}

#[pyclass(frozen)]
pub struct Late {}

/// Makes an object when the interpreter has ended, for the library.
struct MakesLate;

impl Drop for MakesLate {
    fn drop(&mut self) {
        let _ = Python::try_attach(|py| Py::new(py, Late {}).map(drop));
    }
}

static MAKES_LATE: PerInterpreter<MakesLate> = PerInterpreter::new();

/// Whether the type of Rust's objects is that of the module.
#[pyfunction]
pub fn has_own_type(py: Python<'_>, module: &Bound<'_, PyAny>) -> PyResult<bool> {
    MAKES_LATE.get_or_init(py, || MakesLate);
    Ok(module.getattr("Late")?.is(py.get_type::<Late>()?.as_any()))
}

/// Has Python end a sub-interpreter that this thread is inside of.
#[pyfunction]
pub fn end_from_inside(py: Python<'_>, destroy: Py<PyAny>) -> PyResult<()> {
    let main = Interpreter::current(py);
    let sub = SubInterpreter::new(py, &SubInterpreterConfig::ISOLATED)?;
    let id = sub.interpreter().id();
    sub.attach(move |_| main.attach(|py| destroy.bind(py).call1((id,)).map(drop)))
}
