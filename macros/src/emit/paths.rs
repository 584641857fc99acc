//! Every path of the runtime that generated code refers to. All lead through `freehold::__private`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use syn::Token;

/// A path of the runtime, from `freehold` on.
#[derive(Clone, Copy)]
pub struct Runtime(&'static str);

impl Runtime {
    /// The path as if the user had written it at `span`: where a message about it then points.
    pub fn at(self, span: Span) -> TokenStream {
        let mut tokens = TokenStream::new();
        self.write(span, &mut tokens);
        tokens
    }

    fn write(self, span: Span, tokens: &mut TokenStream) {
        for segment in self.0.split("::") {
            Token![::](span).to_tokens(tokens);
            tokens.append(Ident::new(segment, span));
        }
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.write(Span::call_site(), tokens);
    }
}

/// `NAME = path;` declares the constant `NAME`, a path below `freehold::__private`.
macro_rules! paths {
    ($($name:ident = $path:literal;)*) => {
        $(pub const $name: Runtime = Runtime(concat!("freehold::__private::", $path));)*
    };
}

paths! {
    // Tokens and results.
    PYTHON = "Python";
    PY_RESULT = "PyResult";
    PY_OBJECT = "ffi::PyObject";
    PY_MODULE = "PyModule";
    PY_ANY = "PyAny";
    BOUND = "Bound";
    FFI = "ffi";

    // Calls.
    TRAMPOLINE = "trampoline";
    SIGNATURE = "Signature";
    KEYWORDS = "Keywords";
    TAKES_NOTHING = "takes_nothing";
    SINGLE = "single";
    ARG = "arg";
    CLASS_REF = "class_ref";
    DETACHED_CLASS_REF = "detached_class_ref";
    LOCK_TARGET = "lock_target";
    TRY_ARG = "try_arg";
    TRY_CLASS_REF = "try_class_ref";
    TRY_LOCK_TARGET = "try_lock_target";
    SECTION_TARGET = "section_target";
    TRY_SECTION_TARGET = "try_section_target";
    NOT_IMPLEMENTED = "not_implemented";
    RET = "ret";
    INTO_PY_ERR = "IntoPyErr";
    RECEIVER = "receiver";
    READ_RECEIVER = "read_receiver";
    DETACHED_RECEIVER = "detached_receiver";
    ASSERT_UNDER_LOCK = "assert_under_lock";
    ASSERT_DETACHED = "assert_detached";
    ASSERT_DETACHED_RESULT = "assert_detached_result";

    // Sections.
    EXCLUSIVE = "exclusive";
    EXCLUSIVE2 = "exclusive2";
    READ = "Read";
    WRITE = "Write";
    LOCKED1 = "Locked1";
    LOCKED2 = "Locked2";
    IS_SAME = "is_same";
    SUSPENDABLE = "suspendable";
    SUSPENDABLE2 = "suspendable2";
    WATCHED = "watched";
    WATCHED2 = "watched2";
    ERROR_ON_SUSPEND = "error_on_suspend";
    ERROR_ON_SUSPEND2 = "error_on_suspend2";
    RETRY_ON_SUSPEND = "retry_on_suspend";
    RETRY_ON_SUSPEND2 = "retry_on_suspend2";
    SUSPENDABLE_IN_BLOCK = "suspendable_in_block";
    SUSPENDABLE_IN_BLOCK2 = "suspendable_in_block2";
    RETRIED = "retried";

    // The raw tier.
    RAW_BY_HANDLE = "raw::by_handle";
    RAW_BY_TOKEN = "raw::by_token";
    RAW_BY_PROMISE = "raw::by_promise";
    RAW_SECTION = "raw::section";
    RAW_SECTION2 = "raw::section2";
    RAW_ASSERT_ENTERS = "raw::assert_enters";
    RAW_ASSERT_LEAVES = "raw::assert_leaves";
    RAW_LEAVING = "raw::leaving";
    RAW_ONCE = "raw::once";
    RAW_DETACHED_WITH_TOKEN = "raw::detached_with_token";
    RAW_DETACHED_WITHOUT_TOKEN = "raw::detached_without_token";
    RAW_TOKEN_IS_USED_UP = "raw::TokenIsUsedUp";

    // Tables.
    NOARGS = "def::noargs";
    ONE = "def::one";
    FASTCALL = "def::fastcall";
    FASTCALL_NOTHING = "def::fastcall_nothing";
    FASTCALL_KEYWORDS = "def::fastcall_keywords";
    STATIC = "def::static_";
    CLASS_LEVEL = "def::class_level";
    SLOT = "def::slot";

    // Results of special methods.
    SLOT_OBJECT = "slot::object";
    SLOT_REPR = "slot::repr";
    SLOT_LEN = "slot::len";
    SLOT_HASH = "slot::hash";
    SLOT_TRUTH = "slot::truth";
    SLOT_UNIT = "slot::unit";
    SLOT_NEXT = "slot::next";

    // Classes.
    PY_CLASS = "PyClass";
    CLASS_METHODS = "ClassMethods";
    NO_METHODS = "NoMethods";
    CONSTRUCTOR = "Constructor";
    PROPERTY_DEF = "PropertyDef";
    CLASS_CELL = "ClassCell";
    LOCKED = "Locked";
    FROZEN = "Frozen";
    LOCKED_CLASS = "LockedClass";
    FROZEN_CLASS = "FrozenClass";
    READ_WRITE = "ReadWrite";
    ASSERT_LOCKED_FIELD = "assert_locked_field";
    ASSERT_FROZEN_FIELD = "assert_frozen_field";
    ASSERT_RW_FIELD = "assert_rw_field";
    ASSERT_WHOLE_CLASS = "assert_whole_class";
    SENDABLE = "Sendable";
    SHAREABLE = "Shareable";
    OTHERWISE = "Otherwise";
    FIELD = "Field";
    CLONE_FIELD = "CloneField";
    RECURSION = "Recursion";
    NEW_OBJECT = "new_object";
    NO_DELETE = "no_delete";
    NO_ITEM_DELETION = "no_item_deletion";
    NO_ITEM_ASSIGNMENT = "no_item_assignment";
    INTO_PY_OBJECT = "IntoPyObject";
    FROM_PY_OBJECT = "FromPyObject";
    CLASS_INTO_PYOBJECT = "class_into_pyobject";
    CLASS_FROM_PYOBJECT = "class_from_pyobject";

    // What the collector is told.
    CLASS_COLLECTED = "ClassCollected";
    FIELD_OBJECTS = "FieldObjects";
    FIELD_KIND = "FieldKind";
    NOT_VISITED = "NotVisited";
    DROP_KIND = "DropKind";
    NO_DROP = "NoDrop";
    EACH = "Each";
    EACH_MUT = "EachMut";
    BY_FIELDS = "by_fields";
    EACH_FIELD = "each_field";
    EACH_FIELD_MUT = "each_field_mut";
    PY_TRAVERSE_ERROR = "PyTraverseError";
    TRAVERSE_BY_HAND = "traverse_by_hand";

    // Modules.
    MODULE_ITEM = "ModuleItem";
    ITEM = "Item";
    CLASS_ITEM = "class_item";
    RENAMED = "renamed";
    CONSTANT_ITEM = "ConstantItem";
    CONSTANT = "constant";
    MODULE_DEF = "ModuleDef";
    MODULE_OPTIONS = "ModuleOptions";
    GIL = "Gil";
    INTERPRETERS = "Interpreters";
    PHASES = "Phases";
    INIT_RESULT = "init_result";

    // Their states.
    MODULE_STATE = "ModuleState";
    STATE_DEF = "StateDef";
    STATE_KIND = "StateKind";
    NOT_COLLECTED = "NotCollected";
    ASSERT_STATE_FIELD = "assert_state_field";
    ASSERT_WHOLE_STATE = "assert_whole_state";
    STATE_RESULT = "state_result";
    DEFAULT_STATE = "default_state";
    FUNCTION_STATE = "function_state";
    OBJECT_STATE = "object_state";
    CLASS_STATE = "class_state";
}
