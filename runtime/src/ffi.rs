//! The C API: `pyo3-ffi`, with functions that a thread may stay in when the process ends.
//!
//! Up to 3.13.7, CPython ends a daemon thread that comes back to Python while the interpreter finalizes, by
//! `pthread_exit`. On Linux that unwinds the stack, which must not leave a C function that is declared `extern "C"`:
//! the process aborts with "FATAL: exception not rethrown". So what can run Python code, wait for the lock of an object, or
//! attach a thread is declared anew here, `extern "C-unwind"`, in a function of the same name that keeps such a thread
//! for ever: no Rust frame is unwound, no destructor runs. From 3.13.8 on CPython does that by itself, but what is
//! compiled for 3.13 has to be ready for each of its releases.
//!
//! `pyo3-ffi` has done so for `PyEval_RestoreThread` and `PyGILState_Ensure`. Functions that are not here neither run
//! Python code nor wait, unless they run out of memory.
//!
//! None of this helps a program that is compiled with `panic = "abort"`: there, nothing is dropped by unwinding.

#![allow(non_snake_case, reason = "the names are those of C")]

pub use pyo3_ffi::*;

use std::ffi::{c_char, c_double, c_int, c_longlong, c_ulonglong, c_void};

/// Dropped only if a C function unwinds.
struct StayForEver;

impl Drop for StayForEver {
    #[inline(always)]
    fn drop(&mut self) {
        stay_for_ever()
    }
}

/// Not written into the callers, whose frames would be as large as this needs.
#[cold]
#[inline(never)]
fn stay_for_ever() -> ! {
    loop {
        std::thread::park();
    }
}

/// Defines functions that call the C functions of the same name, and stay where those unwind.
///
/// `"\u{1}"` has the linker see the same name, and LLVM another one: it would otherwise take what `pyo3-ffi` says about
/// it, which is that it never unwinds, wherever both are compiled into one module.
macro_rules! stay_where_they_unwind {
    ($($(#[$when:meta])* $name:ident($($arg:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
        $(#[$when])*
        #[doc = concat!("C's `", stringify!($name), "`. A thread that is caught in it by the end stays there.")]
        ///
        /// # Safety
        /// As the documentation of the C API says.
        #[inline]
        pub unsafe extern "C" fn $name($($arg: $type),*) $(-> $result)? {
            unsafe extern "C-unwind" {
                #[link_name = concat!("\u{1}", stringify!($name))]
                fn c_function($($arg: $type),*) $(-> $result)?;
            }
            let stay = StayForEver;
            // SAFETY: the caller's contract.
            let result = unsafe { c_function($($arg),*) };
            std::mem::forget(stay);
            result
        }
    )*};
}

stay_where_they_unwind! {
    PyBuffer_Release(view: *mut Py_buffer);
    PyBuffer_ToContiguous(to: *mut c_void, view: *const Py_buffer, length: Py_ssize_t, order: c_char) -> c_int;
    PyCFunction_NewEx(def: *mut PyMethodDef, slf: *mut PyObject, module: *mut PyObject) -> *mut PyObject;
    PyCapsule_New(pointer: *mut c_void, name: *const c_char, destructor: Option<PyCapsule_Destructor>) -> *mut PyObject;
    PyCell_Get(cell: *mut PyObject) -> *mut PyObject;
    PyCell_New(value: *mut PyObject) -> *mut PyObject;
    PyCell_Set(cell: *mut PyObject, value: *mut PyObject) -> c_int;
    #[cfg(all(Py_3_13, Py_GIL_DISABLED))]
    PyCriticalSection_Begin(section: *mut PyCriticalSection, object: *mut PyObject);
    #[cfg(all(Py_3_13, Py_GIL_DISABLED))]
    PyCriticalSection_End(section: *mut PyCriticalSection);
    #[cfg(all(Py_3_13, Py_GIL_DISABLED))]
    PyCriticalSection2_Begin(section: *mut PyCriticalSection2, first: *mut PyObject, second: *mut PyObject);
    #[cfg(all(Py_3_13, Py_GIL_DISABLED))]
    PyCriticalSection2_End(section: *mut PyCriticalSection2);
    PyDict_Clear(dict: *mut PyObject);
    PyDict_Contains(dict: *mut PyObject, key: *mut PyObject) -> c_int;
    PyDict_Copy(dict: *mut PyObject) -> *mut PyObject;
    PyDict_DelItem(dict: *mut PyObject, key: *mut PyObject) -> c_int;
    #[cfg(Py_3_13)]
    PyDict_GetItemRef(dict: *mut PyObject, key: *mut PyObject, value: *mut *mut PyObject) -> c_int;
    PyDict_GetItemWithError(dict: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    PyDict_Items(dict: *mut PyObject) -> *mut PyObject;
    PyDict_Keys(dict: *mut PyObject) -> *mut PyObject;
    PyDict_New() -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyDict_Pop(dict: *mut PyObject, key: *mut PyObject, value: *mut *mut PyObject) -> c_int;
    PyDict_SetDefault(dict: *mut PyObject, key: *mut PyObject, default: *mut PyObject) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyDict_SetDefaultRef(
        dict: *mut PyObject, key: *mut PyObject, default: *mut PyObject, value: *mut *mut PyObject
    ) -> c_int;
    PyDict_SetItem(dict: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int;
    PyDict_Update(dict: *mut PyObject, other: *mut PyObject) -> c_int;
    PyDict_Values(dict: *mut PyObject) -> *mut PyObject;
    PyErr_CheckSignals() -> c_int;
    PyErr_Clear();
    PyErr_NewExceptionWithDoc(
        name: *const c_char, doc: *const c_char, base: *mut PyObject, dict: *mut PyObject
    ) -> *mut PyObject;
    PyErr_NormalizeException(class: *mut *mut PyObject, value: *mut *mut PyObject, traceback: *mut *mut PyObject);
    PyErr_Restore(class: *mut PyObject, value: *mut PyObject, traceback: *mut PyObject);
    PyErr_SetObject(class: *mut PyObject, value: *mut PyObject);
    #[cfg(Py_3_12)]
    PyErr_SetRaisedException(exception: *mut PyObject);
    PyErr_SetString(class: *mut PyObject, text: *const c_char);
    PyErr_WriteUnraisable(object: *mut PyObject);
    PyEval_AcquireThread(state: *mut PyThreadState);
    PyEval_EvalCode(code: *mut PyObject, globals: *mut PyObject, locals: *mut PyObject) -> *mut PyObject;
    PyException_SetCause(exception: *mut PyObject, cause: *mut PyObject);
    PyException_SetTraceback(exception: *mut PyObject, traceback: *mut PyObject) -> c_int;
    PyFloat_AsDouble(object: *mut PyObject) -> c_double;
    PyFrozenSet_New(iterable: *mut PyObject) -> *mut PyObject;
    PyGILState_Release(state: PyGILState_STATE);
    PyImport_AddModule(name: *const c_char) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyImport_AddModuleRef(name: *const c_char) -> *mut PyObject;
    PyImport_GetModule(name: *mut PyObject) -> *mut PyObject;
    PyImport_Import(name: *mut PyObject) -> *mut PyObject;
    PyImport_ImportModule(name: *const c_char) -> *mut PyObject;
    PyInterpreterState_Clear(interpreter: *mut PyInterpreterState);
    PyInterpreterState_GetDict(interpreter: *mut PyInterpreterState) -> *mut PyObject;
    PyIter_Next(iterator: *mut PyObject) -> *mut PyObject;
    PyList_Append(list: *mut PyObject, item: *mut PyObject) -> c_int;
    PyList_AsTuple(list: *mut PyObject) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyList_GetItemRef(list: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    PyList_GetSlice(list: *mut PyObject, low: Py_ssize_t, high: Py_ssize_t) -> *mut PyObject;
    PyList_Insert(list: *mut PyObject, index: Py_ssize_t, item: *mut PyObject) -> c_int;
    PyList_New(length: Py_ssize_t) -> *mut PyObject;
    PyList_Reverse(list: *mut PyObject) -> c_int;
    PyList_SetItem(list: *mut PyObject, index: Py_ssize_t, item: *mut PyObject) -> c_int;
    PyList_Sort(list: *mut PyObject) -> c_int;
    PyLong_AsLongLongAndOverflow(object: *mut PyObject, overflow: *mut c_int) -> c_longlong;
    PyLong_AsUnsignedLongLong(object: *mut PyObject) -> c_ulonglong;
    PyModule_Create2(def: *mut PyModuleDef, version: c_int) -> *mut PyObject;
    PyModule_GetFilenameObject(module: *mut PyObject) -> *mut PyObject;
    PyModule_GetNameObject(module: *mut PyObject) -> *mut PyObject;
    PyModule_NewObject(name: *mut PyObject) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyMutex_Lock(mutex: *mut PyMutex);
    PyNumber_Index(object: *mut PyObject) -> *mut PyObject;
    _PyObject_New(class: *mut PyTypeObject) -> *mut PyObject;
    PyObject_Call(callable: *mut PyObject, args: *mut PyObject, kwargs: *mut PyObject) -> *mut PyObject;
    PyObject_CallNoArgs(callable: *mut PyObject) -> *mut PyObject;
    PyObject_DelItem(object: *mut PyObject, key: *mut PyObject) -> c_int;
    PyObject_GetAttr(object: *mut PyObject, name: *mut PyObject) -> *mut PyObject;
    PyObject_GetBuffer(object: *mut PyObject, view: *mut Py_buffer, flags: c_int) -> c_int;
    PyObject_GetItem(object: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    PyObject_GetIter(object: *mut PyObject) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyObject_GetOptionalAttr(object: *mut PyObject, name: *mut PyObject, value: *mut *mut PyObject) -> c_int;
    PyObject_Hash(object: *mut PyObject) -> Py_hash_t;
    PyObject_IsInstance(object: *mut PyObject, class: *mut PyObject) -> c_int;
    PyObject_IsSubclass(object: *mut PyObject, class: *mut PyObject) -> c_int;
    PyObject_IsTrue(object: *mut PyObject) -> c_int;
    PyObject_Repr(object: *mut PyObject) -> *mut PyObject;
    PyObject_RichCompare(a: *mut PyObject, b: *mut PyObject, how: c_int) -> *mut PyObject;
    PyObject_SetAttr(object: *mut PyObject, name: *mut PyObject, value: *mut PyObject) -> c_int;
    PyObject_SetAttrString(object: *mut PyObject, name: *const c_char, value: *mut PyObject) -> c_int;
    PyObject_SetItem(object: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int;
    PyObject_Size(object: *mut PyObject) -> Py_ssize_t;
    PyObject_Str(object: *mut PyObject) -> *mut PyObject;
    PyObject_VectorcallDict(
        callable: *mut PyObject, args: *const *mut PyObject, count: usize, kwargs: *mut PyObject
    ) -> *mut PyObject;
    PyObject_VectorcallMethod(
        name: *mut PyObject, args: *const *mut PyObject, count: usize, names: *mut PyObject
    ) -> *mut PyObject;
    PySequence_Contains(sequence: *mut PyObject, item: *mut PyObject) -> c_int;
    PySequence_DelItem(sequence: *mut PyObject, index: Py_ssize_t) -> c_int;
    PySequence_GetItem(sequence: *mut PyObject, index: Py_ssize_t) -> *mut PyObject;
    PySequence_Index(sequence: *mut PyObject, item: *mut PyObject) -> Py_ssize_t;
    PySequence_List(iterable: *mut PyObject) -> *mut PyObject;
    PySet_Add(set: *mut PyObject, key: *mut PyObject) -> c_int;
    PySet_Contains(set: *mut PyObject, key: *mut PyObject) -> c_int;
    PySet_Discard(set: *mut PyObject, key: *mut PyObject) -> c_int;
    PySet_New(iterable: *mut PyObject) -> *mut PyObject;
    PyThreadState_Clear(state: *mut PyThreadState);
    PyThreadState_GetDict() -> *mut PyObject;
    PyThreadState_GetFrame(state: *mut PyThreadState) -> *mut PyFrameObject;
    PyThreadState_Swap(state: *mut PyThreadState) -> *mut PyThreadState;
    PyTuple_GetSlice(tuple: *mut PyObject, low: Py_ssize_t, high: Py_ssize_t) -> *mut PyObject;
    PyTuple_New(length: Py_ssize_t) -> *mut PyObject;
    PyType_FromModuleAndSpec(module: *mut PyObject, spec: *mut PyType_Spec, bases: *mut PyObject) -> *mut PyObject;
    PyType_GenericAlloc(class: *mut PyTypeObject, items: Py_ssize_t) -> *mut PyObject;
    #[cfg(Py_3_13)]
    PyType_GetFullyQualifiedName(class: *mut PyTypeObject) -> *mut PyObject;
    PyType_GetName(class: *mut PyTypeObject) -> *mut PyObject;
    PyType_GetQualName(class: *mut PyTypeObject) -> *mut PyObject;
    PyUnicode_AsEncodedString(text: *mut PyObject, encoding: *const c_char, errors: *const c_char) -> *mut PyObject;
    PyUnicode_AsUTF8AndSize(text: *mut PyObject, size: *mut Py_ssize_t) -> *const c_char;
    PyUnicode_FromStringAndSize(text: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    PyUnicode_InternInPlace(text: *mut *mut PyObject);
    #[cfg(Py_GIL_DISABLED)]
    PyUnstable_Module_SetGIL(module: *mut PyObject, gil: *mut c_void) -> c_int;
    #[cfg(Py_3_13)]
    PyWeakref_GetRef(weakref: *mut PyObject, object: *mut *mut PyObject) -> c_int;
    PyWeakref_NewRef(object: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;
    Py_CompileString(text: *const c_char, file: *const c_char, start: c_int) -> *mut PyObject;
    Py_DecRef(object: *mut PyObject);
    Py_EndInterpreter(state: *mut PyThreadState);
    Py_NewInterpreter() -> *mut PyThreadState;
    #[cfg(Py_3_12)]
    Py_NewInterpreterFromConfig(state: *mut *mut PyThreadState, config: *const PyInterpreterConfig) -> PyStatus;
    #[cfg(Py_3_13)]
    PyObject_DelAttr(object: *mut PyObject, name: *mut PyObject) -> c_int;
    _PyInterpreterState_SetEvalFrameFunc(interpreter: *mut PyInterpreterState, eval: Option<_PyFrameEvalFunction>);
    #[cfg(Py_GIL_DISABLED)]
    _Py_DecRefShared(object: *mut PyObject);
    #[cfg(Py_GIL_DISABLED)]
    _Py_MergeZeroLocalRefcount(object: *mut PyObject);
}

/// Gives up a reference. As C's macro, but that the last one is given up by the function, `Py_DecRef`: only that runs
/// finalizers.
///
/// # Safety
/// As the documentation of the C API says.
#[inline(always)]
pub unsafe fn Py_DECREF(object: *mut PyObject) {
    // SAFETY: the caller's contract.
    unsafe {
        if cfg!(Py_GIL_DISABLED) || Py_REFCNT(object) == 1 {
            Py_DecRef(object)
        } else {
            pyo3_ffi::Py_DECREF(object)
        }
    }
}

/// [`Py_DECREF`] unless it is null.
///
/// # Safety
/// As the documentation of the C API says.
#[inline(always)]
pub unsafe fn Py_XDECREF(object: *mut PyObject) {
    if !object.is_null() {
        // SAFETY: the caller's contract.
        unsafe { Py_DECREF(object) }
    }
}

/// Deletes an attribute: a macro of C's before 3.13.
///
/// # Safety
/// As the documentation of the C API says.
#[cfg(not(Py_3_13))]
#[inline]
pub unsafe fn PyObject_DelAttr(object: *mut PyObject, name: *mut PyObject) -> c_int {
    // SAFETY: the caller's contract.
    unsafe { PyObject_SetAttr(object, name, std::ptr::null_mut()) }
}

/// Memory for an object of the class, by its `tp_alloc`.
///
/// # Safety
/// The thread is attached, and the class ready.
pub(crate) unsafe fn allocate(class: *mut PyTypeObject) -> *mut PyObject {
    type Alloc = unsafe extern "C-unwind" fn(*mut PyTypeObject, Py_ssize_t) -> *mut PyObject;
    // SAFETY: the caller's contract; the types of the functions differ in nothing but that this one may unwind.
    unsafe {
        let Some(alloc) = (*class).tp_alloc else {
            return PyType_GenericAlloc(class, 0);
        };
        let alloc = std::mem::transmute::<allocfunc, Alloc>(alloc);
        let stay = StayForEver;
        let object = alloc(class, 0);
        std::mem::forget(stay);
        object
    }
}

pub mod compat;
