// PM01: objects are shared, nothing can move out.
use freehold::prelude::*;

#[pyclass]
struct Builder {
    parts: Vec<String>,
}

#[pymethods]
impl Builder {
    fn build(self) -> String {
        self.parts.concat()
    }
}

fn main() {}
