//! Items that a `macro_rules!` macro writes, with types and names of its caller's.
#![deny(warnings)]

use freehold::prelude::*;

macro_rules! counter {
    ($(#[$meta:meta])* $vis:vis $name:ident, $number:ty, $step:expr) => {
        $(#[$meta])*
        #[pyclass]
        #[derive(Default)]
        $vis struct $name {
            #[freehold(get, set)]
            hits: $number,
        }

        #[pymethods]
        impl $name {
            #[new]
            fn new() -> Self {
                Self::default()
            }

            #[critical_section(self)]
            #[freehold(signature = (by = $step))]
            fn hit(&mut self, by: $number) -> $number {
                self.hits += by;
                self.hits
            }

            #[critical_section(self, other)]
            fn absorb(&mut self, other: &mut $name) {
                self.hits += ::std::mem::take(&mut other.hits);
            }
        }
    };
}

counter!(
    /// Counts in ones.
    pub Ones,
    u64,
    1
);
counter!(pub Halves, f64, 0.5);

macro_rules! function {
    ($name:ident($($param:ident: $ty:ty),*) -> $result:ty $body:block) => {
        #[pyfunction]
        pub fn $name($($param: $ty),*) -> $result $body
    };
}

function!(add(a: i64, b: i64) -> i64 { a + b });
function!(length(list: &Bound<'_, PyList>) -> usize { list.len() });
function!(token(py: Python<'_>) -> Py<PyAny> { py.None() });
function!(text(s: &str) -> Option<String> { Some(s.to_owned()) });

macro_rules! locked {
    ($name:ident($target:ident: $ty:ty) $body:block) => {
        #[pyfunction]
        #[critical_section($target)]
        pub fn $name($target: $ty) $body
    };
}

locked!(reset(counter: &mut Ones) { counter.hits = 0 });

macro_rules! module {
    ($name:ident: $($item:ident),*) => {
        #[pymodule]
        mod $name {
            #[pymodule_export]
            use super::{$($item),*};
        }
    };
}

module!(items_from_macros: Ones, Halves, add, length, token, text, reset);
