//! Histograms of bytes, written on bare `pyo3-ffi`: a type object, method tables and a module by hand. Freehold
//! gives it what C has macros for, as attributes and blocks that end on every way out.

mod module;

use std::ffi::c_int;

use freehold::prelude::{allow_threads, critical_section};
use pyo3_ffi as ffi;

const BYTES: usize = 256;

/// A `rawffi.Histogram`: its fields are only touched in a section on it.
#[repr(C)]
struct Histogram {
    header: ffi::PyObject,
    counts: [u64; BYTES],
    /// The sum of `counts`.
    total: u64,
}

/// The fields of a histogram.
///
/// # Safety
/// `object` is a live histogram, and this thread is in a section on it until the next call of the C API that could
/// suspend it.
unsafe fn fields<'a>(object: *mut ffi::PyObject) -> &'a mut Histogram {
    // SAFETY: the caller's contract.
    unsafe { &mut *object.cast::<Histogram>() }
}

/// `Histogram.add(data: bytes) -> None`: counts detached, then adds under the lock.
unsafe extern "C" fn add(slf: *mut ffi::PyObject, data: *mut ffi::PyObject) -> *mut ffi::PyObject {
    let mut start = std::ptr::null_mut();
    let mut length = 0;
    // SAFETY: CPython calls methods attached, with live objects of which `slf` is a histogram. `bytes` never change,
    // and the caller keeps these alive.
    unsafe {
        if ffi::PyBytes_AsStringAndSize(data, &raw mut start, &raw mut length) < 0 {
            return std::ptr::null_mut();
        }
        let found = count(start.cast(), length.unsigned_abs());
        freehold::critical_section!(slf => {
            let slf = fields(slf);
            for (count, found) in slf.counts.iter_mut().zip(found) {
                *count += found;
            }
            slf.total += length.unsigned_abs() as u64;
        });
        ffi::Py_NewRef(ffi::Py_None())
    }
}

/// How often each byte occurs.
///
/// # Safety
/// The thread is attached, and has `length` bytes at `start` that nobody changes meanwhile.
#[allow_threads]
unsafe fn count(start: *const u8, length: usize) -> [u64; BYTES] {
    let mut found = [0; BYTES];
    // SAFETY: the caller's contract.
    for byte in unsafe { std::slice::from_raw_parts(start, length) } {
        found[usize::from(*byte)] += 1;
    }
    found
}

/// `Histogram.take(other: Histogram) -> int`: adds what `other` has, empties it, and returns how much that was.
#[critical_section(slf, other)]
unsafe extern "C" fn take(
    slf: *mut ffi::PyObject,
    other: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython calls methods attached, with live objects of which `slf` is a histogram. `other` is one if it
    // passes for one; then both are locked, and nothing suspends that until the last field is used.
    unsafe {
        if ffi::PyObject_TypeCheck(other, ffi::Py_TYPE(slf)) == 0 {
            ffi::PyErr_SetString(ffi::PyExc_TypeError, c"take() needs a Histogram".as_ptr());
            return std::ptr::null_mut();
        }
        if slf == other {
            return ffi::PyLong_FromLong(0);
        }
        let (slf, other) = (fields(slf), fields(other));
        for (count, taken) in slf.counts.iter_mut().zip(&mut other.counts) {
            *count += std::mem::take(taken);
        }
        let taken = std::mem::take(&mut other.total);
        slf.total += taken;
        ffi::PyLong_FromUnsignedLongLong(taken)
    }
}

/// `Histogram.total() -> int`
#[critical_section(slf)]
unsafe extern "C" fn total(slf: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls methods attached, with live objects of which `slf` is a histogram; it is locked.
    unsafe { ffi::PyLong_FromUnsignedLongLong(fields(slf).total) }
}

/// `Histogram.counts() -> list[int]`, whose sum was the total at some moment.
unsafe extern "C" fn counts(slf: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: CPython calls methods attached, with live objects of which `slf` is a histogram. Objects are made after
    // the section, because that could suspend it.
    unsafe {
        let counts = freehold::critical_section!(slf => { fields(slf).counts });
        let list = ffi::PyList_New(BYTES as ffi::Py_ssize_t);
        if list.is_null() {
            return list;
        }
        for (index, count) in (0..).zip(counts) {
            let count = ffi::PyLong_FromUnsignedLongLong(count);
            if count.is_null() || ffi::PyList_SetItem(list, index, count) < 0 {
                ffi::Py_DECREF(list);
                return std::ptr::null_mut();
            }
        }
        list
    }
}

/// The end of a histogram.
unsafe extern "C" fn dealloc(slf: *mut ffi::PyObject) {
    // SAFETY: called once, when nobody else has the object, which keeps a reference to its heap type.
    unsafe {
        let class = ffi::Py_TYPE(slf);
        if let Some(free) = (*class).tp_free {
            free(slf.cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

/// What `import rawffi` runs: makes the type.
unsafe extern "C" fn exec(module: *mut ffi::PyObject) -> c_int {
    // SAFETY: CPython calls this attached, with the new module; the description lives as long as the library.
    unsafe {
        let class = ffi::PyType_FromModuleAndSpec(module, module::class(), std::ptr::null_mut());
        if class.is_null() {
            return -1;
        }
        let added = ffi::PyModule_AddObjectRef(module, c"Histogram".as_ptr(), class);
        ffi::Py_DECREF(class);
        added
    }
}
