//! The slots of PEP 793. They name the module by a token, for there is no definition.

use std::ffi::{c_int, c_void};

use super::ModuleDef;
use super::state::StateDef;
use crate::function::trampoline;
use crate::types::PyModule;
use crate::{Bound, PyErr, ffi};

impl ModuleDef {
    /// Whether `module` was made from these slots.
    pub(super) fn is_token_of(&'static self, module: &Bound<'_, PyModule>) -> bool {
        let mut token = std::ptr::null_mut();
        // SAFETY: a live module, for which the call does not fail.
        unsafe { ffi::PyModule_GetToken(module.as_ptr(), &mut token) };
        std::ptr::eq(token.cast_const().cast(), self)
    }

    pub(super) fn export_slots(
        &'static self,
        methods: &mut [ffi::PyMethodDef],
    ) -> Box<[ffi::PySlot]> {
        let data = |id, value: *const c_void| ffi::PySlot_STATIC_DATA(id, value.cast_mut());
        let (interpreters, gil) = self.policies();
        // SAFETY: `Py_mod_exec` takes a function of this type.
        let exec = unsafe { ffi::PySlot_FUNC(ffi::Py_mod_exec, execute_with_token as *mut c_void) };
        let state = self.state().into_iter().flat_map(state_slots);
        let size = ffi::PySlot_SIZE(ffi::Py_mod_state_size, StateDef::SIZE);
        [
            data(ffi::Py_mod_abi, (&raw const ABI.0).cast()),
            data(ffi::Py_mod_name, self.name.as_ptr().cast()),
            data(ffi::Py_mod_doc, self.doc.as_ptr().cast()),
            data(
                ffi::Py_mod_methods,
                methods.as_mut_ptr().cast_const().cast(),
            ),
            data(ffi::Py_mod_token, std::ptr::from_ref(self).cast()),
            exec,
            size,
        ]
        .into_iter()
        .chain(state)
        .chain(interpreters.map(|v| ffi::PySlot_DATA(ffi::Py_mod_multiple_interpreters, v)))
        .chain(gil.map(|value| ffi::PySlot_DATA(ffi::Py_mod_gil, value)))
        .chain([ffi::PySlot_END()])
        .collect()
    }
}

/// `m_traverse`, `m_clear` and `m_free`.
fn state_slots(state: &StateDef) -> impl Iterator<Item = ffi::PySlot> {
    // SAFETY: each slot takes a function of the type that its method returns.
    let function = |id, function| unsafe { ffi::PySlot_FUNC(id, function) };
    let (traverse, clear) = (state.traverse(), state.clear());
    let free = function(ffi::Py_mod_state_free, state.free() as *mut c_void);
    [free]
        .into_iter()
        .chain(traverse.map(|f| function(ffi::Py_mod_state_traverse, f as *mut c_void)))
        .chain(clear.map(|f| function(ffi::Py_mod_state_clear, f as *mut c_void)))
}

/// What this library was compiled for.
struct Abi(ffi::PyABIInfo);

// SAFETY: CPython only reads it.
unsafe impl Sync for Abi {}

static ABI: Abi = Abi(ffi::PyABIInfo {
    abiinfo_major_version: 1,
    abiinfo_minor_version: 0,
    flags: ffi::PyABIInfo_DEFAULT_FLAGS,
    build_version: 0,
    abi_version: 0,
});

/// `Py_mod_exec` of a module made from exported slots.
unsafe extern "C" fn execute_with_token(module: *mut ffi::PyObject) -> c_int {
    // SAFETY: CPython calls this attached, with a module whose token is the `ModuleDef` that
    // exported the slots.
    unsafe {
        trampoline(|py| {
            let mut token = std::ptr::null_mut();
            if ffi::PyModule_GetToken(module, &mut token) < 0 {
                return Err(PyErr::fetch(py));
            }
            let owner: &'static ModuleDef = &*token.cast::<ModuleDef>();
            owner.execute(Bound::ref_from_ptr(py, &module).cast_unchecked())
        })
    }
}
