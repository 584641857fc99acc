//! Fields that are properties.

use crate::{Attached, Py};

/// A field that `#[freehold(get)]` reads: a copy is made of it under the lock, and converted to
/// Python afterwards.
///
/// Fields that are `Clone` are cloned; references to Python objects are not, but can be counted up
/// under the lock. The latter are inherent methods, which come before those of [`CloneField`].
pub struct Field<'a, T>(pub &'a T);

impl<T> Field<'_, Py<T>> {
    /// One more reference.
    pub fn copied(self, proof: impl Attached) -> Py<T> {
        self.0.clone_ref(proof)
    }
}

impl<T> Field<'_, Option<Py<T>>> {
    /// One more reference.
    pub fn copied(self, proof: impl Attached) -> Option<Py<T>> {
        self.0.as_ref().map(|object| object.clone_ref(proof))
    }
}

impl<T> Field<'_, Vec<Py<T>>> {
    /// One more reference to each.
    pub fn copied(self, proof: impl Attached) -> Vec<Py<T>> {
        self.0
            .iter()
            .map(|object| object.clone_ref(proof))
            .collect()
    }
}

/// How all other fields are copied.
pub trait CloneField<T> {
    /// A clone.
    fn copied(self, proof: impl Attached) -> T
    where
        T: FieldValue;
}

impl<T> CloneField<T> for Field<'_, T> {
    #[inline(always)]
    fn copied(self, _proof: impl Attached) -> T
    where
        T: FieldValue,
    {
        self.0.cloned()
    }
}

/// A type that a readable field may have.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be read as a property",
    label = "there is no way to copy it out of the object",
    note = "implement `Clone` for `{Self}`, or write a `#[getter]`"
)]
pub trait FieldValue: Sized {
    /// A clone.
    fn cloned(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> FieldValue for T {
    #[inline(always)]
    fn cloned(&self) -> T {
        self.clone()
    }
}
