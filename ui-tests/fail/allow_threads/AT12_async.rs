// AT12: detaching spans no `.await`.
use freehold::prelude::*;

#[pyfunction]
#[allow_threads]
async fn fetch(url: String) -> String {
    url
}

fn main() {}
