//! The module's definition, and its multi-phase initialisation (PEP 489; PEP 793 from 3.15 on).

use std::ffi::{CStr, CString, c_int, c_void};
use std::sync::OnceLock;

use super::item::Item;
use crate::function::trampoline;
use crate::types::PyModule;
use crate::{Bound, PyResult, ffi, interpreter};

/// Whether the module needs the GIL (`Py_mod_gil`, 3.13+).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gil {
    /// Nothing is said: CPython's default, which is that it does.
    Unspecified,
    /// `Py_MOD_GIL_USED`.
    Used,
    /// `Py_MOD_GIL_NOT_USED`.
    NotUsed,
}

/// Which interpreters may import the module (`Py_mod_multiple_interpreters`, 3.12+).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interpreters {
    /// `Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED`.
    NotSupported,
    /// `Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED`.
    SharedGil,
    /// `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`.
    PerInterpreterGil,
}

/// The options of `#[pymodule]`.
#[derive(Clone, Copy, Debug)]
pub struct ModuleOptions {
    /// Whether the module needs the GIL.
    pub gil: Gil,
    /// Which interpreters may import it.
    pub interpreters: Interpreters,
}

/// The function under `#[pymodule_init]`.
pub type Init = fn(&Bound<'_, PyModule>) -> PyResult<()>;

/// A module. `#[pymodule]` makes a static of it; what CPython needs is made from it on first import,
/// once in the process.
pub struct ModuleDef {
    name: &'static CStr,
    doc: &'static CStr,
    items: &'static [Item],
    #[cfg_attr(
        not(Py_3_12),
        expect(dead_code, reason = "there are no slots for them")
    )]
    options: ModuleOptions,
    init: Option<Init>,
    tables: OnceLock<&'static Tables>,
}

// SAFETY: what is not `Sync` by itself are pointers to static strings and functions, never written.
unsafe impl Sync for ModuleDef {}

/// What CPython keeps pointers to: never moved, never freed.
#[repr(C)]
struct Tables {
    /// First, so that a pointer to it is one to the whole.
    def: ffi::PyModuleDef,
    owner: &'static ModuleDef,
    _methods: Box<[ffi::PyMethodDef]>,
    _slots: Box<[ffi::PyModuleDef_Slot]>,
    #[cfg(Py_3_15)]
    export: Box<[ffi::PySlot]>,
}

// SAFETY: the definition is written by CPython alone, under its own locks; the rest never changes.
unsafe impl Sync for Tables {}
// SAFETY: as above.
unsafe impl Send for Tables {}

impl ModuleDef {
    /// For `#[pymodule]`.
    ///
    /// # Safety
    /// `items` are as [`ModuleItem`](super::ModuleItem) promises.
    pub const unsafe fn new(
        name: &'static CStr,
        doc: &'static CStr,
        items: &'static [Item],
        options: ModuleOptions,
        init: Option<Init>,
    ) -> ModuleDef {
        ModuleDef {
            name,
            doc,
            items,
            options,
            init,
            tables: OnceLock::new(),
        }
    }

    /// The body of `PyInit_…` (`PyModuleDef_Init`).
    ///
    /// # Safety
    /// CPython calls, attached.
    pub unsafe fn init(&'static self) -> *mut ffi::PyObject {
        let def = &raw const self.tables().def;
        // SAFETY: CPython calls `PyInit_…` attached. It writes to the definition, which nobody else
        // accesses and which lives for ever.
        unsafe { ffi::PyModuleDef_Init(def.cast_mut()) }
    }

    /// The body of `PyModExport_…` (PEP 793), which CPython prefers from 3.15 on and does not know
    /// before.
    pub fn export(&'static self) -> *mut c_void {
        #[cfg(Py_3_15)]
        {
            self.tables().export.as_ptr().cast_mut().cast()
        }
        #[cfg(not(Py_3_15))]
        {
            std::ptr::null_mut()
        }
    }

    fn tables(&'static self) -> &'static Tables {
        self.tables.get_or_init(|| {
            let functions = self.items.iter().filter_map(|item| match item {
                Item::Function(def) => Some(*def),
                Item::RenamedFunction(def, name) => Some(rename(*def, name)),
                Item::Class(_) | Item::Constant(_) => None,
            });
            let mut methods: Box<[_]> = functions.chain([ffi::PyMethodDef::zeroed()]).collect();
            let mut slots: Box<[_]> = self.slots().chain([Default::default()]).collect();
            let def = ffi::PyModuleDef {
                m_base: ffi::PyModuleDef_HEAD_INIT,
                m_name: self.name.as_ptr(),
                m_doc: self.doc.as_ptr(),
                m_size: 0,
                m_methods: methods.as_mut_ptr(),
                m_slots: slots.as_mut_ptr(),
                m_traverse: None,
                m_clear: None,
                m_free: None,
            };
            Box::leak(Box::new(Tables {
                def,
                owner: self,
                #[cfg(Py_3_15)]
                export: self.export_slots(&mut methods),
                _methods: methods,
                _slots: slots,
            }))
        })
    }

    fn slots(&self) -> impl Iterator<Item = ffi::PyModuleDef_Slot> {
        let slot = |slot: c_int, value: *mut c_void| ffi::PyModuleDef_Slot { slot, value };
        let exec = Some(slot(ffi::Py_mod_exec, execute_with_def as *mut c_void));
        let (interpreters, gil) = self.policies();
        exec.into_iter()
            .chain(interpreters.map(|value| slot(MULTIPLE_INTERPRETERS, value)))
            .chain(gil.map(|value| slot(GIL, value)))
    }

    /// The values of the two slots that say where the module may run, as far as this version of
    /// CPython knows them.
    fn policies(&self) -> (Option<*mut c_void>, Option<*mut c_void>) {
        #[cfg(Py_3_12)]
        let interpreters = Some(match self.options.interpreters {
            Interpreters::NotSupported => ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
            Interpreters::SharedGil => ffi::Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED,
            Interpreters::PerInterpreterGil => ffi::Py_MOD_PER_INTERPRETER_GIL_SUPPORTED,
        });
        #[cfg(not(Py_3_12))]
        let interpreters = None;
        #[cfg(Py_3_13)]
        let gil = match self.options.gil {
            Gil::Unspecified => None,
            Gil::Used => Some(ffi::Py_MOD_GIL_USED),
            Gil::NotUsed => Some(ffi::Py_MOD_GIL_NOT_USED),
        };
        #[cfg(not(Py_3_13))]
        let gil = None;
        (interpreters, gil)
    }

    fn execute(&'static self, module: &Bound<'_, PyModule>) -> PyResult<c_int> {
        interpreter::enter(module.py())?;
        for item in self.items {
            item.add_to(module)?;
        }
        if let Some(init) = self.init {
            init(module)?;
        }
        Ok(0)
    }
}

/// The entry under another name. The doc string has to begin with the same one, or else CPython takes
/// the signature in it for text.
fn rename(mut def: ffi::PyMethodDef, name: &'static CStr) -> ffi::PyMethodDef {
    // SAFETY: both strings of an entry are static.
    let (old_name, doc) = unsafe { (CStr::from_ptr(def.ml_name), CStr::from_ptr(def.ml_doc)) };
    def.ml_name = name.as_ptr();
    let signature = doc.to_bytes().strip_prefix(old_name.to_bytes());
    if let Some(signature @ [b'(', ..]) = signature {
        let doc = CString::new([name.to_bytes(), signature].concat());
        // Neither part has a NUL inside. Kept for ever, as the table is.
        def.ml_doc = doc.unwrap_or_default().into_raw();
    }
    def
}

#[cfg(Py_3_12)]
const MULTIPLE_INTERPRETERS: c_int = ffi::Py_mod_multiple_interpreters;
#[cfg(not(Py_3_12))]
const MULTIPLE_INTERPRETERS: c_int = 0;
#[cfg(Py_3_13)]
const GIL: c_int = ffi::Py_mod_gil;
#[cfg(not(Py_3_13))]
const GIL: c_int = 0;

/// `Py_mod_exec` of a module made from a `PyModuleDef`.
unsafe extern "C" fn execute_with_def(module: *mut ffi::PyObject) -> c_int {
    // SAFETY: CPython calls this attached, with a module that was made from `Tables::def`, which is
    // the first field of a leaked `Tables`.
    unsafe {
        trampoline(|py| {
            let tables = ffi::PyModule_GetDef(module).cast::<Tables>();
            let owner = (*tables).owner;
            owner.execute(Bound::ref_from_ptr(py, &module).cast_unchecked())
        })
    }
}

#[cfg(Py_3_15)]
mod export {
    //! The slots of PEP 793. They name the module by a token, for there is no definition.

    use super::*;

    impl ModuleDef {
        pub(super) fn export_slots(
            &'static self,
            methods: &mut [ffi::PyMethodDef],
        ) -> Box<[ffi::PySlot]> {
            let data = |id, value: *const c_void| ffi::PySlot_STATIC_DATA(id, value.cast_mut());
            let (interpreters, gil) = self.policies();
            // SAFETY: `Py_mod_exec` takes a function of this type.
            let exec =
                unsafe { ffi::PySlot_FUNC(ffi::Py_mod_exec, execute_with_token as *mut c_void) };
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
            ]
            .into_iter()
            .chain(interpreters.map(|v| ffi::PySlot_DATA(ffi::Py_mod_multiple_interpreters, v)))
            .chain(gil.map(|value| ffi::PySlot_DATA(ffi::Py_mod_gil, value)))
            .chain([ffi::PySlot_END()])
            .collect()
        }
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
                    return Err(crate::PyErr::fetch(py));
                }
                let owner: &'static ModuleDef = &*token.cast::<ModuleDef>();
                owner.execute(Bound::ref_from_ptr(py, &module).cast_unchecked())
            })
        }
    }
}
