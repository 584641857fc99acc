//! What can be read off a type without knowing it: the only place that looks at the names of types.

mod within;

use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type, TypePath};

use super::model::HandleKind;
pub use within::{borrows, guard, opaque, owned, shared_handle, static_lifetime, type_object};

/// The runtime's handles and the standard library's owners: a reference to one is no reference to a class.
const NO_CLASSES: &[&str] = &[
    "Bound",
    "Py",
    "Borrowed",
    "PyAny",
    "PyList",
    "PyDict",
    "PyTuple",
    "PyString",
    "PyBytes",
    "PyModule",
    "PyType",
    "PyIterator",
    "PySet",
    "PyFrozenSet",
    "str",
    "String",
    "Vec",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "BTreeSet",
    "VecDeque",
    "Option",
    "Result",
    "Box",
    "Rc",
    "Arc",
    "Cow",
    "PathBuf",
    "Path",
    "OsStr",
    "OsString",
    "CStr",
    "CString",
];

/// Types that are values of Rust, whatever is in scope.
const VALUES: &[&str] = &[
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32",
    "f64", "bool", "char", "str", "String", "Vec", "HashMap", "HashSet", "BTreeMap", "BTreeSet",
    "VecDeque", "Option", "PathBuf",
];

/// Types without a reference to a Python object in them.
const PLAIN_VALUES: &[&str] = &[
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "f32",
    "f64", "bool", "char", "String", "PathBuf",
];

pub fn is_one_of(name: &Ident, known: &[&str]) -> bool {
    known.contains(&name.to_string().as_str())
}

/// Whether a field of this type may own references to Python objects, as far as its name tells.
pub fn may_own_objects(ty: &Type) -> bool {
    last_segment(ty).is_none_or(|segment| !is_one_of(&segment.ident, PLAIN_VALUES))
}

/// What a parameter's type says about the parameter.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub enum Shape<'a> {
    /// `Python<'_>`
    Token,
    /// `NoSuspend<'_>`
    NoSuspend,
    /// `&Section<'_>`, or `Section<'_>` in another form.
    Section {
        reference: bool,
    },
    /// `&T` or `&mut T`, where `T` could be a class.
    ClassRef {
        class: &'a Type,
        exclusive: bool,
    },
    /// `Bound<…>`, `&Bound<…>`, `Py<…>`
    Handle,
    /// `PyRef<…>` or `PyRefMut<…>`
    BorrowFlag,
    Other,
}

/// Classifies a parameter by its type.
pub fn shape(ty: &Type) -> Shape<'_> {
    match plain(ty) {
        Type::Reference(reference) => match last_segment(&reference.elem) {
            Some(segment) if is_handle(segment) => Shape::Handle,
            Some(segment) if segment.ident == "PyRef" || segment.ident == "PyRefMut" => {
                Shape::BorrowFlag
            }
            Some(segment) if is_section(segment) => Shape::Section {
                reference: reference.mutability.is_none(),
            },
            Some(segment) if is_one_of(&segment.ident, NO_CLASSES) => Shape::Other,
            Some(_) => Shape::ClassRef {
                class: &reference.elem,
                exclusive: reference.mutability.is_some(),
            },
            None => Shape::Other,
        },
        ty => match last_segment(ty) {
            Some(segment) if segment.ident == "Python" => Shape::Token,
            Some(segment) if segment.ident == "NoSuspend" => Shape::NoSuspend,
            Some(segment) if segment.ident == "PyRef" || segment.ident == "PyRefMut" => {
                Shape::BorrowFlag
            }
            Some(segment) if is_handle(segment) => Shape::Handle,
            Some(segment) if is_section(segment) => Shape::Section { reference: false },
            _ => Shape::Other,
        },
    }
}

/// `Section<'_>`: with a lifetime, no class can be called so.
fn is_section(segment: &PathSegment) -> bool {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return false;
    };
    let lifetime = |argument: &GenericArgument| matches!(argument, GenericArgument::Lifetime(_));
    segment.ident == "Section" && arguments.args.len() == 1 && arguments.args.iter().all(lifetime)
}

/// `Section` without its lifetime, which may also be a class of the user's.
pub fn may_be_section(class: &Type) -> bool {
    last_segment(class)
        .is_some_and(|segment| segment.ident == "Section" && segment.arguments.is_none())
}

fn is_handle(segment: &PathSegment) -> bool {
    segment.ident == "Bound" || segment.ident == "Py" || segment.ident == "Borrowed"
}

/// Whether a type is certainly a value of Rust, which has no lock.
pub fn is_value(ty: &Type) -> bool {
    let ty = match plain(ty) {
        Type::Reference(reference) => plain(&reference.elem),
        ty => ty,
    };
    match ty {
        Type::Slice(_) | Type::Array(_) | Type::Tuple(_) => true,
        ty => last_segment(ty).is_some_and(|segment| is_one_of(&segment.ident, VALUES)),
    }
}

/// Whether a type is certainly one of another crate.
pub fn is_foreign(ty: &Type) -> bool {
    is_value(ty) || last_segment(ty).is_some_and(|segment| is_one_of(&segment.ident, NO_CLASSES))
}

/// Whether a type is the class of an `impl` block: `Self`, or its name.
pub fn is_class(ty: &Type, class: &Ident) -> bool {
    last_segment(ty).is_some_and(|segment| segment.ident == "Self" || segment.ident == *class)
}

/// The handle that a method takes its object as, if it is one.
pub fn receiver_handle(ty: &Type, class: &Ident) -> Option<HandleKind> {
    let (inner, kind) = match plain(ty) {
        Type::Reference(reference) => (plain(&reference.elem), Some(HandleKind::BoundRef)),
        ty => (ty, None),
    };
    let segment = last_segment(inner)?;
    let held = type_arguments(segment).last().copied()?;
    if !is_class(held, class) {
        return None;
    }
    match (segment.ident.to_string().as_str(), kind) {
        ("Bound", kind) => Some(kind.unwrap_or(HandleKind::Bound)),
        ("Py", None) => Some(HandleKind::Owned),
        _ => None,
    }
}

/// A parameter that is a handle.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Handle<'a> {
    /// `Bound`, `Py` or `Borrowed`.
    pub name: &'a Ident,
    /// `T`, where it is written.
    pub held: Option<&'a Type>,
    /// Whether it is `Handle<…>` and not `&Handle<…>`.
    pub by_value: bool,
    /// `&mut Handle<…>`
    pub exclusive: bool,
}

/// The parts of a handle's type.
pub fn handle(ty: &Type) -> Option<Handle<'_>> {
    let (inner, by_value, exclusive) = match plain(ty) {
        Type::Reference(reference) => (
            plain(&reference.elem),
            false,
            reference.mutability.is_some(),
        ),
        ty => (ty, true, false),
    };
    let segment = last_segment(inner)?;
    is_handle(segment).then(|| Handle {
        name: &segment.ident,
        held: type_arguments(segment).last().copied(),
        by_value,
        exclusive,
    })
}

/// The handle in `Option<…>`.
pub fn optional_handle(ty: &Type) -> Option<&Type> {
    let segment = last_segment(ty)?;
    let held = type_arguments(segment).first().copied()?;
    (segment.ident == "Option" && handle(held).is_some()).then_some(held)
}

/// `T` of `Bound<'_, T>` or `Py<T>`, with or without a reference, unless it is a type of Python's own.
pub fn class_of_handle(ty: &Type) -> Option<&Type> {
    let held = handle(ty)?.held?;
    let name = &last_segment(held)?.ident;
    (!is_one_of(name, NO_CLASSES)).then_some(held)
}

/// `T` of a `Result`, and `E` where it is written: `Result<T, E>`, `PyResult<T>`, `io::Result<T>`.
pub fn result_parts(ty: &Type) -> Option<(&Type, Option<&Type>)> {
    let segment = last_segment(ty)?;
    let named = segment.ident == "Result" || segment.ident == "PyResult";
    match type_arguments(segment).as_slice() {
        [value, error] if named => Some((value, Some(error))),
        [value] if named => Some((value, None)),
        _ => None,
    }
}

fn type_arguments(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// The last segment of a path type.
pub fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match plain(ty) {
        Type::Path(TypePath {
            qself: None, path, ..
        }) => path.segments.last(),
        _ => None,
    }
}

/// Without the parentheses and invisible groups around it.
fn plain(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => plain(&group.elem),
        Type::Paren(paren) => plain(&paren.elem),
        ty => ty,
    }
}

/// Tokens as users write them, without the spaces that printing puts everywhere.
pub fn shown(tokens: &dyn ToTokens) -> String {
    let mut text = String::new();
    show(tokens.to_token_stream(), &mut text);
    text
}

fn show(tokens: proc_macro2::TokenStream, text: &mut String) {
    use proc_macro2::{Delimiter, Spacing, TokenTree};
    let mut glued = true;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if text.ends_with("mut") {
                    text.push(' ');
                }
                text.push_str(open);
                show(group.stream(), text);
                text.push_str(close);
                glued = false;
            }
            TokenTree::Punct(punct) => {
                let mark = punct.as_char();
                let spaced = matches!(mark, '=' | '+' | '|') && punct.spacing() == Spacing::Alone;
                if spaced {
                    text.push(' ');
                }
                text.push(mark);
                if spaced
                    || mark == ','
                    || (mark == ':' && punct.spacing() == Spacing::Alone && !text.ends_with("::"))
                {
                    text.push(' ');
                }
                glued = true;
            }
            word => {
                if !glued {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
                glued = false;
            }
        }
    }
}
