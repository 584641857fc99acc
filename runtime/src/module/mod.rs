//! Modules: what they hold, and how CPython makes them.

mod def;
mod item;

pub use def::{Gil, Interpreters, ModuleDef, ModuleOptions};
pub use item::{ConstantItem, Item, ModuleItem, class_item, constant, renamed};

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
