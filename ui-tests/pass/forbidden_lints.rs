//! Generated code never asks for a lint to be lifted, and needs none to be.
#![forbid(
    unsafe_code,
    missing_docs,
    missing_debug_implementations,
    unused,
    let_underscore_drop
)]
#![deny(
    warnings,
    nonstandard_style,
    unreachable_pub,
    elided_lifetimes_in_paths,
    unused_results
)]
#![deny(
    unused_qualifications,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts
)]
#![deny(missing_copy_implementations, variant_size_differences, unit_bindings)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::undocumented_unsafe_blocks,
    clippy::unwrap_used
)]

/// The documentation.
#[freehold::prelude::pymodule(gil_not_used)]
mod forbidden_lints {
    use freehold::prelude::*;
    use freehold::sync::Section;

    /// A class.
    #[pyclass]
    #[derive(Debug, Default)]
    pub(super) struct Counter {
        /// The number of hits.
        #[freehold(get, set)]
        hits: u64,
        names: Vec<String>,
    }

    /// A frozen class.
    #[pyclass(frozen, from_py_object)]
    #[derive(Clone, Debug)]
    pub(super) struct Point {
        /// The coordinate.
        #[freehold(get)]
        x: f64,
        label: Option<String>,
    }

    #[pymethods]
    impl Counter {
        #[new]
        fn new() -> Self {
            Self::default()
        }

        /// One more.
        #[critical_section(self)]
        fn hit(&mut self, name: String, times: u64) -> u64 {
            self.names.push(name);
            self.hits += times;
            self.hits
        }

        /// Moves all.
        #[critical_section(self, other)]
        fn absorb(&mut self, other: &mut Counter) {
            self.hits += std::mem::take(&mut other.hits);
        }

        #[critical_section(self)]
        fn __len__(&self) -> usize {
            self.names.len()
        }

        #[critical_section(self)]
        fn __next__(&mut self) -> Option<String> {
            self.names.pop()
        }
    }

    #[pymethods]
    impl Point {
        #[getter]
        fn label(&self) -> Option<String> {
            self.label.clone()
        }

        #[staticmethod]
        fn origin() -> Point {
            Point {
                x: 0.0,
                label: None,
            }
        }

        fn __eq__(&self, other: &Self) -> bool {
            self.label == other.label
        }

        fn __repr__(&self) -> String {
            format!("Point({})", self.x)
        }
    }

    /// A function.
    #[pyfunction(signature = (n, times = 2, *, name = None))]
    fn scale(n: u64, times: u64, name: Option<String>) -> u64 {
        n * times + name.map_or(0, |name| name.len() as u64)
    }

    /// Detached.
    #[pyfunction]
    #[allow_threads]
    fn total(numbers: Vec<f64>) -> f64 {
        numbers.into_iter().sum()
    }

    /// A class with readers side by side, locked as a whole.
    #[pyclass(lock = "rw")]
    #[derive(Debug, Default)]
    pub(super) struct Table {
        #[freehold(get, set)]
        size: u64,
        rows: Vec<String>,
    }

    #[pymethods]
    #[critical_section(self)]
    impl Table {
        fn row(&self, index: usize) -> Option<String> {
            self.rows.get(index).cloned()
        }

        fn add(&mut self, row: String) {
            self.rows.push(row);
        }

        fn first(slf: &Bound<'_, Self>) -> Option<String> {
            slf.with(|this| this.rows.first().cloned())
        }

        fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) -> bool {
            slf.is(other)
        }
    }

    /// In sections that can be suspended.
    #[pyfunction]
    #[critical_section(list)]
    fn size(list: &Bound<'_, PyList>, name: &str) -> usize {
        list.len() + name.len()
    }

    #[pyfunction]
    #[critical_section(a, b)]
    fn watched(a: Bound<'_, Counter>, b: &Bound<'_, PyAny>, section: &Section<'_>) -> usize {
        let same = usize::from(a.is(b));
        drop(a);
        same + section.suspensions()
    }

    #[pyfunction]
    #[critical_section(counter, on_suspend = "error")]
    fn checked(counter: &Bound<'_, Counter>) -> PyResult<bool> {
        counter.as_any().is_truthy()
    }

    #[pyfunction]
    #[critical_section(a, b, on_suspend = "retry")]
    fn repeated(a: &Bound<'_, Counter>, b: Bound<'_, Counter>, names: Vec<String>) -> Vec<String> {
        let same = usize::from(a.is(&b));
        drop(b);
        names.into_iter().skip(same).collect()
    }

    /// A constant.
    #[pymodule_export]
    const VERSION: &str = "1";

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("ready", true)
    }
}
