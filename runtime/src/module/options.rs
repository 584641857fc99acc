//! The options of a module.

use super::state::StateDef;

/// Whether the module needs the GIL (`Py_mod_gil`, 3.13+).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gil {
    /// Nothing is said: CPython's default, which is that it does.
    Unspecified,
    /// `Py_MOD_GIL_USED`.
    Used,
    /// `Py_MOD_GIL_NOT_USED`.
    NotUsed,
}

/// Which interpreters may import the module (`Py_mod_multiple_interpreters`, 3.12+).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Interpreters {
    /// `Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED`.
    NotSupported,
    /// `Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED`.
    SharedGil,
    /// `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`.
    PerInterpreterGil,
}

/// How the module is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phases {
    /// In one step, once (`PyModule_Create`).
    One,
    /// First the module, then what is in it, for each instance (PEP 489).
    Two,
}

/// The options of `#[pymodule]`.
#[derive(Clone, Copy)]
pub struct ModuleOptions {
    /// Whether the module needs the GIL.
    pub gil: Gil,
    /// Which interpreters may import it.
    pub interpreters: Interpreters,
    /// How it is made.
    pub phases: Phases,
    /// What it does with its state, if it has one.
    pub state: Option<StateDef>,
}
