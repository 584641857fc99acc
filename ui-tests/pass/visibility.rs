//! Items of every visibility; none becomes more visible than it is.
#![deny(warnings)]

use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyclass]
    pub(in crate::visibility) struct Restricted {
        #[freehold(get)]
        pub(super) hits: u64,
    }

    #[pymethods]
    impl Restricted {
        #[critical_section(self)]
        pub(crate) fn hit(&mut self) {
            self.hits += 1;
        }

        #[staticmethod]
        pub fn limit() -> u64 {
            1000
        }
    }

    #[pyfunction]
    pub(crate) fn restricted(n: u64) -> Restricted {
        Restricted { hits: n }
    }
}

#[pyfunction]
fn private() -> u64 {
    parts::restricted(parts::Restricted::limit()).hits
}

#[pyclass(frozen)]
struct Private;

/// Called from Rust as if it had no attributes.
fn plain() -> u64 {
    let mut restricted = parts::restricted(1);
    restricted.hit();
    restricted.hits + private()
}

#[pymodule]
mod all_visibilities {
    use super::*;

    #[pymodule_export]
    use super::parts::{Restricted, restricted};
    #[pymodule_export]
    use super::{Private, private};

    #[pyfunction]
    fn inner() -> u64 {
        plain()
    }

    #[pyclass]
    struct Inner;

    #[pymethods]
    impl Inner {
        #[new]
        fn new() -> Self {
            Inner
        }
    }
}
