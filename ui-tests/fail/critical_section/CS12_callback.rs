// CS12: calling Python under an exclusive lock.
use freehold::prelude::*;

#[pyclass]
struct Button {
    clicks: u64,
    on_click: Py<PyAny>,
}

#[pymethods]
impl Button {
    #[critical_section(self)]
    fn click(&mut self, proof: NoSuspend<'_>) -> PyResult<()> {
        self.clicks += 1;
        self.on_click.bind(proof).call0().map(drop)
    }
}

fn main() {}
