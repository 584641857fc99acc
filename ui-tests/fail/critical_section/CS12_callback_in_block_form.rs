// CS12: in the block form.
use freehold::prelude::*;

#[pyclass]
struct Button {
    on_click: Py<PyAny>,
}

#[pymethods]
impl Button {
    fn click(slf: &Bound<'_, Self>, py: Python<'_>) -> PyResult<()> {
        slf.with(|this| this.on_click.bind(py).call0().map(drop))
    }
}

fn main() {}
