//! Functions: how CPython calls in, how arguments are bound, how results go back.

mod argument;
mod bind;
pub mod def;
mod recursion;
mod returns;
mod signature;
mod trampoline;

pub use argument::{
    arg, assert_section_target, class_ref, detached_class_ref, lock_target, section_target, single,
    try_arg, try_class_ref, try_lock_target, try_section_target,
};
pub(crate) use bind::call_vector;
pub use recursion::Recursion;
pub use returns::{
    IntoPyErr, ReturnValue, assert_detached, assert_detached_result, assert_under_lock,
    not_implemented, ret,
};
pub use signature::Signature;
pub use trampoline::trampoline;
