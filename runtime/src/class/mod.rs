//! Classes: how their objects are laid out, and how their type objects are made.

mod cell;
mod construct;
mod create;
mod dealloc;
mod description;
mod field;
mod handles;
mod missing;
mod object;
mod policy;
mod properties;
mod results;

pub use cell::ClassCell;
pub(crate) use cell::type_with_methods_of;
pub use construct::{class_from_pyobject, class_into_pyobject, new_object};
pub(crate) use create::{add_to_module, settle, type_object};
pub(crate) use description::Description;
pub use field::{CloneField, Field};
pub use missing::{no_delete, no_item_assignment, no_item_deletion};
pub use object::{PyClassObject, Usage, receiver};
pub(crate) use policy::frozen;
pub use policy::{
    Frozen, FrozenClass, LockPolicy, LockTarget, Locked, LockedClass, Otherwise, Policy,
    ReadDetached, ReadWithoutLock, ReadWrite, Sendable, Shareable, assert_frozen_field,
    assert_locked_field, assert_rw_field, assert_whole_class, detached_receiver, read_receiver,
};
pub use properties::{ClassMethods, Constructor, NoMethods, PropertyDef, slot};
pub use results::{hash, len, next, repr, truth, unit};

use std::ffi::CStr;

use crate::gc::ClassCollected;

/// A Rust type that is a Python class. Only `#[pyclass]` implements it.
///
/// # Safety
/// `cell` returns a static of this class alone; the tables of `METHODS` and `FIELDS` hold functions
/// of the signatures that CPython calls them with, for objects of this class. The class is `Send`, and
/// if it is [`Frozen`] or [`ReadWrite`] also `Sync`: the macro asks each field, where a mistake can be
/// explained.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class",
    label = "no `#[pyclass]`",
    note = "add `#[pyclass]` to `{Self}`"
)]
pub unsafe trait PyClass: Sized + 'static {
    /// [`Locked`], [`ReadWrite`] or [`Frozen`].
    type Policy: Policy;
    /// The name of the class in Python.
    const NAME: &'static str;
    /// The doc string, without a signature.
    const DOC: &'static CStr;
    /// Whether Python code may derive from the class.
    const SUBCLASS: bool;
    /// Whether the fields of two objects are never on one cache line.
    const CACHE_ALIGNED: bool;
    /// What `#[pymethods]` says.
    const METHODS: ClassMethods;
    /// Fields that are properties.
    const FIELDS: &'static [PropertyDef];
    /// What is done in collections where `METHODS` does not say so.
    const COLLECTED: ClassCollected;

    /// Where the class keeps what exists once in the process.
    fn cell() -> &'static ClassCell;
}
