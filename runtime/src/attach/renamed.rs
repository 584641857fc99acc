//! Names that code coming from PyO3 still uses, so that the compiler can say what they are called.

use super::Detached;
use super::token::Python;

#[doc(hidden)]
impl Python<'_> {
    #[deprecated(note = "`allow_threads` is PyO3's older name; write `py.detach(|| …)`")]
    pub fn allow_threads<F, R>(self, f: F) -> R
    where
        F: FnOnce() -> R + Detached,
        R: Detached,
    {
        self.detach(f)
    }

    #[deprecated(note = "`with_gil` is PyO3's older name; write `Python::attach(|py| …)`")]
    pub fn with_gil<R>(f: impl for<'py> FnOnce(Python<'py>) -> R) -> R {
        Python::attach(f)
    }
}
