// AT01, AT04 and FN03 in one item: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass]
struct Samples {
    values: Vec<f64>,
}

#[pymethods]
impl Samples {
    #[allow_threads]
    fn sort(&mut self, py: Python<'_>, _: bool) {
        let _ = py;
        self.values.sort_by(f64::total_cmp);
    }
}

fn main() {}
