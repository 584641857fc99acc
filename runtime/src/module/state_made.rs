//! What a state is made by, and what it may consist of.

use super::state::{ModuleState, store};
use crate::function::IntoPyErr;
use crate::types::PyModule;
use crate::{Bound, PyResult};

/// What `#[pymodule_init]` of a module with the state `T` may return.
#[diagnostic::on_unimplemented(
    message = "`#[pymodule_init]` returns `{Self}`, but it makes the module's state, which is `{T}`",
    label = "must be `{T}` or `PyResult<{T}>`",
    note = "return `{T}`, or `PyResult<{T}>` if making it can fail"
)]
pub trait StateResult<T> {
    /// The state, or the error to raise.
    fn into_state(self) -> PyResult<T>;
}

impl<T: ModuleState> StateResult<T> for T {
    fn into_state(self) -> PyResult<T> {
        Ok(self)
    }
}

impl<T: ModuleState, E: IntoPyErr> StateResult<T> for Result<T, E> {
    fn into_state(self) -> PyResult<T> {
        self.map_err(IntoPyErr::into_pyerr)
    }
}

/// Converts the result of `#[pymodule_init]`.
pub fn state_result<T: ModuleState>(
    module: &Bound<'_, PyModule>,
    result: impl StateResult<T>,
) -> PyResult<()> {
    store(module, result.into_state()?)
}

/// A state that a module without `#[pymodule_init]` can have.
#[diagnostic::on_unimplemented(
    message = "nothing makes the state `{Self}`",
    label = "no `Default`",
    note = "derive `Default` for `{Self}`, or write `#[pymodule_init] fn init(m: &Bound<'_, PyModule>) -> PyResult<{Self}> {{ … }}`"
)]
pub trait DefaultState {
    /// The state.
    fn default_state() -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Default> DefaultState for T {
    fn default_state() -> T {
        T::default()
    }
}

/// Makes the state of a module without `#[pymodule_init]`.
pub fn default_state<T: ModuleState + DefaultState>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    store(module, T::default_state())
}

/// What all threads may use at once: a state, or a field of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be in the state of a module",
    label = "not `Send + Sync`: the functions of a module run in all threads at once",
    note = "use an atomic or a `PyMutex` instead of `Cell` and `RefCell`, `Arc` instead of `Rc`, and `Py<…>` instead of `Bound<…>`"
)]
pub trait StateField {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + ?Sized> StateField for T {}

/// Asks for `StateField` at the field.
pub const fn assert_state_field<T: StateField + ?Sized>() {}

/// Stops the compiler where all fields can be shared between threads, and the state cannot.
///
/// ```compile_fail,E0080
/// const _: () = freehold::__private::assert_whole_state(true, false);
/// ```
pub const fn assert_whole_state(fields: bool, state: bool) {
    assert!(
        state || !fields,
        "threads cannot share this state, because of a field that an attribute of the struct has added or changed: \
         move the struct out of the module"
    );
}
