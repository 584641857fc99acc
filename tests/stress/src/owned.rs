//! Classes whose objects change hands once: locks lean to the thread that made an object until another one
//! comes, and that happens once for each class and process.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use freehold::prelude::*;

use crate::steps::{one_more, pause, pause_long};

/// How often each object has been hit, by its address: for who may not ask the object.
static HITS: Mutex<Vec<(usize, Arc<AtomicU64>)>> = Mutex::new(Vec::new());

fn make<T>(py: Python<'_>, object: T, hits: &Arc<AtomicU64>) -> PyResult<Py<PyAny>>
where
    T: for<'py> IntoPyObject<'py>,
{
    let object = object.into_pyobject(py)?.into_any().unbind();
    let mut all = HITS.lock().unwrap_or_else(PoisonError::into_inner);
    all.push((object.as_ptr().addr(), hits.clone()));
    Ok(object)
}

fn hits_of(object: *mut freehold::ffi::PyObject) -> Option<Arc<AtomicU64>> {
    let all = HITS.lock().unwrap_or_else(PoisonError::into_inner);
    let found = all.iter().find(|(address, _)| *address == object.addr());
    found.map(|(_, hits)| hits.clone())
}

/// Classes that are alike, and a function that makes an object of each.
macro_rules! alike {
    ($($class:ident)*) => {
        $(
            /// A counter of its own class.
            #[pyclass]
            pub struct $class {
                count: u64,
                hits: Arc<AtomicU64>,
            }

            #[pymethods]
            impl $class {
                #[critical_section(self)]
                fn value(&self) -> u64 {
                    self.count
                }

                #[critical_section(self)]
                fn hit(&mut self) -> u64 {
                    self.hits.fetch_add(1, Ordering::Relaxed);
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

                /// In a section over the handle, which keeps others out from its first moment. It does not ask for the
                /// payload, which would keep the owner out by itself.
                #[critical_section(slf)]
                fn is_left_alone(slf: &Bound<'_, Self>) -> bool {
                    let Some(hits) = hits_of(slf.as_ptr()) else {
                        return false;
                    };
                    let before = hits.load(Ordering::Relaxed);
                    (0..10).for_each(|_| pause_long(slf));
                    before == hits.load(Ordering::Relaxed)
                }
            }
        )*

        /// Two objects of each class, made by the thread that calls.
        #[pyfunction]
        pub fn owned(py: Python<'_>) -> PyResult<Vec<(Py<PyAny>, Py<PyAny>)>> {
            Ok(vec![$({
                let hits = [Arc::default(), Arc::default()];
                let [one, two] = hits.each_ref().map(|hits| {
                    make(py, $class { count: 0, hits: Arc::clone(hits) }, hits)
                });
                (one?, two?)
            },)*])
        }
    };
}

alike! {
    Owned0 Owned1 Owned2 Owned3 Owned4 Owned5 Owned6 Owned7 Owned8 Owned9 Owned10 Owned11 Owned12 Owned13 Owned14 Owned15
    Owned16 Owned17 Owned18 Owned19 Owned20 Owned21 Owned22 Owned23
}
