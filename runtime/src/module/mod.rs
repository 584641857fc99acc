//! Modules: what they hold, and how CPython makes them.

mod def;
#[cfg(Py_3_15)]
mod export;
mod item;
mod options;
mod single_phase;
mod state;
mod state_made;

pub use def::ModuleDef;
pub use item::{ConstantItem, Item, ModuleItem, class_item, constant, renamed};
pub use options::{Gil, Interpreters, ModuleOptions, Phases};
pub use state::{
    ModuleState, NotCollected, StateDef, StateKind, class_state, function_state, object_state,
};
pub use state_made::{assert_state_field, assert_whole_state, default_state, state_result};

use crate::PyResult;
use crate::function::IntoPyErr;

/// What `#[pymodule_init]` may return: nothing, or a `Result` of nothing.
#[diagnostic::on_unimplemented(
    message = "`#[pymodule_init]` returns `{Self}`, but its result is ignored",
    label = "must return nothing, or `PyResult<()>`",
    note = "remove the return type"
)]
pub trait InitResult {
    /// The error to raise.
    fn into_init(self) -> PyResult<()>;
}

impl InitResult for () {
    fn into_init(self) -> PyResult<()> {
        Ok(())
    }
}

impl<E: IntoPyErr> InitResult for Result<(), E> {
    fn into_init(self) -> PyResult<()> {
        self.map_err(IntoPyErr::into_pyerr)
    }
}

/// Converts the result of `#[pymodule_init]`.
pub fn init_result(result: impl InitResult) -> PyResult<()> {
    result.into_init()
}
