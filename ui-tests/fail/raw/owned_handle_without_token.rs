// `Py<T>` keeps the object alive, but proves no attachment.
use freehold::prelude::*;

type Callback = Py<PyAny>;

#[critical_section(callback)]
fn by_reference(callback: &Py<PyAny>) {
    let _ = callback;
}

#[critical_section(callback)]
fn by_value(callback: Callback) {
    let _ = callback;
}

fn main() {}
