//! What the raw tier can lock, and what it takes to prove that it may.

use std::marker::PhantomData;
use std::ptr::NonNull;

use super::AttachmentToken;
use crate::capi::refcount::{decref, incref};
use crate::{Bound, Py, ffi};

/// An object that a critical section of the raw tier can lock: a handle, or a pointer.
///
/// What else it takes is [`AttachedLock`]'s and [`TokenLock`]'s to say. It cannot be implemented
/// elsewhere: what comes from there has a pointer that can be passed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python object and has no lock",
    label = "neither a handle nor a pointer to an object",
    note = "lock a handle, such as `&Bound<'_, PyAny>`, or a pointer, `*mut ffi::PyObject` or `NonNull<ffi::PyObject>`",
    note = "PyO3's handles can be locked with the feature `pyo3` of Freehold"
)]
pub trait SectionLock: sealed::Sealed {
    /// [`Proven`] or [`Unproven`]: what `critical_section!` makes of it. (Not a parameter of one type,
    /// because of what is no lock rustc would say more than once.)
    #[doc(hidden)]
    type Target<'a>: Target<'a>;
    /// Whether the value owns its reference, which may then be given up before the section ends.
    #[doc(hidden)]
    const OWNS: bool;

    #[doc(hidden)]
    fn object(&self) -> *mut ffi::PyObject;

    /// # Panics
    /// If the object belongs to another interpreter.
    ///
    /// # Safety
    /// The thread is attached.
    #[doc(hidden)]
    unsafe fn assert_home(&self) {}
}

/// A handle that alone proves that its object is alive and the thread attached: [`Bound`], and PyO3's
/// `Bound` and `Borrowed`, or a reference to one.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::raw::AttachedLock;
///
/// #[critical_section(guard)]
/// fn under<L: AttachedLock, R>(guard: L, body: impl FnOnce() -> R) -> R {
///     body()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that its object may be locked here",
    label = "nothing says that the object is alive and the thread attached",
    note = "take a `Bound<'_, T>` instead, which proves both",
    note = "`Py<T>` needs a parameter `py: Python<'_>` beside it; pointers need the keyword `unsafe` on the function"
)]
pub trait AttachedLock: for<'a> SectionLock<Target<'a> = Proven<'a>> {}

/// A handle that proves that its object is alive, and locks with a `Python<'_>` token beside it:
/// [`Py`], PyO3's `Py`, and whatever is an [`AttachedLock`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that its object may be locked here",
    label = "nothing says that the object is alive",
    note = "take a `Bound<'_, T>` or a `Py<T>` instead",
    note = "a pointer needs the keyword `unsafe` on the function"
)]
pub trait TokenLock: SectionLock {}

pub(super) mod sealed {
    pub trait Sealed {}
}

/// `#[which] owns [generics] type, |this| its object, assertion that it belongs here;`
///
/// `which` is `attached`, `token` or `pointer`; `owns` is `owned` or `borrowed`.
macro_rules! locks {
    ($(
        #[$which:ident] $owns:ident $generics:tt $target:ty, |$this:ident| $object:expr $(, $home:expr)?;
    )*) => {$(
        locks!(@lock $which $owns $generics $target, |$this| $object $(, $home)?);
        locks!(@$which $generics $target);
    )*};
    (@lock $which:ident $owns:ident [$($generics:tt)*] $target:ty, |$this:ident| $object:expr $(, $home:expr)?) => {
        impl<$($generics)*> $crate::raw::lock::sealed::Sealed for $target {}
        impl<$($generics)*> $crate::raw::SectionLock for $target {
            type Target<'target> = locks!(@target $which 'target);
            const OWNS: bool = locks!(@owns $owns);

            #[inline(always)]
            fn object(&self) -> *mut $crate::ffi::PyObject {
                let $this = self;
                $object
            }
            $(
                #[inline(always)]
                unsafe fn assert_home(&self) {
                    let $this = self;
                    $home
                }
            )?
        }
    };
    (@owns owned) => { true };
    (@owns borrowed) => { false };
    (@target attached $life:lifetime) => { $crate::raw::lock::Proven<$life> };
    (@target $other:ident $life:lifetime) => { $crate::raw::lock::Unproven<$life> };
    (@attached [$($generics:tt)*] $target:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::raw::AttachedLock for $target {}
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::raw::TokenLock for $target {}
    };
    (@token [$($generics:tt)*] $target:ty) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::raw::TokenLock for $target {}
    };
    (@pointer $generics:tt $target:ty) => {};
}
#[cfg(feature = "pyo3")]
pub(super) use locks;

locks! {
    #[attached] owned ['py, T] Bound<'py, T>, |this| this.as_ptr();
    #[attached] borrowed ['a, 'py, T] &'a Bound<'py, T>, |this| this.as_ptr();
    #[token] owned [T] Py<T>, |this| this.as_ptr(), assert_home(this);
    #[token] borrowed ['a, T] &'a Py<T>, |this| this.as_ptr(), assert_home(this);
    #[pointer] borrowed [] *mut ffi::PyObject, |this| *this;
    #[pointer] borrowed [] NonNull<ffi::PyObject>, |this| this.as_ptr();
}

/// For handles that any thread may own. Only called where the thread is attached.
#[inline(always)]
#[track_caller]
fn assert_home<T>(handle: &Py<T>) {
    // SAFETY: see above. Should this be an exclusive section, the token is not used for anything there.
    let _ = handle.bind(unsafe { crate::Python::assume_attached() });
}

/// An object that may be locked: during `'a` it is alive and the thread attached.
///
/// Its type does not tell what kind of handle it was, so that rustc complains once about one that is none.
pub struct MayLock<'a> {
    pub(super) object: *mut ffi::PyObject,
    /// Whether a reference of its own keeps the object alive.
    owns: bool,
    /// Attachment is a state of the thread.
    scope: PhantomData<(&'a (), *mut ())>,
}

impl MayLock<'_> {
    /// # Safety
    /// The thread is attached for the lifetime of the result, and the object alive: if `owns`, now.
    #[inline(always)]
    unsafe fn new(object: *mut ffi::PyObject, owns: bool) -> Self {
        if owns {
            // SAFETY: the thread is attached and the object alive.
            unsafe { incref(object) }
        }
        MayLock {
            object,
            owns,
            scope: PhantomData,
        }
    }
}

impl Drop for MayLock<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.owns {
            // SAFETY: the reference that was added is given up, by a thread that is attached. (In an
            // exclusive section, where no section begins, another one is left: that of the handle.)
            unsafe { decref(self.object) }
        }
    }
}

/// The parameter of a safe function without a token.
#[inline(always)]
pub fn by_handle<'a, T: AttachedLock + 'a>(target: &T) -> MayLock<'a> {
    // SAFETY: the handle is the proof, for as long as its type can live; one that owns its reference may die
    // before.
    unsafe { MayLock::new(target.object(), T::OWNS) }
}

/// The parameter of a safe function with a token.
///
/// # Panics
/// If the object belongs to another interpreter.
#[inline(always)]
pub fn by_token<'a, T: TokenLock + 'a, P: AttachmentToken + 'a>(
    _token: P,
    target: &T,
) -> MayLock<'a> {
    // SAFETY: the token proves that the thread is attached; the rest is as in `by_handle`.
    unsafe {
        target.assert_home();
        MayLock::new(target.object(), T::OWNS)
    }
}

/// The parameter of an `unsafe` function.
///
/// # Safety
/// During `'a` the thread is attached and, if `target` does not own it, the object alive.
#[inline(always)]
pub unsafe fn by_promise<'a, T: SectionLock>(target: &T) -> MayLock<'a> {
    // SAFETY: the caller's contract.
    unsafe {
        target.assert_home();
        MayLock::new(target.object(), T::OWNS)
    }
}

/// What a block is to lock.
pub trait Target<'a> {
    /// # Safety
    /// It is the object of a handle or pointer that is borrowed during `'a`.
    #[doc(hidden)]
    unsafe fn new(object: *mut ffi::PyObject) -> Self;
}

/// The target of a block, which borrows the handle.
#[inline(always)]
pub fn target<T: SectionLock>(target: &T) -> T::Target<'_> {
    // SAFETY: `target` is borrowed for the lifetime of the result.
    unsafe { T::Target::new(target.object()) }
}

/// What a block is to lock, borrowed from a handle that proves that it may.
pub struct Proven<'a>(*mut ffi::PyObject, PhantomData<&'a ()>);

impl Target<'_> for Proven<'_> {
    #[inline(always)]
    unsafe fn new(object: *mut ffi::PyObject) -> Self {
        Proven(object, PhantomData)
    }
}

impl<'a> Proven<'a> {
    /// The handle says so.
    #[inline(always)]
    pub fn the_object_is_alive_and_the_thread_attached(self) -> MayLock<'a> {
        // SAFETY: a borrowed handle of this kind is the proof.
        unsafe { MayLock::new(self.0, false) }
    }
}

/// What a block is to lock, by a pointer or a handle that does not prove that it may.
pub struct Unproven<'a>(*mut ffi::PyObject, PhantomData<&'a ()>);

impl Target<'_> for Unproven<'_> {
    #[inline(always)]
    unsafe fn new(object: *mut ffi::PyObject) -> Self {
        Unproven(object, PhantomData)
    }
}

impl<'a> Unproven<'a> {
    /// The caller says so. (rustc names this function to whoever forgets the `unsafe`.)
    ///
    /// # Safety
    /// During `'a` the object is alive and the thread attached.
    #[inline(always)]
    pub unsafe fn the_object_is_alive_and_the_thread_attached(self) -> MayLock<'a> {
        // SAFETY: the caller's contract.
        unsafe { MayLock::new(self.0, false) }
    }
}
