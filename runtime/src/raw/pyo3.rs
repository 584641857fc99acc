//! PyO3's handles and token.

use pyo3::{Borrowed, Bound, Py, Python};

use super::detach::{AttachmentToken, sealed};
use super::lock::locks;

impl AttachmentToken for Python<'_> {}
impl sealed::Token for Python<'_> {}

locks! {
    #[attached] owned ['py, T] Bound<'py, T>, |this| this.as_ptr();
    #[attached] borrowed ['a, 'py, T] &'a Bound<'py, T>, |this| this.as_ptr();
    #[attached] borrowed ['a, 'py, T] Borrowed<'a, 'py, T>, |this| this.as_ptr();
    #[attached] borrowed ['r, 'a, 'py, T] &'r Borrowed<'a, 'py, T>, |this| this.as_ptr();
    #[token] owned [T] Py<T>, |this| this.as_ptr();
    #[token] borrowed ['a, T] &'a Py<T>, |this| this.as_ptr();
}

/// Detaches by way of PyO3, which counts for each thread how often it is attached, and asks nobody else: were
/// a thread detached behind its back, `pyo3::Python::attach` would do nothing in the body.
///
/// # Safety
/// The thread is attached; `body` uses nothing of Python that needs that.
pub(crate) unsafe fn detach<R>(body: impl FnOnce() -> R) -> R {
    /// What `detach` asks for is its caller's to know.
    struct Vouched<T>(T);
    // SAFETY: neither leaves the thread: PyO3 calls the body where it is.
    unsafe impl<T> Send for Vouched<T> {}
    impl<T> Vouched<T> {
        fn get(self) -> T {
            self.0
        }
    }
    let body = Vouched(body);
    // SAFETY: the thread is attached, by the caller's contract.
    let py = unsafe { Python::assume_attached() };
    py.detach(move || Vouched(body.get()())).get()
}
