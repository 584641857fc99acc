// FN17: an async function.
use freehold::prelude::*;

#[pyfunction]
async fn fetch(url: String) -> String {
    url
}

fn main() {}
