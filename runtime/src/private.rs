//! The only door for generated code. Nothing here is for users, and any of it may change.

pub use crate::class::{
    ClassCell, ClassMethods, CloneField, Constructor, Field, Frozen, FrozenClass, Locked,
    LockedClass, NoMethods, Otherwise, PropertyDef, PyClass, ReadWrite, Sendable, Shareable,
    assert_frozen_field, assert_locked_field, assert_rw_field, assert_whole_class,
    class_from_pyobject, class_into_pyobject, detached_receiver, new_object, no_delete,
    no_item_assignment, no_item_deletion, read_receiver, receiver,
};
pub use crate::convert::{FromPyObject, IntoPyObject};
pub use crate::err::NewException;
pub use crate::function::{
    IntoPyErr, Keywords, Recursion, Signature, arg, assert_detached, assert_detached_result,
    assert_section_target, assert_under_lock, class_ref, detached_class_ref, lock_target,
    not_implemented, ret, section_target, single, takes_nothing, trampoline, try_arg,
    try_class_ref, try_lock_target, try_section_target,
};
pub use crate::gc::{
    ClassCollected, DropKind, Each, EachMut, FieldKind, FieldObjects, GivenUp, NoDrop, NotVisited,
    NotVisitedField, TraverseResult, Visited, VisitedFieldMut, by_fields, each_field,
    each_field_mut, several, traverse_by_hand, visited,
};
pub use crate::module::{
    ConstantItem, Gil, Interpreters, Item, ModuleDef, ModuleItem, ModuleOptions, ModuleState,
    NotCollected, Phases, StateDef, StateKind, assert_state_field, assert_whole_state, class_item,
    class_state, constant, default_state, function_state, init_result, object_state, renamed,
    state_result,
};
pub use crate::section::{
    Locked1, Locked2, Read, Section, SectionGuard, Write, error_on_suspend, error_on_suspend2,
    exclusive, exclusive2, is_same, retried, retry_on_suspend, retry_on_suspend2,
    suspendable_in_block, suspendable_in_block2, with_critical_section as suspendable,
    with_critical_section2 as suspendable2, with_watched_section as watched,
    with_watched_section2 as watched2,
};
pub use crate::types::Interned;
pub use crate::{Bound, NoSuspend, PyResult, Python, ffi, types::PyAny, types::PyModule};
pub use crate::{PyTraverseError, PyVisit};

pub use crate::raw::private as raw;

/// Table entries.
pub mod def {
    pub use crate::class::slot;
    pub use crate::function::def::{
        class_level, fastcall, fastcall_keywords, fastcall_nothing, noargs, one, static_,
    };
}

/// Results of special methods.
pub mod slot {
    pub use crate::class::{hash, len, next, repr, truth, unit};
    pub use crate::function::ret as object;
}
