//! What of a class owns references to Python objects.
//!
//! By itself, each field that is [`Visited`]. A class that implements [`Traverse`](super::Traverse), as `traverse!` does,
//! is asked as a whole. One that implements `Drop` has to, or takes no part: what a collection has ended is dropped when
//! other objects in its cycle, that `drop` may use, have been cleared. So its author has to say which they are.

use std::marker::PhantomData;

use super::{PyTraverseError, Visited};
use crate::class::PyClass;

/// The fields of a class that the collector is told of, or the class as a whole. Only `#[pyclass]` implements it.
///
/// # Safety
/// Each field is passed on at most once.
pub unsafe trait FieldObjects: PyClass {
    /// Whether there is something.
    const ANY: bool;

    /// Calls `each` with them, until it fails.
    fn each(&self, each: Each<'_>) -> Result<(), PyTraverseError>;

    /// Calls `each` with them.
    fn each_mut(&mut self, each: EachMut<'_>);
}

/// What is done with a field.
pub type Each<'a> = &'a mut dyn FnMut(&dyn Visited) -> Result<(), PyTraverseError>;

/// What is done with a field that nobody else uses.
pub type EachMut<'a> = &'a mut dyn FnMut(&mut dyn Visited);

/// Asks whether a field is [`Visited`]: `<FieldKind<Option<Py<PyAny>>>>::VISITED`. The inherent constant comes before
/// that of [`NotVisited`].
///
/// ```
/// use freehold::__private::{FieldKind, NotVisited as _};
/// use freehold::prelude::*;
///
/// const _: () = assert!(<FieldKind<Option<Py<PyAny>>>>::VISITED.is_some());
/// const _: () = assert!(<FieldKind<std::sync::Arc<Py<PyAny>>>>::VISITED.is_none());
/// ```
pub struct FieldKind<T>(PhantomData<T>);

/// How a field is passed on as what it is.
pub struct VisitedField<T> {
    shared: fn(&T) -> &dyn Visited,
    exclusive: fn(&mut T) -> &mut dyn Visited,
}

impl<T: Visited> FieldKind<T> {
    /// It is.
    pub const VISITED: Option<VisitedField<T>> = Some(VisitedField {
        shared: |field| field,
        exclusive: |field| field,
    });
}

/// What is said of any other.
pub trait NotVisited {
    /// The field's type.
    type Field;
    /// It is not.
    const VISITED: Option<VisitedField<Self::Field>> = None;
}

impl<T> NotVisited for FieldKind<T> {
    type Field = T;
}

/// Asks whether a class implements `Drop`: `<DropKind<Node>>::IMPLEMENTED`. That it has to be dropped is not enough.
///
/// ```
/// use freehold::__private::{DropKind, NoDrop as _};
///
/// struct Own;
/// impl Drop for Own {
///     fn drop(&mut self) {}
/// }
/// struct Other(Own);
///
/// const _: () = assert!(<DropKind<Own>>::IMPLEMENTED && !<DropKind<Other>>::IMPLEMENTED);
/// ```
pub struct DropKind<T>(PhantomData<T>);

#[allow(drop_bounds, reason = "whether there is an impl is the question")]
impl<T: Drop> DropKind<T> {
    /// It does.
    pub const IMPLEMENTED: bool = true;
}

/// What is said of any other.
pub trait NoDrop {
    /// It does not.
    const IMPLEMENTED: bool = false;
}

impl<T> NoDrop for DropKind<T> {}

/// Whether a class is looked at field by field.
pub const fn by_fields<T>(whole: &Option<VisitedField<T>>, has_drop: bool) -> bool {
    whole.is_none() && !has_drop
}

/// Passes a field on, or the class, if it is to be.
#[inline(always)]
pub fn each_field<T>(
    kind: Option<VisitedField<T>>,
    field: &T,
    each: Each<'_>,
) -> Result<(), PyTraverseError> {
    kind.map_or(Ok(()), |kind| each((kind.shared)(field)))
}

/// The same, of an object that nobody else uses.
#[inline(always)]
pub fn each_field_mut<T>(kind: Option<VisitedField<T>>, field: &mut T, each: EachMut<'_>) {
    if let Some(kind) = kind {
        each((kind.exclusive)(field));
    }
}
