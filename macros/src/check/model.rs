//! What `check` promises: everything in here is valid, so what follows cannot fail.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{
    Attribute, Block, Expr, Ident, ItemFn, ItemMod, ItemStatic, Member, Path, Type, Visibility,
};

use crate::names;
use crate::parse::module::{Export, StateField, UnsafeMarker};
use crate::slots::Special;

/// A function that Python calls.
#[cfg_attr(test, derive(Debug))]
pub struct Callable {
    pub name: Ident,
    pub python_name: String,
    pub receiver: Option<Receiver>,
    /// All parameters but the receiver, in Rust's order.
    pub params: Vec<Param>,
    pub section: Option<Section>,
    pub detached: bool,
    pub output: Output,
    pub signature: PySignature,
    pub doc: String,
    pub cfgs: Vec<Attribute>,
    pub allows: Vec<Attribute>,
    pub deprecated: bool,
    pub body: Block,
}

/// What a function returns.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Output {
    Unit,
    Type(Type),
    /// `-> impl Trait`, which has no name.
    Opaque,
}

/// The object that a method belongs to.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Receiver {
    /// `&self`, `&mut self`, where `self` is.
    Reference { exclusive: bool, at: Ident },
    /// A first parameter that is a handle of the class.
    Handle { kind: HandleKind, ty: Type },
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum HandleKind {
    /// `Py<Self>`
    Owned,
    /// `Bound<'_, Self>`
    Bound,
    /// `&Bound<'_, Self>`
    BoundRef,
}

/// One parameter.
#[cfg_attr(test, derive(Debug))]
pub struct Param {
    pub name: Ident,
    pub ty: Type,
    pub role: Role,
}

impl Param {
    /// The name that the user has given to it.
    pub fn written_name(&self) -> Option<String> {
        (self.name != names::unnamed()).then(|| self.name.unraw().to_string())
    }
}

/// Where a parameter comes from.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Role {
    /// `Python<'_>`
    Token,
    /// `NoSuspend<'_>`
    NoSuspend,
    /// A reference to an object of a class, without a lock.
    Shared { class: Type },
    /// `&Section<'_>`
    Section,
    /// A reference to the state of the module.
    State { ty: Type },
    /// A reference to an object that the section locks.
    Locked { class: Type, exclusive: bool },
    /// A handle of an object that the section locks.
    Handle { class: Type, by_value: bool },
    /// By conversion.
    Value,
}

/// A critical section.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Section {
    pub first: Target,
    pub second: Option<Target>,
    pub mode: Mode,
    /// Whether the attribute is the `impl` block's.
    pub of_block: bool,
}

impl Section {
    /// What it locks.
    pub fn targets(&self) -> Vec<&Target> {
        let mut targets = vec![&self.first];
        targets.extend(&self.second);
        targets
    }

    pub fn is_suspendable(&self) -> bool {
        matches!(self.mode, Mode::Suspendable { .. })
    }
}

/// What a section guarantees.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Mode {
    /// Over references: nothing in the body can suspend it. What to call when both are one object.
    Exclusive { same: Option<Path> },
    /// Over handles: what C's macros guarantee. What happens when another thread got in between.
    Suspendable { on_suspend: Option<OnSuspend> },
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum OnSuspend {
    Error,
    Retry,
}

/// What a section locks, at the word that names it.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Target {
    Receiver {
        at: Ident,
    },
    /// The index in [`Callable::params`].
    Param {
        index: usize,
        at: Ident,
    },
}

/// The parameters that Python sees.
#[derive(Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct PySignature {
    pub params: Vec<PyParam>,
    pub positional_only: usize,
    pub positional: usize,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct PyParam {
    /// The index in [`Callable::params`].
    pub index: usize,
    pub name: String,
    pub default: Option<Expr>,
}

/// A valid `#[pyfunction]`.
#[cfg_attr(test, derive(Debug))]
pub struct FunctionModel {
    pub visibility: Visibility,
    pub callable: Callable,
}

/// A valid `#[pyclass]`.
#[cfg_attr(test, derive(Debug))]
pub struct ClassModel {
    pub name: Ident,
    pub python_name: String,
    pub policy: Policy,
    pub subclass: bool,
    pub cache_aligned: bool,
    pub from_py_object: bool,
    pub fields: Vec<Field>,
    /// The same, as far as they could own references to Python objects.
    pub variants: Vec<Variant>,
    pub doc: String,
}

/// How threads share the objects of a class.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Policy {
    /// One at a time, under the object's lock.
    Locked,
    /// All at once, because nothing changes.
    Frozen,
    /// Readers at once, writers alone.
    ReadWrite,
}

/// A variant of a class that is an `enum`, or all of a `struct`.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Variant {
    pub name: Option<Ident>,
    pub cfgs: Vec<Attribute>,
    pub fields: Vec<VariantField>,
}

#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct VariantField {
    pub member: Member,
    pub ty: Type,
    pub cfgs: Vec<Attribute>,
    pub deprecated: bool,
}

/// A field of a class.
#[cfg_attr(test, derive(Debug))]
pub struct Field {
    pub ty: Type,
    pub property: Option<FieldProperty>,
    pub cfgs: Vec<Attribute>,
}

/// A field that is an attribute of the Python object.
#[cfg_attr(test, derive(Debug))]
pub struct FieldProperty {
    pub field: Ident,
    pub python_name: String,
    pub get: bool,
    pub set: bool,
    pub doc: String,
}

/// A valid `#[pymethods]`.
#[cfg_attr(test, derive(Debug))]
pub struct MethodsModel {
    pub class: Type,
    pub class_name: Ident,
    pub methods: Vec<Method>,
    /// More than one only where `#[cfg]` decides between them.
    pub traverses: Vec<Traverse>,
}

/// A valid `__traverse__`.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Traverse {
    pub name: Ident,
    pub output: Type,
    pub cfgs: Vec<Attribute>,
}

/// A valid method.
#[cfg_attr(test, derive(Debug))]
pub struct Method {
    pub kind: MethodKind,
    pub callable: Callable,
}

#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug))]
pub enum MethodKind {
    Plain,
    Static,
    New,
    Getter,
    Setter,
    Special(&'static Special),
}

/// A valid `#[pymodule]`.
#[cfg_attr(test, derive(Debug))]
pub struct ModuleModel {
    pub item: ItemMod,
    pub python_name: String,
    pub gil: Gil,
    pub interpreters: Interpreters,
    pub doc: String,
    pub exports: Vec<Export>,
    /// More than one only where `#[cfg]` decides between them.
    pub inits: Vec<ItemFn>,
    pub unsafe_markers: Vec<UnsafeMarker>,
    pub foreign: Vec<Span>,
    pub statics: Vec<ItemStatic>,
    pub state: Option<StateModel>,
    pub single_phase: bool,
}

/// The state of a module.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct StateModel {
    pub ty: Type,
    /// What is in it, as far as that can be seen.
    pub fields: Vec<StateField>,
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Gil {
    Unspecified,
    Used,
    NotUsed,
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Interpreters {
    NotSupported,
    SharedGil,
    PerInterpreterGil,
}

/// A valid function that Freehold does not export.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct RawModel {
    pub proof: RawProof,
    pub work: RawWork,
}

/// What proves that the thread is attached, and objects alive. Parameters are named by their index, which counts `self`.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum RawProof {
    /// What is locked.
    Handles,
    /// A parameter `Python<'_>`.
    Token(usize),
    /// The keyword `unsafe`, perhaps with a token beside it.
    Promise { token: Option<usize> },
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum RawWork {
    Section {
        first: RawLock,
        second: Option<RawLock>,
    },
    Detached,
}

/// A parameter that is locked.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct RawLock {
    /// Its index.
    pub param: usize,
    pub name: Ident,
    pub ty: Type,
}
