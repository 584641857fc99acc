//! The raw tier: both attributes on functions that Freehold does not export, and the blocks.

#![allow(
    clippy::missing_safety_doc,
    reason = "what is tested is that they compile"
)]

use std::fmt::{Debug, Display};
use std::ptr::NonNull;

use freehold::ffi;
use freehold::prelude::*;
use freehold::raw::AttachedLock;

// What can be locked.

#[critical_section(list)]
pub fn reference(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

#[critical_section(list)]
pub fn by_value(list: Bound<'_, PyList>) -> Bound<'_, PyList> {
    list
}

#[critical_section(list)]
pub fn reassigned<'py>(mut list: Bound<'py, PyList>, other: Bound<'py, PyList>) -> usize {
    let before = list.len();
    list = other;
    before + list.len()
}

#[critical_section(object)]
pub fn owned(py: Python<'_>, object: &Py<PyList>) -> usize {
    object.bind(py).len()
}

#[critical_section(object)]
pub fn owned_by_value(_: Python<'_>, object: Py<PyList>) -> Py<PyList> {
    object
}

#[critical_section(a, b)]
pub fn both<'py, T, U>(py: Python<'py>, a: &Bound<'py, T>, b: Py<U>) -> (Python<'py>, bool) {
    (py, a.as_ptr() == b.as_ptr())
}

#[critical_section(list)]
pub unsafe fn pointer(list: *mut ffi::PyObject) -> isize {
    // SAFETY: the caller's contract.
    unsafe { ffi::PyList_Size(list) }
}

#[critical_section(a, b)]
pub unsafe fn mixed(a: NonNull<ffi::PyObject>, b: Py<PyAny>) -> bool {
    a.as_ptr() == b.as_ptr()
}

#[critical_section(guard)]
pub fn generic<L: AttachedLock, R>(guard: L, body: impl FnOnce() -> R) -> R {
    body()
}

#[critical_section(guard)]
pub fn opaque(guard: impl AttachedLock) -> u8 {
    1
}

#[critical_section(r#type)]
pub fn raw_name(r#type: &Bound<'_, PyType>) -> bool {
    r#type.as_ptr().is_null()
}

// Bodies mean what they meant.

#[critical_section(list)]
pub fn early(list: &Bound<'_, PyList>, at: usize) -> PyResult<i64> {
    if at > list.len() {
        return Ok(0);
    }
    for item in list.iter() {
        if item.is_none() {
            continue;
        }
        item.extract::<i64>()?;
    }
    list.get_item(at)?.extract()
}

#[critical_section(list)]
pub fn borrows<'a>(list: &Bound<'_, PyList>, words: &'a mut Vec<String>) -> Option<&'a mut str> {
    words.push(list.len().to_string());
    words.last_mut().map(String::as_mut_str)
}

#[critical_section(list)]
pub fn reborrows<'a>(list: &Bound<'_, PyList>, words: &'a mut [u8]) -> &'a mut [u8] {
    &mut words[..]
}

#[critical_section(list)]
pub fn elided<'py>(list: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyAny>> {
    list.get_item(0)
}

#[critical_section(list)]
pub fn hidden(list: &Bound<'_, PyList>) -> Result<impl Display + use<>, impl Debug + use<>> {
    let first = list.get_item(0)?;
    let first: i64 = first.extract()?;
    Ok::<_, PyErr>(first)
}

#[critical_section(list)]
pub fn never(list: &Bound<'_, PyList>) -> ! {
    panic!("{}", list.len())
}

#[critical_section(list)]
pub fn patterns((a, b): (u8, u8), list: &Bound<'_, PyList>, [c, ..]: [u8; 3], _: String) -> usize {
    list.len() + usize::from(a + b + c)
}

#[critical_section(list)]
#[inline]
#[must_use]
/// With other attributes.
pub fn attributed(list: &Bound<'_, PyList>) -> usize {
    list.len()
}

// C functions.

#[critical_section(from, to)]
pub unsafe extern "C" fn move_last(
    from: *mut ffi::PyObject,
    to: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called attached, with two live lists.
    unsafe {
        if ffi::PyList_Size(from) == 0 {
            return std::ptr::null_mut();
        }
        ffi::Py_NewRef(to)
    }
}

#[allow_threads]
pub unsafe extern "C" fn nap(_slf: *mut ffi::PyObject, _: *mut ffi::PyObject) -> std::ffi::c_int {
    freehold::reattach(|py| py.version_info());
    0
}

// Detaching.

#[allow_threads]
pub fn checksum(py: Python<'_>, data: &[u8]) -> u64 {
    data.iter().map(|byte| u64::from(*byte)).sum()
}

#[allow_threads]
pub fn consumed(
    _py: Python<'_>,
    mut data: Vec<u8>,
    (a, b): (u8, u8),
    _: String,
) -> PyResult<Vec<u8>> {
    data.push(a + b);
    if data.len() > 10 {
        return Err(PyErr::from(std::fmt::Error));
    }
    let text = std::str::from_utf8(&data).map_err(|_| std::fmt::Error)?;
    let _ = text;
    Ok(data)
}

#[allow_threads]
pub fn unnamed_token(_: Python<'_>, f: impl Fn() -> u8 + Send) -> impl Display + Send {
    f()
}

#[allow_threads]
pub fn back<T: Send>(py: Python<'_>, items: Vec<T>, callback: Py<PyAny>) -> PyResult<usize> {
    freehold::reattach(|py| callback.bind(py).call0().map(drop))?;
    Ok(items.len())
}

#[allow_threads]
pub unsafe fn promised(py: Python<'_>, object: *mut ffi::PyObject) -> usize {
    object as usize
}

/// A value that threads may share.
pub struct Table(Vec<u32>);

impl Table {
    #[allow_threads]
    pub fn sum(&self, py: Python<'_>) -> u32 {
        self.0.iter().sum()
    }

    #[allow_threads]
    pub fn push(&mut self, py: Python<'_>, item: u32) -> &mut Self {
        self.0.push(item);
        self
    }

    #[critical_section(list)]
    pub fn take(&mut self, list: &Bound<'_, PyList>) -> PyResult<&[u32]> {
        for item in list.iter() {
            self.0.push(item.extract()?);
        }
        Ok(&self.0)
    }
}

/// Of a trait, with a body and without.
pub trait Sized2 {
    #[critical_section(list)]
    fn size(&self, list: &Bound<'_, PyList>) -> usize {
        list.len()
    }
}

impl Sized2 for Table {
    #[critical_section(list)]
    fn size(&self, list: &Bound<'_, PyList>) -> usize {
        list.len() + self.0.len()
    }
}

// Blocks.

pub fn blocks(
    py: Python<'_>,
    a: &Bound<'_, PyList>,
    b: Bound<'_, PyDict>,
    c: &Py<PyAny>,
) -> PyResult<usize> {
    let one = freehold::critical_section!(a => { a.len() });
    let two = freehold::critical_section!(a, b => { a.len() + b.len() });
    let bound = freehold::critical_section!(c.bind(py), &b => c.bind(py).len())?;
    let mut changed = 0;
    freehold::critical_section!(a => { changed += 1; });
    let asked = freehold::critical_section!(a, b => |section| { section.suspensions() });
    let sum: usize = freehold::allow_threads!(py => { one + two });
    let inner = freehold::allow_threads!(py => freehold::reattach(|py| py.None().is_none(py)));
    drop(b);
    Ok(sum + bound + asked + changed + usize::from(inner))
}

/// # Safety
/// Attached; the object is alive.
pub unsafe fn raw_blocks(object: *mut ffi::PyObject, other: NonNull<ffi::PyObject>) -> isize {
    // SAFETY: the caller's contract.
    unsafe {
        freehold::allow_threads!({ std::thread::yield_now() });
        freehold::critical_section!(object, other => { ffi::PyObject_Size(object) })
    }
}

macro_rules! made {
    ($name:ident, $py:ident, $list:ident) => {
        #[critical_section($list)]
        pub fn $name($list: &Bound<'_, PyList>) -> usize {
            $list.len()
        }

        pub mod $py {
            use freehold::prelude::*;

            #[allow_threads]
            pub fn $name($py: Python<'_>, n: usize) -> usize {
                n + 1
            }
        }
    };
}
made!(made_here, py, list);
