//! Thread states: attaching and detaching by hand, making and deleting.

use crate::attach::status;
use crate::ffi;
use crate::refusal::Refusal;

/// Before the thread gives up its thread state.
#[track_caller]
fn leaving() {
    status(|status| {
        if status.in_exclusive_section() {
            Refusal::Detaching.refuse();
        }
        status.note_detach();
    });
}

/// Detaches the thread (`PyEval_SaveThread`, the beginning of `Py_BEGIN_ALLOW_THREADS`).
///
/// # Safety
/// The thread is attached. The result goes to [`restore_thread`] on this thread. Until then,
/// [`reattach`](crate::reattach()) is not called.
#[track_caller]
pub unsafe fn save_thread() -> *mut ffi::PyThreadState {
    leaving();
    // SAFETY: the caller's contract.
    unsafe { ffi::PyEval_SaveThread() }
}

/// Attaches the thread again (`PyEval_RestoreThread`, the end of `Py_END_ALLOW_THREADS`). If the
/// interpreter has begun to finalize, the thread never comes back from here.
///
/// # Safety
/// The thread is detached, and `state` is its own: what [`save_thread`] has returned to it.
pub unsafe fn restore_thread(state: *mut ffi::PyThreadState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyEval_RestoreThread(state) };
    crate::attach::release_pending();
}

/// Gives the thread another thread state, or none, and returns the one that it had, if any
/// (`PyThreadState_Swap`).
///
/// # Safety
/// `state` is null, or a thread state made on this thread, alive, of an interpreter that is not finalizing,
/// and used by no thread. On builds with the GIL before 3.12: the thread holds the GIL.
#[track_caller]
pub unsafe fn swap_thread_state(state: *mut ffi::PyThreadState) -> *mut ffi::PyThreadState {
    leaving();
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_Swap(state) }
}

/// Attaches the thread with this state, made by [`new_thread_state`] (`PyEval_AcquireThread`).
///
/// # Safety
/// The thread is not attached; `state` is as for [`swap_thread_state`], and not null.
pub unsafe fn acquire_thread(state: *mut ffi::PyThreadState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyEval_AcquireThread(state) };
    crate::attach::release_pending();
}

/// Detaches the thread from this state (`PyEval_ReleaseThread`).
///
/// # Safety
/// `state` is the one that the thread is attached with.
#[track_caller]
pub unsafe fn release_thread(state: *mut ffi::PyThreadState) {
    leaving();
    // SAFETY: the caller's contract.
    unsafe { ffi::PyEval_ReleaseThread(state) }
}

/// Attaches the thread to the main interpreter, whether or not it is attached already
/// (`PyGILState_Ensure`). On a thread that is attached to a sub-interpreter it does nothing from 3.12 on, and
/// waits for itself for ever before. [`Python::attach`](crate::Python::attach) has none of that.
///
/// # Safety
/// Python is initialised and does not begin to finalize meanwhile. The result goes to
/// [`gil_state_release`] on this thread, the last one first.
pub unsafe fn gil_state_ensure() -> ffi::PyGILState_STATE {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyGILState_Ensure() }
}

/// Undoes a [`gil_state_ensure`] (`PyGILState_Release`).
///
/// # Safety
/// `state` is what the last `gil_state_ensure` on this thread that was not undone has returned, and the
/// thread is attached as it was then.
#[track_caller]
pub unsafe fn gil_state_release(state: ffi::PyGILState_STATE) {
    if state == ffi::PyGILState_STATE::PyGILState_UNLOCKED {
        leaving();
    }
    // SAFETY: the caller's contract.
    unsafe { ffi::PyGILState_Release(state) }
}

/// Makes a thread state for this thread in an interpreter (`PyThreadState_New`), or returns null where there
/// is no memory. The thread need not be attached, and is not by this.
///
/// # Safety
/// The interpreter is alive, and does not end before the state has been deleted.
pub unsafe fn new_thread_state(
    interpreter: *mut ffi::PyInterpreterState,
) -> *mut ffi::PyThreadState {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_New(interpreter) }
}

/// Releases what a thread state refers to, before it is deleted (`PyThreadState_Clear`). Runs Python code.
///
/// # Safety
/// The thread is attached to the state's interpreter, and the state is used by no other thread.
pub unsafe fn clear_thread_state(state: *mut ffi::PyThreadState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_Clear(state) }
}

/// Deletes a thread state that has been cleared (`PyThreadState_Delete`).
///
/// # Safety
/// No thread is attached with it, or will be.
pub unsafe fn delete_thread_state(state: *mut ffi::PyThreadState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_Delete(state) }
}

/// Deletes the thread state that the thread is attached with, and detaches it
/// (`PyThreadState_DeleteCurrent`).
///
/// # Safety
/// The state has been cleared, and nobody else will use it: it was made by [`new_thread_state`].
#[track_caller]
pub unsafe fn delete_current_thread_state() {
    leaving();
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_DeleteCurrent() }
}
