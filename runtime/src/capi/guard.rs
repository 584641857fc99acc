//! PEP 788: guards, which an interpreter that ends waits for. From Python 3.15 on.

/// While one of them is open, the interpreter does not end.
#[repr(C)]
pub(crate) struct PyInterpreterGuard {
    _opaque: [u8; 0],
}

/// What a thread was attached with before it was attached anew.
#[repr(C)]
pub(crate) struct PyThreadStateToken {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    pub(crate) fn PyInterpreterGuard_FromCurrent() -> *mut PyInterpreterGuard;
    pub(crate) fn PyInterpreterGuard_Close(guard: *mut PyInterpreterGuard);
    pub(crate) fn PyThreadState_Ensure(guard: *mut PyInterpreterGuard) -> *mut PyThreadStateToken;
    pub(crate) fn PyThreadState_Release(token: *mut PyThreadStateToken);
}

/// A guard of the interpreter that the thread is attached to.
pub(crate) fn current(py: crate::Python<'_>) -> crate::PyResult<*mut PyInterpreterGuard> {
    // SAFETY: attached.
    let guard = unsafe { PyInterpreterGuard_FromCurrent() };
    match guard.is_null() {
        true => Err(crate::PyErr::fetch(py)),
        false => Ok(guard),
    }
}
