//! The built-in Python types, and what can be done with objects of them.
//!
//! A type such as [`PyList`] is only a name, for the `T` of [`Bound<'py, T>`](crate::Bound) and
//! [`Py<T>`](crate::Py). Its constructors are functions of the type, its methods a trait
//! ([`PyListMethods`]) that handles implement; [`PyAnyMethods`] has what every object has. The most used
//! of them are in the prelude.
//!
//! Every read returns a strong reference, and every iteration goes over a snapshot, asks for one
//! element at a time or takes the lock for each, so that nothing here is unsound when other threads
//! change the object meanwhile. What one method does is as atomic as the C API call that it names; a
//! sequence of calls is not: take a critical section on the object for that.
//!
//! | to iterate over | a snapshot, taken at once | under the container's lock | as it is, item by item |
//! |---|---|---|---|
//! | `dict` | [`iter`](PyDictMethods::iter), [`items`](PyDictMethods::items) | [`iter_locked`](PyDictMethods::iter_locked) | |
//! | `list` | [`to_tuple`](PyListMethods::to_tuple) | [`iter_locked`](PyListMethods::iter_locked) | [`iter`](PyListMethods::iter) |
//! | `set` | [`iter`](PySetMethods::iter) | | |
//! | `tuple` | [`iter`](PyTupleMethods::iter): it never changes | | |
//! | anything else | | | [`try_iter`](PyAnyMethods::try_iter) |
//!
//! Most methods may run Python code, through `__eq__`, `__hash__`, finalizers and the like, so may
//! suspend critical sections. Those that never do say so.

mod any;
mod bytes;
mod call;
mod cell;
mod dict;
mod intern;
mod iterator;
mod list;
mod locked;
mod markers;
mod module;
mod set;
mod string;
mod tuple;
mod type_object;
mod unfilled;
mod weakref;

pub use any::{CompareOp, PyAnyMethods};
pub use bytes::PyBytesMethods;
pub use call::PyCallArgs;
pub use cell::PyCellMethods;
pub use dict::{BoundDictIterator, PyDictMethods};
#[doc(hidden)]
pub use intern::Interned;
pub use list::{BoundListIterator, PyListMethods};
pub use locked::{LockedDictIterator, LockedListIterator};
pub use markers::{
    PyAny, PyBool, PyByteArray, PyBytes, PyCell, PyDict, PyFloat, PyInt, PyIterator, PyList,
    PyModule, PySet, PyString, PyTraceback, PyTuple, PyType, PyWeakrefReference,
};
pub use module::PyModuleMethods;
pub use set::{BoundSetIterator, PySetMethods};
pub use string::PyStringMethods;
pub(crate) use string::ascii_text;
pub use tuple::{BoundTupleIterator, PyTupleMethods};
pub use type_object::PyTypeMethods;
pub use weakref::PyWeakrefMethods;

pub(crate) use unfilled::Unfilled;
