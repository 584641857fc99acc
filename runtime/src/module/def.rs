//! The module's definition, and its multi-phase initialisation (PEP 489; PEP 793 from 3.15 on).

use std::ffi::{CStr, c_int, c_void};

use super::item::Item;
#[cfg(Py_3_13)]
use super::options::Gil;
#[cfg(Py_3_12)]
use super::options::Interpreters;
use super::options::{ModuleOptions, Phases};
use super::state::{self, StateDef};
use crate::function::trampoline;
use crate::sync::{Kept, PerInterpreter};
use crate::types::PyModule;
use crate::{Bound, Py, PyResult, ffi, interpreter};

/// The function under `#[pymodule_init]`; what makes the state, if there is one.
pub type Init = fn(&Bound<'_, PyModule>) -> PyResult<()>;

/// A module. `#[pymodule]` makes a static of it; what CPython needs is made from it on first import,
/// once in the process.
pub struct ModuleDef {
    pub(super) name: &'static CStr,
    pub(super) doc: &'static CStr,
    items: &'static [Item],
    pub(super) options: ModuleOptions,
    init: Option<Init>,
    tables: Kept<Tables>,
    /// The only copy of a module that is made in one step.
    pub(super) copy: PerInterpreter<Py<PyModule>>,
}

// SAFETY: what is not `Sync` by itself are pointers to static strings and functions, never written.
unsafe impl Sync for ModuleDef {}

/// What CPython keeps pointers to: never moved, never freed.
#[repr(C)]
pub(super) struct Tables {
    /// First, so that a pointer to it is one to the whole.
    pub(super) def: ffi::PyModuleDef,
    owner: &'static ModuleDef,
    _methods: Vec<ffi::PyMethodDef>,
    _slots: Vec<ffi::PyModuleDef_Slot>,
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
        assert!(
            options.state.is_none() || init.is_some(),
            "no `#[pymodule_init]` is left by `#[cfg]`, and it makes the module's state"
        );
        ModuleDef {
            name,
            doc,
            items,
            options,
            init,
            tables: Kept::new(),
            copy: PerInterpreter::new(),
        }
    }

    /// The body of `PyInit_…` (`PyModuleDef_Init`), of a module that is made in two phases. A function of its own, so that
    /// only modules that are made in one step have what that takes.
    ///
    /// # Safety
    /// CPython calls, attached.
    pub unsafe fn init(&'static self) -> *mut ffi::PyObject {
        debug_assert_eq!(self.options.phases, Phases::Two);
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

    pub(super) fn tables(&'static self) -> &'static Tables {
        self.tables.get_or_make(|| {
            let mut methods = self.methods();
            let mut slots = self.slots();
            let state = self.options.state.as_ref();
            let def = ffi::PyModuleDef {
                m_base: ffi::PyModuleDef_HEAD_INIT,
                m_name: self.name.as_ptr(),
                m_doc: self.doc.as_ptr(),
                m_size: StateDef::SIZE,
                m_methods: methods.as_mut_ptr(),
                m_slots: match self.options.phases {
                    // With slots, even none, a module would be made in two phases.
                    Phases::One => std::ptr::null_mut(),
                    Phases::Two => slots.as_mut_ptr(),
                },
                m_traverse: state.and_then(StateDef::traverse),
                m_clear: state.and_then(StateDef::clear),
                m_free: state.map(StateDef::free),
            };
            Tables {
                def,
                owner: self,
                #[cfg(Py_3_15)]
                export: self.export_slots(&mut methods),
                _methods: methods,
                _slots: slots,
            }
        })
    }

    /// Terminated, as are the slots.
    fn methods(&self) -> Vec<ffi::PyMethodDef> {
        let mut methods = Vec::with_capacity(self.items.len() + 1);
        for item in self.items {
            match item {
                Item::Function(def) => methods.push(*def),
                Item::RenamedFunction(def, name) => methods.push(rename(*def, name)),
                Item::Class(_) | Item::Constant(_) => {}
            }
        }
        methods.push(ffi::PyMethodDef::zeroed());
        methods
    }

    fn slots(&self) -> Vec<ffi::PyModuleDef_Slot> {
        let (interpreters, gil) = self.policies();
        let mut slots = Vec::with_capacity(4);
        for &(slot, value) in &[
            (ffi::Py_mod_exec, Some(execute_with_def as *mut c_void)),
            (MULTIPLE_INTERPRETERS, interpreters),
            (GIL, gil),
            (0, Some(std::ptr::null_mut())),
        ] {
            if let Some(value) = value {
                slots.push(ffi::PyModuleDef_Slot { slot, value });
            }
        }
        slots
    }

    /// The values of the two slots that say where the module may run, as far as this version of
    /// CPython knows them.
    pub(super) fn policies(&self) -> (Option<*mut c_void>, Option<*mut c_void>) {
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

    /// Fills a new module.
    pub(super) fn execute(&'static self, module: &Bound<'_, PyModule>) -> PyResult<c_int> {
        interpreter::enter_module(module.py())?;
        state::prepare(self, module);
        let mut execution = Execution {
            items: self.items,
            module,
            stays: false,
        };
        self.fill(module)?;
        execution.stays = true;
        execution.settle().map(|()| 0)
    }

    fn fill(&'static self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        for item in self.items {
            item.add_to(module)?;
        }
        self.init.map_or(Ok(()), |init| init(module))
    }

    /// Whether `module` was made from this definition.
    pub(super) fn is_of(&'static self, module: &Bound<'_, PyModule>) -> bool {
        let def = &raw const self.tables().def;
        // SAFETY: a live module. The call does not fail for one.
        let found = unsafe { ffi::PyModule_GetDef(module.as_ptr()) };
        if !found.is_null() {
            return std::ptr::eq(found, def);
        }
        #[cfg(Py_3_15)]
        {
            self.is_token_of(module)
        }
        #[cfg(not(Py_3_15))]
        {
            false
        }
    }

    /// What it does with its state.
    pub(super) fn state(&self) -> Option<&StateDef> {
        self.options.state.as_ref()
    }
}

/// While it lives, the module's classes are not yet what Rust code makes objects of. Ended by errors and panics
/// too.
struct Execution<'a, 'py> {
    items: &'static [Item],
    module: &'a Bound<'py, PyModule>,
    stays: bool,
}

impl Execution<'_, '_> {
    fn settle(&self) -> PyResult<()> {
        let settle =
            |settled: PyResult<()>, item: &Item| settled.and(item.settle(self.module, self.stays));
        self.items.iter().fold(Ok(()), settle)
    }
}

impl Drop for Execution<'_, '_> {
    /// After a success there is nothing left to do.
    fn drop(&mut self) {
        let _ = self.settle();
    }
}

/// The entry under another name. The doc string has to begin with the same one, or else CPython takes
/// the signature in it for text.
fn rename(mut def: ffi::PyMethodDef, name: &'static CStr) -> ffi::PyMethodDef {
    // SAFETY: both strings of an entry are static.
    let (old_name, doc) = unsafe { (CStr::from_ptr(def.ml_name), CStr::from_ptr(def.ml_doc)) };
    def.ml_name = name.as_ptr();
    let signature = doc.to_bytes_with_nul().strip_prefix(old_name.to_bytes());
    if let Some(signature @ [b'(', ..]) = signature {
        // Kept for ever, as the table is.
        let doc = [name.to_bytes(), signature].concat();
        def.ml_doc = doc.leak().as_ptr().cast();
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
