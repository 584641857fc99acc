//! The only door for generated code. Nothing here is for users, and any of it may change.

pub use crate::class::{
    ClassCell, ClassMethods, CloneField, Constructor, Field, Frozen, FrozenClass, Locked,
    LockedClass, NoMethods, PropertyDef, PyClass, assert_frozen_field, assert_locked_field,
    class_from_pyobject, class_into_pyobject, detached_receiver, new_object, no_delete,
    no_item_assignment, no_item_deletion, read_receiver, receiver,
};
pub use crate::convert::{FromPyObject, IntoPyObject};
pub use crate::function::{
    IntoPyErr, Signature, arg, assert_detached, assert_detached_result, assert_under_lock,
    class_ref, detached_class_ref, lock_target, not_implemented, ret, single, trampoline, try_arg,
    try_class_ref, try_lock_target,
};
pub use crate::module::{
    ConstantItem, Gil, Interpreters, Item, ModuleDef, ModuleItem, ModuleOptions, class_item,
    constant, init_result, renamed,
};
pub use crate::section::{Locked1, Locked2, Read, Write, exclusive, exclusive2, is_same};
pub use crate::{Bound, NoSuspend, PyResult, Python, ffi, types::PyAny, types::PyModule};

/// Table entries.
pub mod def {
    pub use crate::class::slot;
    pub use crate::function::def::{fastcall, fastcall_keywords, noargs, one, static_};
}

/// Results of special methods.
pub mod slot {
    pub use crate::class::{hash, len, next, repr, truth, unit};
    pub use crate::function::ret as object;
}
