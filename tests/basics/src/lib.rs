//! `basics`: functions, classes and special methods as users write them, for the tests beside this folder.

mod classes;
mod functions;
mod special;
mod unusual;

use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;

/// Functions, classes and special methods.
///
/// Most of them come from other files.
#[pymodule(gil_not_used)]
mod basics {
    use super::*;

    #[pymodule_export]
    use crate::functions::{add, answer, cheapest, nothing, undocumented};
    #[pymodule_export]
    use crate::functions::{
        defaults, every_kind, keyword_only, one, pair, raw, scaled, with_token,
    };
    #[pymodule_export]
    use crate::functions::{
        documented as described, fails, fails_with, fails_with_own, panics, soft_keyword,
    };

    #[pymodule_export]
    use crate::classes::{Aligned, Apart, Empty, Picky, Receivers, SideBySide};
    #[pymodule_export]
    use crate::classes::{
        Color, Counter, Named, Point, Settings, Shape, Temperature, Token, Wrapper,
    };
    #[pymodule_export]
    use crate::classes::{
        centre, hits_of_all, level_of, make_counter, new_counter, same_object, token, x_of,
    };

    #[pymodule_export]
    use crate::special::{
        Adder, Failing, HashOf, Huge, Panicking, Sequence, SequenceIterator, Words,
    };
    #[pymodule_export]
    use crate::special::{DeleteOnly, EqualOnly, Gaps, SetOnly};

    #[pymodule_export]
    use crate::unusual::{Outer as Renamed, first_attribute_last, shadowed};

    /// Constants need no doc strings, but may have them.
    #[pymodule_export]
    const VERSION: &str = "1.2.3";

    #[pymodule_export]
    const LIMIT: u32 = 10;

    #[pymodule_export]
    const RATIO: f64 = 0.25;

    /// Declared in the module itself. Its Python name differs.
    #[pyfunction(name = "renamed")]
    fn its_name_in_rust() -> &'static str {
        "renamed"
    }

    /// Declared in the module itself.
    #[pyclass(frozen)]
    struct Inline {
        /// A field that Python can read.
        #[freehold(get)]
        value: i64,
    }

    #[pymethods]
    impl Inline {
        #[new]
        fn new(value: i64) -> Self {
            Inline { value }
        }
    }

    /// How often the module was executed.
    static EXECUTIONS: AtomicU64 = AtomicU64::new(0);

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        let execution = EXECUTIONS.fetch_add(1, Ordering::Relaxed) + 1;
        module.add("execution", execution)?;
        module.add("limit_seen_by_init", module.as_any().getattr("LIMIT")?)
    }
}
