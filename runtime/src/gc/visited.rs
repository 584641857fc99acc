//! What owns references to Python objects.

use std::any::Any;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::OnceLock;

use super::{PyTraverseError, PyVisit, Traverse};
use crate::Py;
use crate::sync::{PyMutex, PyOnce};

/// What [`PyVisit::call`] takes: `Py<T>`, and what owns some. It cannot be implemented elsewhere.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an owner of references to Python objects",
    label = "neither a `Py<…>`, nor an `Option`, `Vec`, `HashMap`, `PyMutex`, `PyOnce` … of some",
    note = "leave it out: the collector takes what it is not told for alive",
    note = "of locks, only `PyMutex` is looked into: a detached thread may take one of std while a collection looks"
)]
pub trait Visited: sealed::Sealed + 'static {
    /// Visits each reference.
    #[doc(hidden)]
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError>;

    /// Takes all that can be taken out of a container or a lock.
    #[doc(hidden)]
    fn emptied(&mut self) -> GivenUp {
        self.taken()
    }

    /// Takes all that is in a lock, which is unlocked again: finalizers of what is taken may need it.
    #[doc(hidden)]
    fn taken(&self) -> GivenUp {
        None
    }
}

/// What was taken out, and is dropped where nothing is locked.
pub type GivenUp = Option<Box<dyn Any>>;

/// For [`traverse!`](crate::traverse): a field that nobody else uses. The inherent method comes before that of
/// [`NotVisitedField`].
pub struct VisitedFieldMut<'a, V>(pub &'a mut V);

impl<V: Visited> VisitedFieldMut<'_, V> {
    /// What can be taken out.
    pub fn emptied(self) -> GivenUp {
        self.0.emptied()
    }
}

/// For fields that are not [`Visited`], which is a mistake that is explained elsewhere.
pub trait NotVisitedField: Sized {
    /// Nothing.
    fn emptied(self) -> GivenUp {
        None
    }
}

impl<V> NotVisitedField for VisitedFieldMut<'_, V> {}

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

    fn emptied(&mut self) -> GivenUp {
        self.give_up_mut()
    }

    fn taken(&self) -> GivenUp {
        self.give_up()
    }
}

impl<V: Visited, const N: usize> sealed::Sealed for [V; N] {}

#[diagnostic::do_not_recommend]
impl<V: Visited, const N: usize> Visited for [V; N] {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.iter().try_for_each(|held| held.visit(visit))
    }

    fn emptied(&mut self) -> GivenUp {
        several(self.iter_mut().filter_map(V::emptied).collect())
    }

    fn taken(&self) -> GivenUp {
        several(self.iter().filter_map(V::taken).collect())
    }
}

impl<K: 'static, V: Visited> sealed::Sealed for (K, V) {}

/// As in a map, what is in front is not looked at.
#[diagnostic::do_not_recommend]
impl<K: 'static, V: Visited> Visited for (K, V) {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.1.visit(visit)
    }

    fn emptied(&mut self) -> GivenUp {
        self.1.emptied()
    }

    fn taken(&self) -> GivenUp {
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

            fn emptied(&mut self) -> GivenUp {
                let taken = $taken;
                Some(Box::new(taken(self)))
            }

            fn taken(&self) -> GivenUp {
                several(self.$items().filter_map(V::taken).collect())
            }
        }
    )*};
}

/// What was taken out of several places.
pub fn several(taken: Vec<Box<dyn Any>>) -> GivenUp {
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

impl<V: Visited> sealed::Sealed for PyMutex<V> {}

/// The one lock that is looked into. std's are not: a thread that is not stopped may lock one between two looks of a
/// collection, which has to see the same each time. This one remembers who looks, and keeps such threads waiting.
#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for PyMutex<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.look().map_or(Ok(()), |value| value.visit(visit))
    }

    fn taken(&self) -> GivenUp {
        // The guard is gone before what was taken is dropped: what that runs may lock the mutex.
        self.try_lock_attached()?.emptied()
    }
}

impl<V: Visited> sealed::Sealed for PyOnce<V> {}

#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for PyOnce<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.value().map_or(Ok(()), |held| held.visit(visit))
    }

    fn emptied(&mut self) -> GivenUp {
        Some(Box::new(self.take()))
    }

    fn taken(&self) -> GivenUp {
        self.value().and_then(V::taken)
    }
}

impl<V: Visited> sealed::Sealed for OnceLock<V> {}

#[diagnostic::do_not_recommend]
impl<V: Visited> Visited for OnceLock<V> {
    fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.get().map_or(Ok(()), |held| held.visit(visit))
    }

    fn emptied(&mut self) -> GivenUp {
        Some(Box::new(self.take()))
    }

    fn taken(&self) -> GivenUp {
        self.get().and_then(V::taken)
    }
}
