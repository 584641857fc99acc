// CS10: a handle in an `Option`, and one in a `Vec`: both are reported.
use freehold::prelude::*;

#[pyclass]
struct Keys {
    all: Vec<String>,
}

#[pymethods]
impl Keys {
    #[critical_section(self)]
    #[freehold(signature = (first, second = None))]
    fn extend(&mut self, first: Vec<Bound<'_, PyAny>>, second: Option<Bound<'_, PyAny>>) {
        let _ = (first, second);
        self.all.clear();
    }
}

fn main() {}
