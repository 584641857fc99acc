//! The two kinds of classes, and the traits that keep payload references under their lock.
//!
//! Each trait has one sentence to say to the user, at the word that is wrong. They hold for the same
//! classes in pairs, because the same mistake is explained differently in different places.

use super::PyClass;
use super::object::PyClassObject;
use crate::Bound;

/// The policy of a class: [`Locked`] or [`Frozen`].
pub trait Policy {}

/// The payload is reached under the object's lock. The default.
pub struct Locked;

/// The payload is shared and never changes: no lock.
pub struct Frozen;

impl Policy for Locked {}
impl Policy for Frozen {}

/// A class of policy [`Locked`].
pub trait LockedClass: PyClass<Policy = Locked> {}

/// A class of policy [`Frozen`].
pub trait FrozenClass: PyClass<Policy = Frozen> {}

/// What `#[critical_section]` can lock.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no lock that `#[critical_section]` could take",
    label = "not an object of a locked class",
    note = "only Python objects have locks: a value such as a number or a `String` belongs to this call alone, so remove it from the attribute",
    note = "if `{Self}` is a `#[pyclass(frozen)]`, it never changes and has nothing to lock: remove the attribute and take `&self`, with an atomic or a `Mutex` in the field that changes; or drop `frozen`"
)]
pub trait LockTarget: LockedClass {}

#[diagnostic::do_not_recommend]
impl<T: LockedClass> LockTarget for T {}

/// A class whose objects a function may read without a lock.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is read without its lock",
    label = "other threads may change this object meanwhile",
    note = "add `#[critical_section(…)]` with the name of this parameter, or declare the class `#[pyclass(frozen)]`",
    note = "if `{Self}` is no `#[pyclass]`, it has no lock: take it by value"
)]
pub trait ReadWithoutLock: FrozenClass {}

#[diagnostic::do_not_recommend]
impl<T: FrozenClass> ReadWithoutLock for T {}

/// A class whose methods may read `self` without a lock.
#[diagnostic::on_unimplemented(
    message = "`self` is read without its lock",
    label = "other threads may change this `{Self}` meanwhile",
    note = "add `#[critical_section(self)]` to the method, or declare the class `#[pyclass(frozen)]`"
)]
pub trait ReceiverWithoutLock: FrozenClass {}

#[diagnostic::do_not_recommend]
impl<T: FrozenClass> ReceiverWithoutLock for T {}

/// A class whose `self` may be read while the thread is detached.
#[diagnostic::on_unimplemented(
    message = "`self` would be read without its lock while the thread is detached",
    label = "other threads may change this `{Self}` meanwhile, and no lock survives detaching",
    note = "declare the class `#[pyclass(frozen)]`, or copy what the work needs under the lock and detach in a second method"
)]
pub trait DetachedReceiver: FrozenClass {}

#[diagnostic::do_not_recommend]
impl<T: FrozenClass> DetachedReceiver for T {}

/// A class whose objects a function may read while the thread is detached.
#[diagnostic::on_unimplemented(
    message = "`{Self}` would be read without its lock while the thread is detached",
    label = "other threads may change this object meanwhile, and no lock survives detaching",
    note = "declare the class `#[pyclass(frozen)]`, or copy what the work needs under the lock and detach in a second function"
)]
pub trait ReadDetached: FrozenClass {}

#[diagnostic::do_not_recommend]
impl<T: FrozenClass> ReadDetached for T {}

/// A field that a locked class may have.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be used by several threads, one after the other",
    label = "not `Send`: objects of a class are reached from every thread",
    note = "use `Arc` instead of `Rc`, and `Py<…>` instead of `Bound<…>`; a raw pointer needs a newtype with a justified `unsafe impl Send`"
)]
pub trait LockedField {}

#[diagnostic::do_not_recommend]
impl<T: Send> LockedField for T {}

/// A field that a frozen class may have.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be shared by several threads at once",
    label = "not `Send + Sync`: a frozen object is read by all threads without a lock",
    note = "use an atomic or a `Mutex` instead of `Cell` and `RefCell`, `Arc` instead of `Rc`; or drop `frozen`, so that every access takes the object's lock"
)]
pub trait FrozenField {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync> FrozenField for T {}

/// Asks for `LockedField` at the field.
pub const fn assert_locked_field<T: LockedField + ?Sized>() {}

/// Asks for `FrozenField` at the field.
pub const fn assert_frozen_field<T: FrozenField + ?Sized>() {}

/// `&self` of a method that does not lock.
#[inline(always)]
pub fn read_receiver<'a, T: ReceiverWithoutLock>(slf: &'a Bound<'_, T>) -> &'a T {
    frozen(slf)
}

/// `&self` of a method that runs detached.
#[inline(always)]
pub fn detached_receiver<'a, T: DetachedReceiver>(slf: &'a Bound<'_, T>) -> &'a T {
    frozen(slf)
}

/// The payload of an object of a frozen class.
#[inline(always)]
pub(crate) fn frozen<'a, T: FrozenClass>(object: &'a Bound<'_, T>) -> &'a T {
    // SAFETY: the handle keeps the object alive for `'a`. Nobody makes a `&mut` to the payload of a
    // frozen class, and by the contract of `PyClass` it is `Sync`.
    unsafe { &*PyClassObject::payload(PyClassObject::of(object)) }
}
