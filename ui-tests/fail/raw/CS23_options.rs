// CS23: there are no options on a plain function.
use freehold::prelude::*;

#[critical_section(list, timeout = 1)]
fn timeout(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[critical_section(a, b, same = other)]
fn same(a: &Bound<'_, PyList>, b: &Bound<'_, PyList>) -> usize {
    a.len() + b.len()
}

#[critical_section(list, on_suspend = "retry")]
fn on_suspend(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[critical_section(list, wait = true)]
fn unknown(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

fn main() {}
