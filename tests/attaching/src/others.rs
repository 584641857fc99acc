//! C code that attaches in its own way beside Freehold.

use freehold::exceptions::PyRuntimeError;
use freehold::ffi;
use freehold::prelude::*;

use crate::handles::{handle, refusal};

/// What `PyGILState_Ensure` gets this thread to.
fn ensure() -> i64 {
    // SAFETY: the main interpreter is alive while the tests run; the calls match.
    unsafe {
        let state = ffi::PyGILState_Ensure();
        let id = ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get());
        ffi::PyGILState_Release(state);
        id
    }
}

fn on_thread(
    body: impl FnOnce() -> Result<Vec<i64>, freehold::AttachError> + Send + 'static,
) -> PyResult<Vec<i64>> {
    std::thread::spawn(body)
        .join()
        .map_err(|_| PyRuntimeError::new_err("the thread panicked"))?
        .map_err(refusal)
}

/// Before, inside, detached inside, and after an attach of a new thread to the interpreter; then the same
/// where others have attached the thread to the main interpreter, and detached it.
#[pyfunction]
#[allow_threads]
pub fn ensure_around(id: i64) -> PyResult<Vec<i64>> {
    let to = handle(id)?;
    on_thread(move || {
        let mut seen = vec![ensure()];
        seen.extend(to.try_attach(|py| [ensure(), py.detach(ensure), ensure()])?);
        seen.push(ensure());
        seen.extend(around(&to)?);
        seen.push(ensure());
        Ok(seen)
    })
}

fn around(to: &Interpreter) -> Result<[i64; 3], freehold::AttachError> {
    // SAFETY: as in `ensure`.
    let (state, saved) = unsafe { (ffi::PyGILState_Ensure(), ffi::PyEval_SaveThread()) };
    let inside = to.try_attach(|_| ensure());
    let after = ensure();
    // SAFETY: these undo what was done.
    let back = unsafe {
        ffi::PyEval_RestoreThread(saved);
        let back = ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get());
        ffi::PyGILState_Release(state);
        back
    };
    Ok([inside?, after, back])
}

/// While a new thread keeps a thread state of the interpreter, and after.
#[pyfunction]
#[allow_threads]
pub fn ensure_when_kept(id: i64) -> PyResult<Vec<i64>> {
    let to = handle(id)?;
    on_thread(move || {
        let kept = to.keep_thread_state()?;
        let mut seen = vec![to.try_attach(|_| ensure())?, ensure()];
        drop(kept);
        seen.push(ensure());
        Ok(seen)
    })
}
