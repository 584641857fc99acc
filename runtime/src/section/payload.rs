//! The two ways to a payload.

use std::marker::PhantomData;

use crate::class::{LockPolicy, LockTarget, PyClass};

/// How a locked payload is reached: [`Read`] or [`Write`].
///
/// # Safety
/// `EXCLUSIVE` is true unless `Ref` only reads.
pub unsafe trait Payload {
    /// The class of the locked object.
    type Class: LockTarget;
    /// `&'cs Class` or `&'cs mut Class`.
    type Ref<'cs>
    where
        Self::Class: 'cs;
    /// Whether the reference is exclusive.
    const EXCLUSIVE: bool;
    /// Whether the class lets several threads read at a time, which means something only where threads
    /// run at a time: with the GIL, a body that cannot detach is alone anyway.
    const SHARED_READS: bool =
        cfg!(Py_GIL_DISABLED) && <<Self::Class as PyClass>::Policy as LockPolicy>::SHARED_READS;

    /// # Safety
    /// `payload` is valid, and for `'cs` its lock is held and not suspended; no other reference to it
    /// exists, or only shared ones and `EXCLUSIVE` is false.
    unsafe fn borrow<'cs>(payload: *mut Self::Class) -> Self::Ref<'cs>
    where
        Self::Class: 'cs;
}

/// `&T` under the lock.
pub struct Read<T>(PhantomData<T>);

/// `&mut T` under the lock.
pub struct Write<T>(PhantomData<T>);

// SAFETY: a `&T` only reads.
#[diagnostic::do_not_recommend]
unsafe impl<T: LockTarget> Payload for Read<T> {
    type Class = T;
    type Ref<'cs>
        = &'cs T
    where
        T: 'cs;
    const EXCLUSIVE: bool = false;

    #[inline(always)]
    unsafe fn borrow<'cs>(payload: *mut T) -> &'cs T
    where
        T: 'cs,
    {
        // SAFETY: the caller's contract.
        unsafe { &*payload }
    }
}

// SAFETY: `EXCLUSIVE` is true.
#[diagnostic::do_not_recommend]
unsafe impl<T: LockTarget> Payload for Write<T> {
    type Class = T;
    type Ref<'cs>
        = &'cs mut T
    where
        T: 'cs;
    const EXCLUSIVE: bool = true;

    #[inline(always)]
    unsafe fn borrow<'cs>(payload: *mut T) -> &'cs mut T
    where
        T: 'cs,
    {
        // SAFETY: the caller's contract.
        unsafe { &mut *payload }
    }
}
