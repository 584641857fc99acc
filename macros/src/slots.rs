//! CPython's special methods, as data: one row each. A row needs a new [`Shape`] only for a new C signature.

/// A special method that can be defined.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Special {
    pub name: &'static str,
    /// The slot's name in `Python.h`.
    pub slot: &'static str,
    pub shape: Shape,
    /// What it is called with, besides the object, as messages say it.
    pub operands: Operands,
    /// Which conversion of the runtime its result takes.
    pub result: SlotResult,
}

/// The C signature of a slot.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Shape {
    /// `unaryfunc`, `reprfunc`, `getiterfunc`, `iternextfunc`: `PyObject *(PyObject *)`
    Unary,
    /// `lenfunc`, `hashfunc`: `Py_ssize_t (PyObject *)`
    Number,
    /// `binaryfunc`: `PyObject *(PyObject *, PyObject *)`
    Binary,
    /// `objobjproc`: `int (PyObject *, PyObject *)`
    Test,
    /// `objobjargproc` with a value: `int (PyObject *, PyObject *, PyObject *)`
    SetItem,
    /// The same, where the value is null.
    DelItem,
    /// `richcmpfunc`: `PyObject *(PyObject *, PyObject *, int)`
    Equal,
    /// `ternaryfunc`: `PyObject *(PyObject *, PyObject *, PyObject *)`
    Call,
    /// `inquiry`: `int (PyObject *)`
    Inquiry,
}

/// The parameters of a special method.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Operands {
    /// These, by position.
    Fixed(&'static [&'static str]),
    /// Whatever the user declares.
    Any,
}

/// The conversions of `freehold::__private::slot`.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum SlotResult {
    Object,
    Repr,
    Len,
    Hash,
    Truth,
    Unit,
    Next,
}

const fn row(
    name: &'static str,
    slot: &'static str,
    shape: Shape,
    operands: Operands,
    result: SlotResult,
) -> Special {
    Special {
        name,
        slot,
        shape,
        operands,
        result,
    }
}

const NONE: Operands = Operands::Fixed(&[]);
const KEY: Operands = Operands::Fixed(&["key"]);

/// Every special method that can be defined.
pub const SPECIALS: &[Special] = &[
    row(
        "__repr__",
        "Py_tp_repr",
        Shape::Unary,
        NONE,
        SlotResult::Repr,
    ),
    row(
        "__len__",
        "Py_mp_length",
        Shape::Number,
        NONE,
        SlotResult::Len,
    ),
    row(
        "__getitem__",
        "Py_mp_subscript",
        Shape::Binary,
        KEY,
        SlotResult::Object,
    ),
    row(
        "__setitem__",
        "Py_mp_ass_subscript",
        Shape::SetItem,
        Operands::Fixed(&["key", "value"]),
        SlotResult::Unit,
    ),
    row(
        "__delitem__",
        "Py_mp_ass_subscript",
        Shape::DelItem,
        KEY,
        SlotResult::Unit,
    ),
    row(
        "__contains__",
        "Py_sq_contains",
        Shape::Test,
        Operands::Fixed(&["item"]),
        SlotResult::Truth,
    ),
    row(
        "__iter__",
        "Py_tp_iter",
        Shape::Unary,
        NONE,
        SlotResult::Object,
    ),
    row(
        "__next__",
        "Py_tp_iternext",
        Shape::Unary,
        NONE,
        SlotResult::Next,
    ),
    row(
        "__eq__",
        "Py_tp_richcompare",
        Shape::Equal,
        Operands::Fixed(&["other"]),
        SlotResult::Truth,
    ),
    row(
        "__hash__",
        "Py_tp_hash",
        Shape::Number,
        NONE,
        SlotResult::Hash,
    ),
    row(
        "__call__",
        "Py_tp_call",
        Shape::Call,
        Operands::Any,
        SlotResult::Object,
    ),
    row(
        "__clear__",
        "Py_tp_clear",
        Shape::Inquiry,
        NONE,
        SlotResult::Unit,
    ),
];

/// The slot of `__traverse__`, which has no row: it is not called as methods are.
pub const TRAVERSE: &str = "Py_tp_traverse";

/// Special methods that exist in Python and come later.
#[rustfmt::skip]
pub const LATER: &[&str] = &[
    "__str__", "__bytes__", "__format__", "__bool__", "__lt__", "__le__", "__ne__", "__gt__",
    "__ge__", "__richcmp__", "__getattr__", "__getattribute__", "__setattr__", "__delattr__",
    "__dir__", "__get__", "__set__", "__delete__", "__reversed__", "__length_hint__",
    "__concat__", "__repeat__", "__inplace_concat__", "__inplace_repeat__", "__add__", "__sub__",
    "__mul__", "__matmul__", "__truediv__", "__floordiv__", "__mod__", "__divmod__", "__pow__",
    "__lshift__", "__rshift__", "__and__", "__or__", "__xor__", "__radd__", "__rsub__",
    "__rmul__", "__rmatmul__", "__rtruediv__", "__rfloordiv__", "__rmod__", "__rdivmod__",
    "__rpow__", "__rlshift__", "__rrshift__", "__rand__", "__ror__", "__rxor__", "__iadd__",
    "__isub__", "__imul__", "__imatmul__", "__itruediv__", "__ifloordiv__", "__imod__",
    "__ipow__", "__ilshift__", "__irshift__", "__iand__", "__ior__", "__ixor__", "__neg__",
    "__pos__", "__abs__", "__invert__", "__complex__", "__int__", "__float__", "__index__",
    "__round__", "__trunc__", "__floor__", "__ceil__", "__enter__", "__exit__", "__await__",
    "__aiter__", "__anext__", "__aenter__", "__aexit__", "__getbuffer__", "__releasebuffer__",
    "__del__", "__missing__", "__sizeof__", "__reduce__",
    "__reduce_ex__", "__getstate__", "__setstate__", "__copy__", "__deepcopy__", "__getnewargs__",
    "__getnewargs_ex__", "__class_getitem__", "__init_subclass__", "__set_name__", "__fspath__",
    "__instancecheck__", "__subclasscheck__", "__new__", "__init__",
];

/// The row of a special method.
pub fn special(name: &str) -> Option<&'static Special> {
    SPECIALS.iter().find(|special| special.name == name)
}

/// Whether a name has the form of special methods.
pub fn is_dunder(name: &str) -> bool {
    name.len() > 4 && name.starts_with("__") && name.ends_with("__")
}

/// What was meant by a name that no special method has.
pub fn near(name: &str) -> Option<&'static str> {
    let mut known = vec!["__traverse__"];
    for special in SPECIALS {
        known.push(special.name);
    }
    known.extend(LATER);
    crate::suggest::nearest(name, &known)
}
