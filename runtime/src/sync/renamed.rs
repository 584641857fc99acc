//! Names that code coming from PyO3 still uses, so that the compiler can say what they are called.

#[doc(hidden)]
#[deprecated(note = "the GIL protects nothing any more; write `PyOnce`")]
pub type GILOnceCell<T> = super::PyOnce<T>;

#[doc(hidden)]
#[deprecated(
    note = "the GIL protects nothing any more; write `PyMutex`, and `lock(py)` for `get(py)`"
)]
pub type GILProtected<T> = super::PyMutex<T>;

#[doc(hidden)]
#[deprecated(note = "`PyOnceLock` is PyO3's name; write `PyOnce`")]
pub type PyOnceLock<T> = super::PyOnce<T>;
