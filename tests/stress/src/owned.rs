//! Classes whose objects change hands once: locks lean to the thread that made an object until another one
//! comes, and that happens once for each class and process.

use freehold::prelude::*;

use crate::steps::{one_more, pause};

/// Classes that are alike, and a function that makes an object of each.
macro_rules! alike {
    ($($class:ident)*) => {
        $(
            /// A counter of its own class.
            #[pyclass]
            #[derive(Default)]
            pub struct $class {
                count: u64,
            }

            #[pymethods]
            impl $class {
                #[critical_section(self)]
                fn value(&self) -> u64 {
                    self.count
                }

                #[critical_section(self)]
                fn hit(&mut self) -> u64 {
                    one_more(&mut self.count)
                }

                /// Takes all of `other`, and gives it back with one more for each.
                #[critical_section(self, other)]
                fn hit_both(&mut self, other: &mut $class) {
                    let taken = std::mem::take(&mut other.count);
                    pause(&mut other.count);
                    one_more(&mut self.count);
                    assert_eq!(other.count, 0, "somebody else was inside");
                    other.count = taken + 1;
                }

                /// In a section over the handle, which keeps others out from its first moment.
                #[critical_section(slf)]
                fn is_left_alone(slf: &Bound<'_, Self>) -> bool {
                    let before = slf.with(|this| this.count);
                    pause(slf);
                    before == slf.with(|this| this.count)
                }
            }
        )*

        /// Two objects of each class, made by the thread that calls.
        #[pyfunction]
        pub fn owned(py: Python<'_>) -> PyResult<Vec<(Py<PyAny>, Py<PyAny>)>> {
            Ok(vec![$((
                Bound::new(py, $class::default())?.into_any().unbind(),
                Bound::new(py, $class::default())?.into_any().unbind(),
            ),)*])
        }
    };
}

alike! {
    Owned0 Owned1 Owned2 Owned3 Owned4 Owned5 Owned6 Owned7 Owned8 Owned9 Owned10 Owned11 Owned12 Owned13 Owned14 Owned15
    Owned16 Owned17 Owned18 Owned19 Owned20 Owned21 Owned22 Owned23
}
