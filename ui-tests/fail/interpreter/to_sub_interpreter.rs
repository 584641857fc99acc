// An object of this interpreter cannot be taken to a sub-interpreter, nor one of there brought back.
use freehold::prelude::*;
use freehold::{SubInterpreter, SubInterpreterConfig};

#[pyfunction]
fn run(message: &Bound<'_, PyAny>) -> PyResult<()> {
    let there = SubInterpreter::new(message.py(), &SubInterpreterConfig::ISOLATED)?;
    there.attach(|_| message.repr().map(drop))
}

#[pyfunction]
fn later(py: Python<'_>, message: Bound<'_, PyAny>) {
    let _ = freehold::schedule(move |_| message.call0().map(drop));
    let _ = py;
}

fn main() {}
