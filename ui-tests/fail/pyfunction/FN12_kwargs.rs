// FN12: `**kwargs` comes later, and says so.
use freehold::prelude::*;

#[pyfunction(signature = (**kwargs))]
fn count(kwargs: Bound<'_, PyDict>) -> usize {
    kwargs.len()
}

fn main() {}
