//! The state of a module: a Rust value that each instance of the module has one of.
//!
//! CPython gives a module memory for it, which is freed with the module. What is there is a
//! [`Place`]: which module definition it belongs to, and a pointer to the value, which is null until
//! the module's init function has returned it. Modules without a state have a place too, for whoever
//! looks there has only the module: CPython gives a module that asks for no memory a block of no bytes.

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::ModuleDef;
use crate::class::{Description, PyClass, type_with_methods_of};
use crate::exceptions::PyRuntimeError;
use crate::gc::{PyTraverseError, PyVisit, Traverse, traversing};
use crate::types::{PyModule, PyModuleMethods};
use crate::{Bound, PyErr, PyResult, Python, ffi, panic};

/// A type that is the state of a module. Only `#[pymodule(state = T)]` implements it.
///
/// # Safety
/// `definition` returns the module that was made with a [`StateDef`] of this type. The type is `Send`
/// and `Sync`: the macro asks where a mistake can be explained.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the state of no module",
    label = "no `#[pymodule(state = {Self})]`",
    note = "write `#[pymodule(state = {Self})]`; if the parameter is meant as something else, rename it: `state` and `_state` stand for the module's state"
)]
pub unsafe trait ModuleState: Sized + 'static {
    /// The module whose state it is.
    fn definition() -> &'static ModuleDef;
}

/// What CPython allocates for each instance of a module. Zeroed memory is one without a state.
#[repr(C)]
struct Place {
    /// Whose state it is; null until the module is executed.
    owner: AtomicPtr<ModuleDef>,
    /// A boxed value of the owner's type; null until it is made.
    value: AtomicPtr<c_void>,
}

/// What a module does with its state, by the state's type.
#[derive(Clone, Copy)]
pub struct StateDef {
    drop: unsafe fn(*mut c_void),
    /// For a state that can tell the collector what it refers to.
    collected: Option<Collected>,
}

/// [`Traverse`] of a state.
#[derive(Clone, Copy)]
pub struct Collected {
    traverse: unsafe fn(*mut c_void, &PyVisit<'_>) -> Result<(), PyTraverseError>,
    clear: unsafe fn(*mut c_void),
}

impl StateDef {
    /// For a state of type `T`.
    pub const fn new<T: ModuleState>(collected: Option<Collected>) -> StateDef {
        StateDef {
            drop: drop_box::<T>,
            collected,
        }
    }

    /// `m_size`, of all modules.
    pub(super) const SIZE: ffi::Py_ssize_t = size_of::<Place>() as ffi::Py_ssize_t;

    /// `m_traverse`.
    pub(super) fn traverse(&self) -> Option<ffi::traverseproc> {
        self.collected.map(|_| traverse as ffi::traverseproc)
    }

    /// `m_clear`.
    pub(super) fn clear(&self) -> Option<ffi::inquiry> {
        self.collected.map(|_| clear as ffi::inquiry)
    }

    /// `m_free`.
    pub(super) fn free(&self) -> ffi::freefunc {
        free
    }
}

/// Asks whether a state implements [`Traverse`]: `StateKind::<State>::COLLECTED`. The inherent constant comes
/// before that of [`NotCollected`].
pub struct StateKind<T>(std::marker::PhantomData<T>);

impl<T: Traverse> StateKind<T> {
    /// It does.
    pub const COLLECTED: Option<Collected> = Some(Collected {
        // SAFETY: `Collected` is called with a value of the state's type, and shared references to a state are
        // all that there is.
        traverse: |value, visit| unsafe { (*value.cast::<T>()).traverse(visit) },
        // SAFETY: as above.
        clear: |value| unsafe { (*value.cast::<T>()).clear() },
    });
}

/// What is said of a state that does not.
pub trait NotCollected {
    /// It does not.
    const COLLECTED: Option<Collected> = None;
}

impl<T> NotCollected for StateKind<T> {}

/// # Safety
/// `value` is a boxed `T`, which nobody uses afterwards.
unsafe fn drop_box<T>(value: *mut c_void) {
    // SAFETY: the caller's contract.
    drop(unsafe { Box::from_raw(value.cast::<T>()) });
}

/// The place in a module's memory; none before the module is executed.
///
/// # Safety
/// `module` is a live module that Freehold has made. Nothing is suspended.
#[inline(always)]
unsafe fn place<'a>(module: *mut ffi::PyObject) -> Option<&'a Place> {
    // SAFETY: a live module; its memory, if any, is of `StateDef::SIZE` bytes, because all modules of
    // Freehold ask for these, and a `Place` for as long as the module lives, only accessed atomically.
    unsafe { ffi::PyModule_GetState(module).cast::<Place>().as_ref() }
}

impl Place {
    /// The state, if it is there and of type `T`.
    #[inline(always)]
    fn get<T: ModuleState>(&self) -> Option<&T> {
        let owner = self.owner.load(Ordering::Relaxed).cast_const();
        let value = self.value.load(Ordering::Acquire);
        if value.is_null() || !std::ptr::eq(owner, T::definition()) {
            return None;
        }
        // SAFETY: the owner was written before the value. It is the module of `T`, so `store` has put
        // a boxed `T` there, which `free` takes out when nobody can reach the module any more.
        Some(unsafe { &*value.cast::<T>() })
    }
}

/// The state of the module that a function belongs to: CPython passes the module as the function's
/// own `self`. Never suspends, unless it fails.
///
/// # Errors
/// `RuntimeError` before the module's init function has returned, and in a module with another state.
///
/// # Safety
/// `module` is the live module that was made with the function in its table, for as long as it is
/// borrowed.
#[inline(always)]
pub unsafe fn function_state<'a, T: ModuleState>(
    module: &'a *mut ffi::PyObject,
    function: &str,
) -> PyResult<&'a T> {
    // SAFETY: the caller's contract.
    match unsafe { place(*module) }.and_then(Place::get::<T>) {
        Some(state) => Ok(state),
        None => Err(missing::<T>(function)),
    }
}

/// The state of the module that an object's class belongs to. Never suspends, unless it fails.
///
/// # Errors
/// As for [`function_state`], and for an object of a class that no module exports.
#[inline(always)]
pub fn object_state<'a, C: PyClass, T: ModuleState>(
    object: &'a Bound<'_, C>,
    function: &str,
) -> PyResult<&'a T> {
    // SAFETY: the handle's object is alive, so its type is. The object keeps the type, its bases, and so
    // their modules; an object's class can only be changed to one with the same bases of Freehold,
    // because others have another layout.
    unsafe { of_type::<C, T>(ffi::Py_TYPE(object.as_ptr()), function) }
}

/// The state of the module that a class belongs to, or the class that it derives from.
///
/// # Errors
/// As for [`object_state`].
///
/// # Safety
/// `class` is `C`'s type or derived from it, and alive for as long as it is borrowed.
#[inline(always)]
pub unsafe fn class_state<'a, C: PyClass, T: ModuleState>(
    class: &'a *mut ffi::PyObject,
    function: &str,
) -> PyResult<&'a T> {
    // SAFETY: the caller's contract.
    unsafe { of_type::<C, T>((*class).cast(), function) }
}

/// # Safety
/// `class` is a live type for all of `'a`.
#[inline(always)]
unsafe fn of_type<'a, C: PyClass, T: ModuleState>(
    class: *mut ffi::PyTypeObject,
    function: &str,
) -> PyResult<&'a T> {
    // SAFETY: the type is alive and keeps its bases; `type_with_methods_of` returns one that `create` has
    // made for `C`, which holds its module, if it has one.
    let found = unsafe {
        type_with_methods_of(Description::of::<C>(), class)
            .and_then(|class| module_of(class))
            .and_then(|module| place(module))
            .and_then(Place::get::<T>)
    };
    match found {
        Some(state) => Ok(state),
        None => Err(missing::<T>(function)),
    }
}

/// The module that a type was made for, borrowed from the type. A class that no module exports has none, nor has
/// one that the collector has cleared.
///
/// # Safety
/// `class` is a live heap type.
#[inline(always)]
unsafe fn module_of(class: *mut ffi::PyTypeObject) -> Option<*mut ffi::PyObject> {
    // SAFETY: the caller's contract; the thread is attached, as its callers' handles show.
    unsafe {
        let module = ffi::PyType_GetModule(class);
        if module.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(module)
    }
}

#[cold]
fn missing<T: ModuleState>(function: &str) -> PyErr {
    PyRuntimeError::new_err(format!(
        "{function}() needs the state of the module '{}', and there is none: either the module's \
         init function has not returned, or this is not a function or class of that module",
        T::definition().name.to_string_lossy(),
    ))
}

/// Gives a module its memory's owner, before its init function runs.
pub(super) fn prepare(owner: &'static ModuleDef, module: &Bound<'_, PyModule>) {
    // SAFETY: a live module, of this very definition.
    if let Some(place) = unsafe { place(module.as_ptr()) } {
        let owner = std::ptr::from_ref(owner).cast_mut();
        place.owner.store(owner, Ordering::Relaxed);
    }
}

/// Gives a module its state. Generated code calls it with what the init function returns.
///
/// # Errors
/// `RuntimeError`, if the module has one already, or is another.
pub fn store<T: ModuleState>(module: &Bound<'_, PyModule>, state: T) -> PyResult<()> {
    let place = match T::definition().is_of(module) {
        // SAFETY: a live module of Freehold's, as its definition tells.
        true => unsafe { place(module.as_ptr()) },
        false => None,
    };
    let Some(place) = place else {
        let text = format!("'{}' has no place for the state", module.name()?);
        return Err(PyRuntimeError::new_err(text));
    };
    let value = Box::into_raw(Box::new(state)).cast();
    let stored = place.value.compare_exchange(
        std::ptr::null_mut(),
        value,
        Ordering::AcqRel,
        Ordering::Relaxed,
    );
    if stored.is_err() {
        // SAFETY: it was not stored, so nobody else knows it.
        unsafe { drop_box::<T>(value) };
        let text = format!("the state of '{}' was made twice", module.name()?);
        return Err(PyRuntimeError::new_err(text));
    }
    Ok(())
}

/// The state in a module's memory, and what can be done with it.
///
/// # Safety
/// As for [`place`].
unsafe fn stored(module: *mut ffi::PyObject) -> Option<(&'static StateDef, *mut c_void)> {
    // SAFETY: the caller's contract; the owner is null or static.
    let (place, owner) = unsafe {
        let place = place(module)?;
        (place, place.owner.load(Ordering::Relaxed).as_ref()?)
    };
    let value = place.value.load(Ordering::Acquire);
    (!value.is_null()).then_some((owner.state()?, value))
}

/// `m_traverse`. The world is stopped: no lock is waited for, no reference count changes.
unsafe extern "C" fn traverse(
    module: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: the collector passes a live module. The value is of the owner's type and stays until
    // `free`, which is not called before the collector has returned.
    let Some((def, value)) = (unsafe { stored(module) }) else {
        return 0;
    };
    let Some(collected) = &def.collected else {
        return 0;
    };
    // SAFETY: as above; `visit` and `arg` are valid for the length of this call.
    traversing(visit, arg, |visit| unsafe {
        (collected.traverse)(value, visit)
    })
}

/// `m_clear`, of a module that only its own garbage refers to.
unsafe extern "C" fn clear(module: *mut ffi::PyObject) -> c_int {
    // SAFETY: as in `traverse`.
    let found = unsafe { stored(module) };
    if let Some((def, value)) = found
        && let Some(collected) = &def.collected
    {
        // SAFETY: as above; the state is dropped later, by `free`.
        quietly(|| unsafe { (collected.clear)(value) });
    }
    0
}

/// `m_free`: the end of a module, also of one whose init function has failed.
unsafe extern "C" fn free(module: *mut c_void) {
    // SAFETY: CPython calls this once, when nobody can reach the module any more. What is in its memory
    // is taken out, so nothing finds it afterwards.
    unsafe {
        let Some((def, value)) = stored(module.cast()) else {
            return;
        };
        if let Some(place) = place(module.cast()) {
            place.value.store(std::ptr::null_mut(), Ordering::Relaxed);
        }
        quietly(|| (def.drop)(value));
    }
}

/// Runs code of a state where nothing can be raised. It does not see an exception that is being
/// handled meanwhile; what panics is reported.
fn quietly(work: impl FnOnce()) {
    // SAFETY: CPython clears and frees modules attached, and never inside an exclusive section, where no
    // reference is given up.
    let py = unsafe { Python::assume_attached() };
    let pending = PyErr::take(py);
    if let Err(payload) = catch_unwind(AssertUnwindSafe(work)) {
        panic::report(py, payload);
    }
    if let Some(pending) = pending {
        pending.restore(py);
    }
}
