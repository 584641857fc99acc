//! Values of interpreters, and what ends with them.

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

/// Borrows the interpreter's value, calls `borrowed`, and detaches: for so long, or for ever.
#[pyfunction(signature = (borrowed, milliseconds = None))]
pub fn borrow_value(
    py: Python<'_>,
    borrowed: &Bound<'_, PyAny>,
    milliseconds: Option<u64>,
) -> PyResult<()> {
    let value = VALUE.get_or_init(py, || Value);
    borrowed.call0()?;
    py.detach(|| {
        let until = milliseconds.map(|some| Instant::now() + Duration::from_millis(some));
        while until.is_none_or(|until| Instant::now() < until) {
            std::hint::black_box(value);
            std::thread::yield_now();
        }
    });
    Ok(())
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
