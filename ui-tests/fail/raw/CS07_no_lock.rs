// CS07: values of Rust, tokens, and types that only the compiler knows.
use freehold::prelude::*;

struct Guard;

#[critical_section(list, n)]
fn number(list: &Bound<'_, PyList>, n: i64) -> usize {
    list.len() + n as usize
}

#[critical_section(items)]
fn items(items: &[Py<PyAny>]) -> usize {
    items.len()
}

#[critical_section(py)]
fn token(py: Python<'_>) {
    let _ = py;
}

#[critical_section(guard)]
fn by_value(guard: Guard) {
    let _ = guard;
}

fn main() {}
