//! The exit function that ends an interpreter with the one that has made it, if nobody has before: CPython
//! aborts a process that ends with interpreters left, or, from 3.13 on, ends them with a warning.

use std::ffi::CStr;
use std::ptr;
use std::sync::Arc;

use super::life::Life;
use crate::function::trampoline;
use crate::types::{PyAny, PyAnyMethods as _};
use crate::{Bound, Py, PyResult, Python, ffi};

/// The name of the capsule that owns a [`Life`].
const NAME: &CStr = c"freehold.SubInterpreter";

struct Method(ffi::PyMethodDef);

// SAFETY: nothing writes to it.
unsafe impl Sync for Method {}

static END: Method = Method(ffi::PyMethodDef {
    ml_name: c"end_subinterpreter_of_freehold".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer {
        PyCFunction: interpreter_exits,
    },
    ml_flags: ffi::METH_NOARGS,
    ml_doc: ptr::null(),
});

/// Has the interpreter ended among the exit functions of the one that the thread is attached to.
pub(super) fn register(py: Python<'_>, life: Arc<Life>) -> PyResult<Py<PyAny>> {
    let life = Arc::into_raw(life).cast_mut();
    // SAFETY: attached. The capsule owns `life`, which its destructor takes back; name and definition are
    // static, and never written; new references are returned, or null with an exception.
    let function = unsafe {
        let capsule = ffi::PyCapsule_New(life.cast(), NAME.as_ptr(), Some(drop_life));
        if capsule.is_null() {
            drop(Arc::from_raw(life));
        }
        let capsule = Bound::<PyAny>::from_owned_ptr_or_err(py, capsule)?;
        let def = (&raw const END.0).cast_mut();
        let function = ffi::PyCFunction_NewEx(def, capsule.as_ptr(), ptr::null_mut());
        Bound::<PyAny>::from_owned_ptr_or_err(py, function)?
    };
    py.import("atexit")?
        .call_method1("register", (&function,))?;
    Ok(function.unbind())
}

/// Takes it back, as far as that can be done here: what stays does nothing.
pub(super) fn unregister(py: Python<'_>, function: &Py<PyAny>) {
    if function.home() == crate::interpreter::Home::current() {
        let unregistered = py
            .import("atexit")
            .and_then(|atexit| atexit.call_method1("unregister", (function.bind(py),)));
        drop(unregistered);
    }
}

unsafe extern "C" fn interpreter_exits(
    capsule: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython calls, attached. The function has been made with such a capsule, which it keeps alive,
    // and with it what it owns.
    unsafe {
        trampoline(move |py| {
            let life = ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr()).cast::<Life>();
            (*life).end(py)?;
            Ok(py.None().into_ptr())
        })
    }
}

unsafe extern "C" fn drop_life(capsule: *mut ffi::PyObject) {
    // SAFETY: the capsule was made by `register`, and owns a reference.
    unsafe {
        let life = ffi::PyCapsule_GetPointer(capsule, NAME.as_ptr());
        drop(Arc::from_raw(life.cast::<Life>().cast_const()));
    }
}
