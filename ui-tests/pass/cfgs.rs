//! What is configured out takes all that was made for it with it.
#![deny(warnings)]

use freehold::prelude::*;

#[pyclass(frozen)]
pub struct Point {
    #[freehold(get)]
    #[cfg(not(test))]
    x: f64,
    #[freehold(get)]
    #[cfg(test)]
    y: Missing,
}

#[pymethods]
impl Point {
    #[new]
    #[cfg(not(test))]
    fn new(x: f64) -> Self {
        Self { x }
    }

    #[new]
    #[cfg(test)]
    fn new(y: Missing) -> Self {
        Self { y }
    }

    #[cfg(test)]
    fn missing(&self) -> Missing {
        self.y
    }

    #[getter]
    #[cfg(test)]
    fn z(&self) -> Missing {
        self.y
    }

    #[cfg(test)]
    fn __len__(&self) -> usize {
        Missing
    }

    #[cfg(not(test))]
    fn __repr__(&self) -> String {
        self.x.to_string()
    }
}

#[cfg(test)]
#[pyclass]
pub struct Gone {
    what: Missing,
}

#[pyclass]
#[cfg(test)]
pub struct AlsoGone {
    what: Missing,
}

#[pyfunction]
#[cfg(test)]
pub fn gone() -> Missing {
    Missing
}

#[pyfunction]
#[cfg(not(windows))]
pub fn path_separator() -> &'static str {
    "/"
}

#[pyfunction]
#[cfg(windows)]
pub fn path_separator() -> &'static str {
    "\\"
}

#[pymodule]
mod cfgs_of_items {
    use freehold::prelude::*;

    #[pymodule_export]
    use super::{Point, path_separator};

    #[pymodule_export]
    #[cfg(test)]
    use super::{AlsoGone, Gone, gone};

    #[pymodule_export]
    #[cfg(test)]
    const GONE: Missing = Missing;

    #[pyfunction]
    #[cfg(test)]
    fn inner_gone() -> Missing {
        Missing
    }

    #[cfg(test)]
    #[pyclass]
    struct InnerGone(Missing);

    #[cfg(test)]
    #[pymethods]
    impl InnerGone {}

    #[cfg(test)]
    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> Missing {
        Missing
    }

    #[pymodule_init]
    #[cfg(not(test))]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("configured", true)
    }
}
