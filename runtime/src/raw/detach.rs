//! Detaching in functions that Freehold does not export.

use crate::{Detached, Python};

/// A token that proves that the thread is attached: [`Python`], and with the feature `pyo3` PyO3's
/// `Python`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that this thread is attached",
    label = "not a token",
    note = "pass a `Python<'_>`, Freehold's or, with the feature `pyo3` of Freehold, PyO3's"
)]
pub trait AttachmentToken: Copy + sealed::Token {}

pub(super) mod sealed {
    /// What `AttachmentToken` needs to know.
    pub trait Token {}
}

impl AttachmentToken for Python<'_> {}
impl sealed::Token for Python<'_> {}

/// What a token is in the body that `#[allow_threads]` detaches: nothing that anything could be done with.
#[derive(Clone, Copy, Debug)]
pub struct TokenIsUsedUp(());

impl TokenIsUsedUp {
    /// In place of a token.
    #[inline(always)]
    pub fn by_allow_threads() -> TokenIsUsedUp {
        TokenIsUsedUp(())
    }
}

/// What may enter the body: [`Detached`], with what to write instead of what is not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used while the thread is detached",
    label = "a Python object needs an attached thread",
    note = "extract the data before, and take that: for example `Vec<f64>`, `String` or `&[u8]`",
    note = "to keep an object without using it, take `Py<T>`; to use it for a moment, `freehold::reattach` gives the token back",
    note = "of a type parameter, ask for it: `T: Detached`"
)]
pub trait EntersDetached {}

#[diagnostic::do_not_recommend]
impl<T: Detached + ?Sized> EntersDetached for T {}

/// What may leave the body.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made while the thread is detached",
    label = "objects cannot be built here",
    note = "return the data, such as `Vec<u8>` or `String`, and let the caller make the object"
)]
pub trait LeavesDetached {}

#[diagnostic::do_not_recommend]
impl<T: Detached> LeavesDetached for T {}

/// Asks for `EntersDetached` at a parameter.
#[inline(always)]
pub fn assert_enters<T: EntersDetached>(_: &T) {}

/// Asks for `LeavesDetached` at the return type.
#[inline(always)]
pub fn assert_leaves<T: LeavesDetached>() {}

/// The same for a result whose type has no name.
#[inline(always)]
pub fn leaving<T: LeavesDetached>(result: T) -> T {
    result
}

/// `body`, which is called once: so it may return what it owns.
#[inline(always)]
pub fn once<R, F: FnOnce() -> R>(body: F) -> F {
    body
}

/// The body of a function with a token, detached.
///
/// # Safety
/// `body` uses nothing of Python, and its result holds no token and no bound handle.
#[inline]
#[track_caller]
pub unsafe fn detached_with_token<R>(_token: impl AttachmentToken, body: impl FnOnce() -> R) -> R {
    // SAFETY: the caller's contract, and the thread is attached by the token.
    unsafe { detached_without_token(body) }
}

/// The body of an `unsafe` function, detached.
///
/// # Safety
/// The thread is attached; `body` uses nothing of Python that needs that.
#[inline]
#[track_caller]
pub unsafe fn detached_without_token<R>(body: impl FnOnce() -> R) -> R {
    // SAFETY: the caller's contract. Should the thread be inside an exclusive section, then detaching is
    // refused, as everywhere.
    unsafe { Python::assume_attached().detach_unchecked(body) }
}

/// The block with a token.
#[inline]
#[track_caller]
pub fn block_with_token<R: Detached>(
    token: impl AttachmentToken,
    body: impl FnOnce() -> R + Detached,
) -> R {
    // SAFETY: `Detached` keeps tokens and bound handles out of `body` and its result.
    unsafe { detached_with_token(token, body) }
}

/// The block without one.
///
/// # Safety
/// The thread is attached; `body` uses nothing of Python that needs that.
#[inline]
#[track_caller]
pub unsafe fn block_without_token<R>(body: impl FnOnce() -> R) -> R {
    // SAFETY: the caller's contract.
    unsafe { detached_without_token(body) }
}
