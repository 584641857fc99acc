// An object that is tied to one interpreter cannot be taken to another.
use freehold::prelude::*;

#[pyfunction]
fn report(to: i64, message: &Bound<'_, PyAny>) -> PyResult<String> {
    let here = Interpreter::current(message.py());
    let _ = to;
    here.attach(|_| message.repr().map(|text| text.to_string()))
}

fn main() {}
