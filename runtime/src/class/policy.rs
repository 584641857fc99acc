//! The kinds of classes, and the traits that keep payload references under their lock.
//!
//! Each trait has one sentence to say to the user, at the word that is wrong. They hold for the same
//! classes in pairs, because the same mistake is explained differently in different places.

use std::marker::PhantomData;

use super::PyClass;
use super::object::PyClassObject;
use crate::Bound;

/// The policy of a class: [`Locked`], [`ReadWrite`] or [`Frozen`].
pub trait Policy {
    /// Whether the payload has a lock.
    const IS_LOCKED: bool = true;
}

/// The payload is reached under the object's lock. The default.
pub struct Locked;

/// The payload is reached under the object's lock, or read by many threads while nobody has it for
/// writing.
pub struct ReadWrite;

/// The payload is shared and never changes: no lock.
pub struct Frozen;

impl Policy for Locked {}
impl Policy for ReadWrite {}
impl Policy for Frozen {
    const IS_LOCKED: bool = false;
}

/// A policy with a lock.
pub trait LockPolicy: Policy {
    /// Whether the payload may be read by several threads at a time. By the contract of [`PyClass`]
    /// it is `Sync` then.
    const SHARED_READS: bool;
}

impl LockPolicy for Locked {
    const SHARED_READS: bool = false;
}

impl LockPolicy for ReadWrite {
    const SHARED_READS: bool = true;
}

/// A class of policy [`Locked`] or [`ReadWrite`].
pub trait LockedClass: PyClass<Policy: LockPolicy> {}

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

/// A field that a class with readers side by side may have.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot be read by several threads at once",
    label = "not `Send + Sync`: with `lock = \"rw\"`, methods that take `&self` run side by side",
    note = "use an atomic or a `Mutex` instead of `Cell` and `RefCell`, `Arc` instead of `Rc`; or drop `lock = \"rw\"`, so that every access is alone"
)]
pub trait SharedField {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync> SharedField for T {}

/// Asks for `LockedField` at the field.
pub const fn assert_locked_field<T: LockedField + ?Sized>() {}

/// Asks for `FrozenField` at the field.
pub const fn assert_frozen_field<T: FrozenField + ?Sized>() {}

/// Asks for `SharedField` at the field.
pub const fn assert_rw_field<T: SharedField + ?Sized>() {}

/// Whether a type may be the payload of a locked class: `<Sendable<T>>::HOLDS`.
///
/// The trait bounds above are asked for field by field, at the fields that `#[pyclass]` has seen. Another attribute,
/// below it, can still add one. So the class as a whole is asked too; but not by a bound, which would repeat
/// what has been said about a field. Where the bound of the inherent constant does not hold, the
/// name leads to that of [`Otherwise`].
///
/// ```
/// use freehold::__private::{Otherwise as _, Sendable, Shareable};
/// use std::{cell::Cell, rc::Rc};
///
/// const _: () = assert!(<Sendable<Cell<u8>>>::HOLDS && !<Sendable<Rc<u8>>>::HOLDS);
/// const _: () = assert!(<Shareable<String>>::HOLDS && !<Shareable<Cell<u8>>>::HOLDS);
/// ```
pub struct Sendable<T: ?Sized>(PhantomData<T>);

/// The same for a class that several threads read at once.
pub struct Shareable<T: ?Sized>(PhantomData<T>);

impl<T: Send + ?Sized> Sendable<T> {
    /// It may.
    pub const HOLDS: bool = true;
}

impl<T: Send + Sync + ?Sized> Shareable<T> {
    /// It may.
    pub const HOLDS: bool = true;
}

/// What is not as thread-safe as it has to be.
pub trait Otherwise {
    /// It may not.
    const HOLDS: bool = false;
}

impl<T: ?Sized> Otherwise for Sendable<T> {}
impl<T: ?Sized> Otherwise for Shareable<T> {}

/// Stops the compiler where all fields are as thread-safe as they have to be, and the class is not.
///
/// ```compile_fail,E0080
/// const _: () = freehold::__private::assert_whole_class(true, false);
/// ```
pub const fn assert_whole_class(fields: bool, class: bool) {
    assert!(
        class || !fields,
        "threads cannot share this class, because of a field that an attribute below `#[pyclass]` has added or changed: \
         put `#[pyclass]` below that attribute"
    );
}

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
