//! The C API: `pyo3-ffi`, what it lacks, and the reference counts as CPython's own header does them.

#[cfg(all(Py_GIL_DISABLED, not(Py_3_14)))]
pub(crate) mod deferred;
pub(crate) mod digit;
#[cfg(Py_3_15)]
pub(crate) mod guard;
#[cfg(Py_GIL_DISABLED)]
pub(crate) mod membarrier;
#[cfg(Py_GIL_DISABLED)]
pub(crate) mod owner;
pub(crate) mod refcount;
pub(crate) mod thread_pointer;

use std::ffi::{c_int, c_void};

use crate::ffi;

#[cfg(all(not(Py_3_14), unix, not(target_vendor = "apple")))]
pub(crate) use crate::ffi::allocate;

/// Memory for an object of the class, by its `tp_alloc`.
///
/// # Safety
/// The thread is attached, and the class ready.
#[cfg(any(Py_3_14, not(unix), target_vendor = "apple"))]
#[inline]
pub(crate) unsafe fn allocate(class: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    unsafe {
        let alloc = (*class).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
        alloc(class, 0)
    }
}

/// Memory for an object of the class, of which the header is initialised and nothing else (`PyObject_New`). Never for the
/// collector.
///
/// # Safety
/// The thread is attached, and the class ready.
#[inline]
pub(crate) unsafe fn new_object(class: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
    #[cfg(any(Py_3_14, not(unix), target_vendor = "apple"))]
    // SAFETY: the caller's contract.
    return unsafe { ffi::PyObject_New(class) };
    #[cfg(all(not(Py_3_14), unix, not(target_vendor = "apple")))]
    // SAFETY: the caller's contract.
    return unsafe { ffi::_PyObject_New(class) };
}

/// The thread state that is attached to this thread, or null. Unlike `PyThreadState_Get`, asking
/// without one is not fatal.
///
/// Before 3.12 CPython knows the current thread state of the process only, not of the thread.
pub(crate) fn current_thread_state() -> *mut ffi::PyThreadState {
    #[cfg(Py_3_13)]
    // SAFETY: may be called from any thread in any state.
    unsafe {
        ffi::PyThreadState_GetUnchecked()
    }
    #[cfg(all(Py_3_12, not(Py_3_13)))]
    // SAFETY: may be called from any thread in any state; in 3.12 it reads a C thread-local.
    unsafe {
        _PyThreadState_UncheckedGet()
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: both may be called from any thread in any state. The current thread state is whichever
    // holds the GIL, so it is compared with the thread's own. (`PyGILState_Check` would not do: it
    // says yes to everybody once there has been a sub-interpreter.) A thread that has gone over to a
    // sub-interpreter has another state than its own, and only if Freehold has taken it there is it known:
    // that is why `interpreter::enter_module` refuses those.
    unsafe {
        let current = _PyThreadState_UncheckedGet();
        if current == ffi::PyGILState_GetThisThreadState()
            || (!current.is_null() && current == crate::attach::restored())
        {
            current
        } else {
            std::ptr::null_mut()
        }
    }
}

/// Whether the main interpreter has begun to finalize (`Py_IsFinalizing`).
pub(crate) fn is_finalizing() -> bool {
    #[cfg(Py_3_13)]
    // SAFETY: may be called from any thread in any state.
    unsafe {
        ffi::Py_IsFinalizing() != 0
    }
    #[cfg(not(Py_3_13))]
    // SAFETY: as above; the function was private before 3.13.
    unsafe {
        _Py_IsFinalizing() != 0
    }
}

/// Whether there still is an interpreter with this number. One that ends is there until it has run its last finalizer.
#[cfg(Py_3_12)]
pub(crate) fn interpreter_exists(_: crate::Python<'_>, id: i64) -> bool {
    // SAFETY: attached. Whoever finds nothing raises, unless an exception is raised already: so that is put aside. It is
    // done without `PyErr`, which would ask for the interpreter's record, because records are being added by who asks here.
    unsafe {
        let raised = ffi::PyErr_GetRaisedException();
        let exists = !_PyInterpreterState_LookUpID(id).is_null();
        ffi::PyErr_SetRaisedException(raised);
        exists
    }
}

/// Before 3.12 there is only the main interpreter that the thread is attached to.
#[cfg(not(Py_3_12))]
pub(crate) fn interpreter_exists(_: crate::Python<'_>, _: i64) -> bool {
    false
}

/// Has the main thread call `call` (`Py_AddPendingCall`). Not 0 if the queue is full.
///
/// # Safety
/// The main interpreter exists until this returns, and `call` may be called with `argument` on an attached thread.
pub(crate) unsafe fn add_pending_call(
    call: extern "C" fn(*mut c_void) -> c_int,
    argument: *mut c_void,
) -> c_int {
    #[cfg(Py_3_12)]
    // SAFETY: the caller's contract; may be called by any thread in any state.
    unsafe {
        ffi::Py_AddPendingCall(Some(call), argument)
    }
    // Before 3.12, `Py_AddPendingCall` asks the thread state that is attached, which is some other thread's if this one is
    // not, and may be deleted meanwhile.
    #[cfg(not(Py_3_12))]
    // SAFETY: as above.
    unsafe {
        _PyEval_AddPendingCall(ffi::PyInterpreterState_Main(), Some(call), argument)
    }
}

unsafe extern "C" {
    #[cfg(not(Py_3_12))]
    fn _PyEval_AddPendingCall(
        interpreter: *mut ffi::PyInterpreterState,
        call: Option<extern "C" fn(*mut c_void) -> c_int>,
        argument: *mut c_void,
    ) -> c_int;
    #[cfg(Py_3_12)]
    fn _PyInterpreterState_LookUpID(id: i64) -> *mut ffi::PyInterpreterState;
    #[cfg(not(Py_3_13))]
    fn _PyThreadState_UncheckedGet() -> *mut ffi::PyThreadState;
    #[cfg(not(Py_3_13))]
    fn _Py_IsFinalizing() -> c_int;
}
