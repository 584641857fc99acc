//! What owns references to Python objects.

use std::any::Any;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, OnceLock, RwLock};

use super::{PyTraverseError, PyVisit};
use crate::Py;
use crate::sync::{PyMutex, PyOnce};

/// What [`PyVisit::call`] takes: `Py<T>`, and what owns some. It cannot be implemented elsewhere.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an owner of references to Python objects",
    label = "neither a `Py<…>`, nor an `Option`, `Vec`, `HashMap`, `PyMutex`, `PyOnce` … of some",
    note = "leave it out: the collector takes what it is not told for alive"
)]
pub trait Visited: sealed::Sealed + 'static {
    /// Visits each reference.
    #[doc(hidden)]
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;

    /// Takes all that can be taken out of a container.
    #[doc(hidden)]
    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        None
    }

    /// Drops all that is in a lock, after unlocking it: finalizers may need it.
    #[doc(hidden)]
    fn clear(&self) {}
}

mod sealed {
    pub trait Sealed {}
}

/// For [`traverse!`](crate::traverse).
pub fn visited<V: Visited>(field: &V) -> &dyn Visited {
    field
}

impl<T: 'static> sealed::Sealed for Py<T> {}

#[diagnostic::do_not_recommend]
impl<T: 'static> Visited for Py<T> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        // The collector only knows the objects of its own interpreter.
        if !self.is_home() {
            return Ok(());
        }
        // SAFETY: the handle owns a reference to a live object.
        unsafe { visit.object(self.as_ptr()) }
    }
}

/// One row per container that can be emptied: how it is walked, and how emptied without any code of users.
macro_rules! containers {
    ($([$($parameter:ident),*] $container:ty, $items:ident, $taken:expr;)*) => {$(
        impl<$($parameter: 'static,)* V: Visited> sealed::Sealed for $container {}

        #[diagnostic::do_not_recommend]
        impl<$($parameter: 'static,)* V: Visited> Visited for $container {
            fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                self.$items().try_for_each(|held| held.visit(visit))
            }

            fn emptied(&mut self) -> Option<Box<dyn Any>> {
                let taken = $taken;
                Some(Box::new(taken(self)))
            }
        }
    )*};
}

containers! {
    [] Option<V>, iter, std::mem::take;
    [] Vec<V>, iter, std::mem::take;
    [K, S] HashMap<K, V, S>, values, |map: &mut Self| map.drain().collect::<Vec<_>>();
    [K] BTreeMap<K, V>, values, std::mem::take;
}

/// One row per lock: how it is tried. What is locked is not visited.
macro_rules! locks {
    ($($lock:ident, $read:ident, $write:ident;)*) => {$(
        impl<V: Visited> sealed::Sealed for $lock<V> {}

        #[diagnostic::do_not_recommend]
        impl<V: Visited> Visited for $lock<V> {
            fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                Tried::tried(self.$read()).map_or(Ok(()), |held| held.visit(visit))
            }

            fn clear(&self) {
                let taken = Tried::tried(self.$write()).and_then(|mut held| held.emptied());
                drop(taken);
            }
        }
    )*};
}

locks! {
    PyMutex, try_lock, try_lock;
    Mutex, try_lock, try_lock;
    RwLock, try_read, try_write;
}

/// What trying a lock returns.
trait Tried<G> {
    fn tried(self) -> Option<G>;
}

impl<G> Tried<G> for Option<G> {
    fn tried(self) -> Option<G> {
        self
    }
}

impl<G, E> Tried<G> for Result<G, E> {
    fn tried(self) -> Option<G> {
        self.ok()
    }
}

impl<V: Visited> sealed::Sealed for PyOnce<V> {}

#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for PyOnce<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.value().map_or(Ok(()), |held| held.visit(visit))
    }
}

impl<V: Visited> sealed::Sealed for OnceLock<V> {}

#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for OnceLock<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.get().map_or(Ok(()), |held| held.visit(visit))
    }
}
