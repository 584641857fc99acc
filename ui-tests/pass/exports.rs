//! Exports from other modules, under their own names and others.
#![deny(warnings)]

use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyclass(frozen, name = "Point")]
    pub struct PointClass {
        #[freehold(get)]
        pub x: f64,
    }

    #[pyfunction]
    pub fn origin() -> PointClass {
        PointClass { x: 0.0 }
    }

    #[pyfunction(name = "unit")]
    pub(crate) fn one() -> PointClass {
        PointClass { x: 1.0 }
    }

    pub mod deep {
        use freehold::prelude::*;

        #[pyfunction]
        pub(in crate::exports) fn count() -> u64 {
            1
        }

        #[pyclass]
        #[derive(Default)]
        pub struct Counter {
            hits: u64,
        }

        #[pymethods]
        impl Counter {
            #[critical_section(self)]
            fn hit(&mut self) {
                self.hits += 1;
            }
        }
    }
}

pub use parts::origin as again;

/// The documentation of the module.
///
/// In two paragraphs, with "quotes" and a \ backslash.
#[pymodule]
mod exports_of_parts {
    use super::parts;
    use freehold::prelude::*;

    #[pymodule_export]
    use super::parts::PointClass;
    #[pymodule_export]
    use super::parts::{
        deep::{Counter as Tally, count},
        one,
    };
    #[pymodule_export]
    pub use crate::exports::again as start;
    #[pymodule_export]
    use parts::origin;

    /// A constant.
    #[pymodule_export]
    pub const VERSION: &str = "1.0";
    #[pymodule_export]
    const LIMITS: (i64, f64) = (10, 0.5);
    #[pymodule_export]
    const DEBUG: bool = cfg!(debug_assertions);

    #[pyfunction]
    fn inner() -> PointClass {
        let _ = Tally::default();
        super::again()
    }

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add("ready", true)
    }
}

/// The same items in a second module.
#[pymodule(name = "exports_again")]
mod second {
    #[pymodule_export]
    use super::parts::{PointClass as Point, deep::Counter, origin};
}

/// The init function takes the module by value, under another name, and returns nothing.
#[pymodule]
mod exports_nothing {
    use freehold::prelude::*;

    #[pymodule_init]
    fn start<'py>(module: &Bound<'py, PyModule>) -> PyResult<()> {
        let _: Python<'py> = module.py();
        Ok(())
    }
}
