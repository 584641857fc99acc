//! Single-phase initialisation: a module that is made in one step, and once.
//!
//! C modules of this kind keep their data in static variables, so CPython has rules for them: one copy, no
//! isolated interpreters. The rules are kept here, and those that CPython cannot keep (it would make a
//! second copy, or share one between interpreters that are not isolated) too.

use super::{Gil, ModuleDef};
use crate::exceptions::PyImportError;
use crate::function::trampoline;
use crate::types::PyModule;
use crate::{Bound, Interpreter, Py, PyResult, Python, ffi};

impl ModuleDef {
    /// The body of `PyInit_…`: the module, as a new reference. CPython calls it again for each import that does
    /// not find the module in `sys.modules`.
    ///
    /// # Safety
    /// CPython calls, attached.
    #[inline]
    pub unsafe fn init_in_one_step(&'static self) -> *mut ffi::PyObject {
        // SAFETY: the caller's contract.
        unsafe { trampoline(|py| Ok(self.only_copy(py)?.clone_ref(py).into_ptr())) }
    }

    #[inline]
    fn only_copy<'py>(&'static self, py: Python<'py>) -> PyResult<&'py Py<PyModule>> {
        if !Interpreter::current(py).is_main() {
            return Err(PyImportError::new_err(format!(
                "module {} does not support loading in subinterpreters: it is made in a single phase, \
                 for the main interpreter alone",
                self.name.to_string_lossy()
            )));
        }
        self.copy
            .get_or_try_init(py, || self.make(py).map(Bound::unbind))
    }

    /// `PyModule_Create`, `PyUnstable_Module_SetGIL`, and all that is in the module.
    #[inline]
    fn make<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyModule>> {
        let def = &raw const self.tables().def;
        // SAFETY: attached; the definition lives for ever, and CPython alone writes to it. A new module is
        // returned, or null with an error set.
        let module: Bound<'py, PyModule> = unsafe {
            let module = ffi::PyModule_Create2(def.cast_mut(), ffi::PYTHON_API_VERSION);
            Bound::from_owned_ptr_or_err(py, module)?.into_unchecked()
        };
        self.set_gil(&module)?;
        self.execute(&module)?;
        Ok(module)
    }

    /// Where there is no GIL slot, CPython asks the module.
    fn set_gil(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        #[cfg(Py_GIL_DISABLED)]
        {
            let gil = match self.options.gil {
                Gil::Unspecified => return Ok(()),
                Gil::Used => ffi::Py_MOD_GIL_USED,
                Gil::NotUsed => ffi::Py_MOD_GIL_NOT_USED,
            };
            // SAFETY: a live module that nobody has imported yet.
            match unsafe { ffi::PyUnstable_Module_SetGIL(module.as_ptr(), gil) } {
                0 => Ok(()),
                _ => Err(crate::PyErr::fetch(module.py())),
            }
        }
        #[cfg(not(Py_GIL_DISABLED))]
        {
            let _ = (module, self.options.gil == Gil::NotUsed);
            Ok(())
        }
    }
}
