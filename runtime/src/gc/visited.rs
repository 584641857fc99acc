//! What owns references to Python objects.

use std::any::Any;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, OnceLock, RwLock};

use super::{PyTraverseError, PyVisit, Traverse};
use crate::Py;
use crate::attach::is_awaited;
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

    /// Takes all that can be taken out of a container or a lock.
    #[doc(hidden)]
    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        self.taken()
    }

    /// Takes all that is in a lock, which is unlocked again: finalizers of what is taken may need it.
    #[doc(hidden)]
    fn taken(&self) -> Option<Box<dyn Any>> {
        None
    }
}

/// For [`traverse!`](crate::traverse): a field that nobody else uses. The inherent method comes before that of
/// [`ClearedOtherwise`].
pub struct ClearedField<'a, V>(pub &'a mut V);

impl<V: Visited> ClearedField<'_, V> {
    /// Drops what can be taken out.
    pub fn clear(self) {
        drop(self.0.emptied());
    }
}

/// For fields that are not [`Visited`], which is a mistake that is explained elsewhere.
pub trait ClearedOtherwise: Sized {
    /// Does nothing.
    fn clear(self) {}
}

impl<V> ClearedOtherwise for ClearedField<'_, V> {}

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

impl<T: Traverse + 'static> sealed::Sealed for T {}

#[diagnostic::do_not_recommend]
impl<T: Traverse + 'static> Visited for T {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.traverse(visit)
    }

    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        self.clear_mut();
        None
    }

    fn taken(&self) -> Option<Box<dyn Any>> {
        self.clear();
        None
    }
}

impl<V: Visited, const N: usize> sealed::Sealed for [V; N] {}

#[diagnostic::do_not_recommend]
impl<V: Visited, const N: usize> Visited for [V; N] {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.iter().try_for_each(|held| held.visit(visit))
    }

    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        all(self.iter_mut().filter_map(V::emptied))
    }

    fn taken(&self) -> Option<Box<dyn Any>> {
        all(self.iter().filter_map(V::taken))
    }
}

impl<K: 'static, V: Visited> sealed::Sealed for (K, V) {}

/// As in a map, what is in front is not looked at.
#[diagnostic::do_not_recommend]
impl<K: 'static, V: Visited> Visited for (K, V) {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.visit(visit)
    }

    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        self.1.emptied()
    }

    fn taken(&self) -> Option<Box<dyn Any>> {
        self.1.taken()
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

            fn taken(&self) -> Option<Box<dyn Any>> {
                all(self.$items().filter_map(V::taken))
            }
        }
    )*};
}

/// What was taken out of several locks.
fn all(taken: impl Iterator<Item = Box<dyn Any>>) -> Option<Box<dyn Any>> {
    let taken: Vec<_> = taken.collect();
    match taken.is_empty() {
        true => None,
        false => Some(Box::new(taken)),
    }
}

containers! {
    [] Option<V>, iter, std::mem::take;
    [] Vec<V>, iter, std::mem::take;
    [] VecDeque<V>, iter, std::mem::take;
    [K, S] HashMap<K, V, S>, values, |map: &mut Self| map.drain().collect::<Vec<_>>();
    [K] BTreeMap<K, V>, values, std::mem::take;
}

/// One row per lock: how it is tried, and tried to be changed. What is locked is not visited; nor is what may be locked
/// before the world goes on, by a thread that waits detached.
macro_rules! locks {
    ($($lock:ident, $read:ident, $write:ident;)*) => {$(
        impl<V: Visited> sealed::Sealed for $lock<V> {}

        #[diagnostic::do_not_recommend]
        impl<V: Visited> Visited for $lock<V> {
            fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
                match Tried::tried(self.$read()) {
                    Some(held) if !is_awaited(self) && !is_awaited::<V>(&held) => held.visit(visit),
                    _ => Ok(()),
                }
            }

            fn taken(&self) -> Option<Box<dyn Any>> {
                Tried::tried(self.$write()).and_then(|mut held| held.emptied())
            }
        }
    )*};
}

locks! {
    PyMutex, try_lock_stopped, try_lock;
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

    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        Some(Box::new(self.take()))
    }

    fn taken(&self) -> Option<Box<dyn Any>> {
        self.value().and_then(V::taken)
    }
}

impl<V: Visited> sealed::Sealed for OnceLock<V> {}

#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for OnceLock<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.get().map_or(Ok(()), |held| held.visit(visit))
    }

    fn emptied(&mut self) -> Option<Box<dyn Any>> {
        Some(Box::new(self.take()))
    }

    fn taken(&self) -> Option<Box<dyn Any>> {
        self.get().and_then(V::taken)
    }
}
