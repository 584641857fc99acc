//! Every identifier that the macros invent.
//!
//! Locals have the hygiene of `mixed_site`, so they never meet a name of the user. Items have no such hygiene: their
//! names start with `__freehold`.

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;

/// The user's name in its place, but of the expansion: lints take what is declared or called by it for generated code.
pub fn generated(name: &Ident) -> Ident {
    let mut name = name.clone();
    name.set_span(name.span().resolved_at(Span::call_site()));
    name
}

/// A local variable of generated code.
pub fn local(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The local that holds the `index`th parameter of the user's function.
pub fn argument(index: usize) -> Ident {
    format_ident!("arg{index}", span = Span::mixed_site())
}

/// The name of a parameter that has none.
pub fn unnamed() -> Ident {
    hidden("__freehold_unnamed")
}

/// The C function that calls a `#[pyfunction]`.
pub fn function_trampoline() -> Ident {
    hidden("__freehold_trampoline")
}

/// The C function that calls a method, a constructor or a special method.
pub fn method_trampoline(method: &Ident) -> Ident {
    format_ident!(
        "__freehold_fn_{}",
        method.unraw(),
        span = Span::mixed_site()
    )
}

/// The C function behind the special methods of one slot.
pub fn slot_trampoline(slot: &str) -> Ident {
    format_ident!("__freehold_slot_{slot}", span = Span::mixed_site())
}

/// The C functions that read and write a field.
pub fn field_getter(field: &Ident) -> Ident {
    format_ident!(
        "__freehold_field_get_{}",
        field.unraw(),
        span = Span::mixed_site()
    )
}

pub fn field_setter(field: &Ident) -> Ident {
    format_ident!(
        "__freehold_field_set_{}",
        field.unraw(),
        span = Span::mixed_site()
    )
}

/// The constant that describes a function's parameters.
pub fn signature() -> Ident {
    hidden("__FREEHOLD_SIGNATURE")
}

/// The static that has the names of a function's parameters as Python has them.
pub fn keywords() -> Ident {
    hidden("__FREEHOLD_KEYWORDS")
}

/// The function in which the types of a class's fields are checked.
pub fn field_checks() -> Ident {
    hidden("__freehold_field_checks")
}

/// The constant in which the class as a whole is checked.
pub fn class_check() -> Ident {
    hidden("__FREEHOLD_CLASS_CHECK")
}

/// The static that describes a module.
pub fn module() -> Ident {
    hidden("__FREEHOLD_MODULE")
}

/// The constants that it is made of.
pub fn module_items() -> Ident {
    hidden("__FREEHOLD_ITEMS")
}

pub fn module_init_function() -> Ident {
    hidden("__FREEHOLD_INIT")
}

/// The two functions by which CPython finds a module.
pub fn module_init(python_name: &str) -> Ident {
    format_ident!("PyInit_{python_name}", span = Span::call_site())
}

pub fn module_export(python_name: &str) -> Ident {
    format_ident!("PyModExport_{python_name}", span = Span::call_site())
}

/// The constant that `#[pymethods]` adds to a class. Two blocks collide on it, so rustc shows its name to the user.
pub fn class_methods() -> Ident {
    Ident::new("__ONLY_ONE_PYMETHODS_BLOCK_PER_CLASS", Span::call_site())
}

fn hidden(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}
