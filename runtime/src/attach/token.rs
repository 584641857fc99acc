//! The proofs of attachment.

use std::marker::PhantomData;

/// Proof that the thread is attached to an interpreter, for `'py`.
///
/// Whoever holds it may use the C API: call Python code, make objects, raise. With the GIL that also
/// means holding the GIL; without it, many threads are attached at once, and the token says nothing
/// about what other threads do meanwhile.
///
/// It costs nothing (no size, nothing to run), is [`Copy`], and cannot leave its thread. Functions
/// get one by declaring a parameter of this type; other threads by [`Python::attach`].
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn version(py: Python<'_>) -> (u8, u8) {
///     let info = py.version_info();
///     (info.major, info.minor)
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Python<'py>(PhantomData<(&'py (), NotSend)>);

/// Proof that the thread is attached *and inside an exclusive critical section* for `'cs`.
///
/// It stands in for [`Python`] there, and gives only the operations that can never release the lock.
/// A `#[critical_section]` method asks for one by declaring a parameter of this type; nothing needs to
/// be passed by the caller.
///
/// | of an object | |
/// |---|---|
/// | another reference to it | [`Py::clone_ref`](crate::Py::clone_ref) |
/// | whether it is this object, or `None` | [`Py::is`](crate::Py::is), [`Py::is_none`](crate::Py::is_none) |
/// | its type | [`type_of`](NoSuspend::type_of), [`is_exact`](NoSuspend::is_exact) |
/// | the value of a `bool`, `int` or `float` | [`bool`](NoSuspend::bool), [`int`](NoSuspend::int), [`float`](NoSuspend::float) |
/// | the contents of a `str`, `bytes` or `tuple` | [`str`](NoSuspend::str), [`bytes`](NoSuspend::bytes), [`tuple_len`](NoSuspend::tuple_len), [`tuple_item`](NoSuspend::tuple_item) |
///
/// There is nothing else: whatever gives up a reference, makes an object, raises, or reads a container
/// that can change may wait or run Python code, and does so before or after the section. (References
/// that are dropped inside are given up after it by themselves.)
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyclass]
/// struct Registry { callbacks: Vec<Py<PyAny>> }
///
/// #[pymethods]
/// impl Registry {
///     #[critical_section(self)]
///     fn snapshot(&mut self, cs: NoSuspend<'_>) -> Vec<Py<PyAny>> {
///         self.callbacks.iter().map(|c| c.clone_ref(cs)).collect()
///     }
/// }
/// ```
#[derive(Clone, Copy)]
pub struct NoSuspend<'cs>(PhantomData<(&'cs (), NotSend)>);

/// Pins the tokens to their thread.
type NotSend = *mut ();

impl<'py> Python<'py> {
    /// Claims that the thread is attached.
    ///
    /// # Safety
    /// The thread is attached to an interpreter for all of `'py`, and not inside an exclusive
    /// section.
    #[inline(always)]
    pub unsafe fn assume_attached() -> Python<'py> {
        Python(PhantomData)
    }
}

impl<'cs> NoSuspend<'cs> {
    /// # Safety
    /// The thread is inside an exclusive section for all of `'cs`.
    #[inline(always)]
    pub(crate) unsafe fn assume() -> NoSuspend<'cs> {
        NoSuspend(PhantomData)
    }
}

/// Either proof that the thread is attached: [`Python`] or [`NoSuspend`].
///
/// What takes `impl Attached` never suspends a critical section. It cannot be implemented elsewhere.
///
/// ```
/// use freehold::prelude::*;
///
/// fn twice(object: &Py<PyAny>, proof: impl Attached) -> [Py<PyAny>; 2] {
///     [object.clone_ref(proof), object.clone_ref(proof)]
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not prove that this thread is attached",
    label = "neither a token nor a proof",
    note = "pass the `Python<'_>` token, or in an exclusive section its `NoSuspend<'_>`"
)]
pub trait Attached: Copy + sealed::Sealed {}

impl Attached for Python<'_> {}
impl Attached for NoSuspend<'_> {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Python<'_> {}
    impl Sealed for super::NoSuspend<'_> {}
}

impl std::fmt::Debug for Python<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Python")
    }
}

impl std::fmt::Debug for NoSuspend<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NoSuspend")
    }
}
