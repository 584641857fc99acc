//! Functions: how CPython calls in, how arguments are bound, how results go back.

mod argument;
mod bind;
pub mod def;
mod keywords;
mod recursion;
mod returns;
mod signature;
mod trampoline;
mod vector;

pub use argument::{
    arg, assert_section_target, class_ref, detached_class_ref, lock_target, section_target, single,
    try_arg, try_class_ref, try_lock_target, try_section_target,
};
pub use keywords::Keywords;
pub use recursion::Recursion;
pub use returns::{
    IntoPyErr, ReturnValue, assert_detached, assert_detached_result, assert_under_lock,
    not_implemented, ret,
};
pub use signature::{Signature, takes_nothing};
pub use trampoline::trampoline;
pub(crate) use vector::call_vector;
