//! The attributes of Freehold. Users get them from `freehold::prelude`.
//!
//! Each attribute goes through four stages, with one data type per arrow (see `expand`):
//!
//! ```text
//! tokens ─ parse → *Input ─ check → *Model ─ plan → *Plan ─ emit → tokens
//! ```
//!
//! Only `parse` and `check` can fail, and they collect every mistake of an item in one `Ctxt`.

#![allow(
    clippy::large_enum_variant,
    reason = "syntax trees are large, and there are few of them at a time"
)]

mod check;
mod ctxt;
mod emit;
mod expand;
mod lint;
mod messages;
mod names;
mod parse;
mod plan;
mod rewrite;
mod slots;
mod suggest;
#[cfg(test)]
mod tests;
mod walk;

use proc_macro::TokenStream;

use parse::words::Word;

/// Makes an inline module an extension module that Python can import.
///
/// Functions, classes and `#[pymodule_export]` items of the module become its contents. Options: `gil_not_used` or
/// `gil_used`, `multiple_interpreters = "not_supported" | "shared_gil" | "per_interpreter_gil"`, `state = Type`, `single_phase`,
/// `name = "…"`.
#[proc_macro_attribute]
pub fn pymodule(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::pymodule(arguments.into(), item.into()).into()
}

/// Makes a function one that Python can call.
///
/// Options: `name = "…"`, `signature = (a, b = 1, /, c, *, d = None)`. The cheapest calling convention that fits is
/// chosen.
#[proc_macro_attribute]
pub fn pyfunction(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::pyfunction(arguments.into(), item.into()).into()
}

/// Makes a struct or an enum a Python class.
///
/// By default its data is reached only under the object's lock; `frozen` makes it read-only and lock-free. Options:
/// `frozen`, `lock = "rw"`, `name = "…"`, `subclass`, `from_py_object`; on fields `#[freehold(get, set)]`.
#[proc_macro_attribute]
pub fn pyclass(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::pyclass(arguments.into(), item.into()).into()
}

/// Makes the methods of an `impl` block methods of the Python class.
///
/// Methods are marked with `#[new]`, `#[staticmethod]`, `#[getter]`, `#[setter]`; special methods have their Python
/// names; options are given with `#[freehold(name = "…", signature = (…))]`.
#[proc_macro_attribute]
pub fn pymethods(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::pymethods(arguments.into(), item.into()).into()
}

/// PyO3's options, which Freehold spells `#[freehold(…)]`: it says so.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn pyo3(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::pyo3(arguments.into(), item.into()).into()
}

/// `helper! { name = Word; }`: an attribute that one of the above reads. By itself it can only say where it belongs.
macro_rules! helpers {
    ($($(#[$meta:meta])* $name:ident = $word:expr;)*) => {$(
        $(#[$meta])*
        #[proc_macro_attribute]
        pub fn $name(arguments: TokenStream, item: TokenStream) -> TokenStream {
            expand::marker($word, arguments.into(), item.into()).into()
        }
    )*};
}

helpers! {
    /// Locks the objects that it names for the length of a call: `#[critical_section(self)]`,
    /// `#[critical_section(self, other)]`.
    ///
    /// In the body `&mut self` and `&mut T` are exclusive without any `unsafe`: nothing there can release the lock. If
    /// both may be one object, `same = path` says what to call then; without it, that raises `ValueError`.
    ///
    /// Handles, `&Bound<'_, T>`, are locked as the macros of C do: Python may run, which may suspend the section.
    /// `on_suspend = "error" | "retry"` says what to do then. On a `#[pymethods]` block it locks every method.
    critical_section = Word::CriticalSection;
    /// Runs the body detached from the interpreter, so that other threads run meanwhile.
    allow_threads = Word::AllowThreads;
    /// Marks the constructor, in `#[pymethods]`.
    new = Word::New;
    /// Marks a method without receiver, in `#[pymethods]`.
    staticmethod = Word::StaticMethod;
    /// Marks a method that reads an attribute, in `#[pymethods]`.
    getter = Word::Getter;
    /// Marks a method that sets an attribute, in `#[pymethods]`.
    setter = Word::Setter;
    /// Exports what a `use` or a `const` names, in `#[pymodule]`.
    pymodule_export = Word::Export;
    /// Marks the function that runs when the module is imported, in `#[pymodule]`.
    pymodule_init = Word::Init;
    /// Options of a method or a field: `name = "…"`, `signature = (…)`, `get`, `set`.
    freehold = Word::Options;
}
