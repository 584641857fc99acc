//! What the collector of reference cycles is told.

mod fields;
mod hand_written;
mod object;
mod visited;

pub use fields::{
    DropKind, Each, EachMut, FieldKind, FieldObjects, NoDrop, NotVisited, by_fields, each_field,
    each_field_mut,
};
pub use hand_written::{TraverseResult, traverse_by_hand};
pub use object::ClassCollected;
pub(crate) use object::is_collected;
pub use visited::{GivenUp, NotVisitedField, Visited, VisitedFieldMut, several, visited};

use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::attach::ThisThread;
use crate::ffi;

/// The state of a module, or a part of a state or of a class, that refers to Python objects and tells the collector so.
///
/// Without it, a cycle that leads through the state is never collected, and the module stays for ever:
/// the state holds a function of the module, say, or a callback that uses it. With it, the cycle is found,
/// and broken by [`clear`](Traverse::clear) or by one of the other objects in it.
///
/// A class needs none: `#[pyclass]` sees its fields. But a struct in one of them is seen through only if it has this; and
/// a class that implements `Drop` takes part in collections only if it has this, or a `__traverse__`.
///
/// [`traverse!`](crate::traverse) implements it for the fields that it names, without `unsafe`:
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PyMutex;
///
/// #[derive(Default)]
/// pub struct State { callbacks: PyMutex<Vec<Py<PyAny>>>, calls: std::sync::atomic::AtomicU64 }
///
/// freehold::traverse!(State { callbacks });
/// ```
///
/// # Safety
/// In one call, `traverse` visits each reference at most once, and only references that this value owns: not
/// those that are shared with another owner, in an `Arc` or a static. The collector frees what it finds
/// no other owner for. It calls `traverse` several times while the world is stopped, and what was visited the first time
/// has to be visited each time. Threads that are *detached*, or attached to another interpreter, are not stopped: so nothing
/// may be visited that such a thread can lock, or take away, but for what is in a [`PyMutex`](crate::sync::PyMutex). (To leave a
/// reference out is safe: its cycles stay.)
pub unsafe trait Traverse {
    /// Calls `visit` with the references to Python objects. (`m_traverse`)
    ///
    /// Every other thread that is attached to the interpreter is stopped meanwhile, so nothing in here may wait for one: locks
    /// are tried, as `visit` does for a `PyMutex`, and what is locked is left out. References that are
    /// dropped in here are released later, and `Python::attach` fails. A panic ends the visit; nothing is
    /// raised.
    ///
    /// # Errors
    /// Those of `visit`, which are passed on with `?`.
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;

    /// Drops references, to break a cycle that the module is a part of. (`m_clear`)
    ///
    /// Called when only that cycle still refers to the module: attached, and with no thread stopped. The
    /// state stays usable, as finalizers may still call the module. By default it does nothing, which is
    /// enough where the cycle leads through an object that can break it, as nearly all do: a dict, a list, an object of
    /// a Python class. A function of the module cannot.
    fn clear(&self) {}

    /// The same where nobody else uses the value: it is a part of an object of a locked class, in an exclusive
    /// section. ([`PyTypeObject.tp_clear`](https://docs.python.org/3/c-api/typeobj.html#c.PyTypeObject.tp_clear))
    ///
    /// References that are dropped in here are released after the section. By default it is [`clear`](Traverse::clear).
    fn clear_mut(&mut self) {
        self.clear();
    }

    /// [`clear`](Traverse::clear) for `traverse!`, where the value may be in a lock: what is taken out is dropped by the
    /// caller, who unlocks it first.
    #[doc(hidden)]
    fn give_up(&self) -> GivenUp {
        self.clear();
        None
    }

    /// [`clear_mut`](Traverse::clear_mut), as [`give_up`](Traverse::give_up).
    #[doc(hidden)]
    fn give_up_mut(&mut self) -> GivenUp {
        self.clear_mut();
        None
    }
}

// SAFETY: a box owns its value, and nobody else does.
unsafe impl<T: Traverse> Traverse for Box<T> {
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        (**self).traverse(visit)
    }

    fn clear(&self) {
        (**self).clear();
    }

    fn clear_mut(&mut self) {
        (**self).clear_mut();
    }

    fn give_up(&self) -> GivenUp {
        (**self).give_up()
    }

    fn give_up_mut(&mut self) -> GivenUp {
        (**self).give_up_mut()
    }
}

/// Implements [`Traverse`](crate::Traverse) for a struct, from the fields that own references to Python objects:
/// `Py<T>`, and `Option`, `Vec`, maps, arrays, pairs, `PyMutex`, `PyOnce` and std's `OnceLock` of such, or of structs with
/// `traverse!`. What is in a lock is also given up by `clear`, and dropped when it is unlocked again.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PyMutex;
///
/// pub struct State { hook: PyMutex<Option<Py<PyAny>>>, json: Py<PyModule>, name: String }
///
/// freehold::traverse!(State { hook, json });
/// ```
///
/// A field that shares its references with another owner is refused:
///
/// ```compile_fail,E0277
/// use freehold::prelude::*;
///
/// pub struct State { hook: std::sync::Arc<Py<PyAny>> }
///
/// freehold::traverse!(State { hook });
/// ```
#[macro_export]
macro_rules! traverse {
    ($state:ident { $($field:ident),* $(,)? }) => {
        const _: () = {
            fn each_field(
                state: &$state,
                each: &mut dyn ::core::ops::FnMut(
                    &dyn $crate::__private::Visited,
                ) -> ::core::result::Result<(), $crate::PyTraverseError>,
            ) -> ::core::result::Result<(), $crate::PyTraverseError> {
                let $state { $($field,)* .. } = state;
                $(each($crate::__private::visited($field))?;)*
                ::core::result::Result::Ok(())
            }

            // SAFETY: a pattern names each field once, and `Visited` is only implemented for what owns its
            // references.
            unsafe impl $crate::Traverse for $state {
                fn traverse(
                    &self,
                    visit: &$crate::PyVisit<'_>,
                ) -> ::core::result::Result<(), $crate::PyTraverseError> {
                    each_field(self, &mut |field| field.visit(visit))
                }

                fn clear(&self) {
                    ::core::mem::drop(self.give_up());
                }

                fn clear_mut(&mut self) {
                    ::core::mem::drop(self.give_up_mut());
                }

                fn give_up(&self) -> $crate::__private::GivenUp {
                    let mut taken = ::std::vec::Vec::new();
                    let _ = each_field(self, &mut |field| {
                        taken.extend(field.taken());
                        ::core::result::Result::Ok(())
                    });
                    $crate::__private::several(taken)
                }

                fn give_up_mut(&mut self) -> $crate::__private::GivenUp {
                    // What is wrong with a field has been said above.
                    use $crate::__private::NotVisitedField as _;
                    let mut taken = ::std::vec::Vec::new();
                    $(taken.extend($crate::__private::VisitedFieldMut(&mut self.$field).emptied());)*
                    $crate::__private::several(taken)
                }
            }
        };
    };
}

/// How [`Traverse::traverse`] and `__traverse__` name what is referred to.
#[derive(Clone, Copy)]
pub struct PyVisit<'a> {
    visit: ffi::visitproc,
    arg: *mut c_void,
    /// It ends with the call, and stays in its thread.
    call: PhantomData<(&'a (), *mut ())>,
}

/// The collector wants no further visits. It is passed on with `?`.
#[derive(Debug)]
pub struct PyTraverseError(c_int);

impl PyVisit<'_> {
    /// Names a reference (`Py_VISIT`), or all in a container of them. `None` and empty cells name nothing.
    ///
    /// # Errors
    /// When the collector has seen enough.
    pub fn call<V: Visited>(&self, reference: &V) -> Result<(), PyTraverseError> {
        reference.visit(self)
    }

    /// # Safety
    /// A live object of this interpreter, to which the value that is visited owns a reference.
    unsafe fn object(&self, object: *mut ffi::PyObject) -> Result<(), PyTraverseError> {
        // SAFETY: the collector's own function and argument, which are valid while this lives.
        match unsafe { (self.visit)(object, self.arg) } {
            0 => Ok(()),
            stopped => Err(PyTraverseError(stopped)),
        }
    }
}

/// Runs the body of a `traverseproc`.
pub(crate) fn traversing(
    visit: ffi::visitproc,
    arg: *mut c_void,
    body: impl FnOnce(&PyVisit<'_>) -> Result<(), PyTraverseError>,
) -> c_int {
    let visit = PyVisit {
        visit,
        arg,
        call: PhantomData,
    };
    let _no_python = NoPython::begin();
    match catch_unwind(AssertUnwindSafe(|| body(&visit))) {
        Ok(Ok(())) => 0,
        Ok(Err(PyTraverseError(stopped))) => stopped,
        // What was not visited stays alive.
        Err(payload) => {
            std::mem::forget(payload);
            0
        }
    }
}

/// While this lives, Python can neither be attached nor called, and references that die are put aside: as
/// in an exclusive section. They are released at the end of the next one, or of the next object whose payload has to be dropped.
struct NoPython {
    thread: ThisThread,
    was_inside: bool,
}

impl NoPython {
    fn begin() -> NoPython {
        let thread = ThisThread::get();
        let was_inside = thread.slot().is_inside();
        thread.slot().enter();
        NoPython { thread, was_inside }
    }
}

impl Drop for NoPython {
    fn drop(&mut self) {
        if !self.was_inside {
            self.thread.slot().leave();
        }
    }
}
