//! Interpreters as CPython has them.

use crate::ffi;

/// What evaluates a frame (`_PyFrameEvalFunction`).
pub use ffi::_PyFrameEvalFunction as FrameEvalFunction;

/// The interpreter that the thread is attached to (`PyInterpreterState_Get`).
///
/// The pointer is valid until the interpreter ends; [`Interpreter`](crate::Interpreter) is for keeping.
pub fn current_interpreter(_py: crate::Python<'_>) -> *mut ffi::PyInterpreterState {
    // SAFETY: attached.
    unsafe { ffi::PyInterpreterState_Get() }
}

/// The number of an interpreter (`PyInterpreterState_GetID`); 0 is the main one. See
/// [`Interpreter::id`](crate::Interpreter::id).
///
/// # Safety
/// The interpreter is alive.
pub unsafe fn interpreter_id(interpreter: *mut ffi::PyInterpreterState) -> i64 {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyInterpreterState_GetID(interpreter) }
}

/// The interpreter of a thread state (`PyThreadState_GetInterpreter`, the member `interp`).
///
/// # Safety
/// The state is alive.
pub unsafe fn interpreter_of(state: *mut ffi::PyThreadState) -> *mut ffi::PyInterpreterState {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyThreadState_GetInterpreter(state) }
}

/// Makes an interpreter that is not initialised, or returns null (`PyInterpreterState_New`). Only CPython's
/// own start has a use for that: [`SubInterpreter::new`](crate::SubInterpreter::new) makes those that
/// run Python code.
///
/// # Safety
/// Python is initialised. Nothing is run in the interpreter before it is deleted again, and it is not cleared: CPython only
/// clears interpreters that have been initialised. (Before 3.12, it cannot even delete it.)
pub unsafe fn new_interpreter_state() -> *mut ffi::PyInterpreterState {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyInterpreterState_New() }
}

/// Releases what an interpreter refers to (`PyInterpreterState_Clear`).
///
/// # Safety
/// The interpreter has been initialised, by `Py_NewInterpreter`. The thread is attached to it, no other thread has a state in
/// it, and nothing is run in it afterwards. (Before 3.12, CPython only does this by itself.)
pub unsafe fn clear_interpreter_state(interpreter: *mut ffi::PyInterpreterState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyInterpreterState_Clear(interpreter) }
}

/// Frees an interpreter (`PyInterpreterState_Delete`).
///
/// # Safety
/// It has been cleared, or was never initialised, and no thread has a state in it.
pub unsafe fn delete_interpreter_state(interpreter: *mut ffi::PyInterpreterState) {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyInterpreterState_Delete(interpreter) }
}

/// What evaluates the frames of an interpreter (`_PyInterpreterState_GetEvalFrameFunc`, PEP 523).
///
/// # Safety
/// The thread is attached, and the interpreter alive.
pub unsafe fn eval_frame_func(interpreter: *mut ffi::PyInterpreterState) -> FrameEvalFunction {
    // SAFETY: the caller's contract.
    unsafe { ffi::_PyInterpreterState_GetEvalFrameFunc(interpreter) }
}

/// Has the frames of an interpreter evaluated by `function` (`_PyInterpreterState_SetEvalFrameFunc`, PEP
/// 523).
///
/// # Safety
/// The thread is attached to the interpreter; without the GIL, no other thread is. `function` evaluates a
/// frame as CPython of exactly this version does, until another one is set.
pub unsafe fn set_eval_frame_func(
    interpreter: *mut ffi::PyInterpreterState,
    function: FrameEvalFunction,
) {
    // SAFETY: the caller's contract.
    unsafe { ffi::_PyInterpreterState_SetEvalFrameFunc(interpreter, Some(function)) }
}
