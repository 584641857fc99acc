//! Expansions, reparsed; and some of them word for word.

mod sections;

use proc_macro2::TokenStream;

use super::tokens;
use crate::expand;
use crate::parse::words::Word;

/// The expansion is Rust, and has no error in it.
fn valid(expansion: TokenStream) -> String {
    let text = expansion.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    syn::parse2::<syn::File>(expansion).unwrap_or_else(|error| panic!("{error}\n{text}"));
    squeezed(&text)
}

/// The expansion is Rust, with so many errors.
fn with_errors(expansion: TokenStream, count: usize) -> String {
    let text = expansion.to_string();
    assert_eq!(text.matches("compile_error").count(), count, "{text}");
    syn::parse2::<syn::File>(expansion).unwrap_or_else(|error| panic!("{error}\n{text}"));
    squeezed(&text)
}

/// How tokens are spaced says nothing.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn normal(source: &str) -> String {
    squeezed(&tokens(source).to_string())
}

#[test]
fn functions_of_every_convention() {
    for (arguments, item) in [
        ("", "fn f() {}"),
        ("signature = (a, /)", "fn f(a: &str) -> usize { a.len() }"),
        (
            "signature = (a, b = 1, /)",
            "fn f(a: u8, b: u8) -> u8 { a + b }",
        ),
        (
            "signature = (a, *, b = vec![1, 2])",
            "pub(crate) fn f<'py>(py: Python<'py>, a: Bound<'py, PyAny>, b: Vec<u8>) {}",
        ),
        (
            "",
            "#[allow_threads] fn f(data: &[u8]) -> Result<u32, E> { Ok(1) }",
        ),
        ("", "#[allow_threads] fn f() -> impl IntoPyObject { 1 }"),
        (
            "",
            "#[critical_section(a, b, same = one)] fn f(a: &mut C, n: u8, b: &mut C, cs: NoSuspend<'_>) {}",
        ),
    ] {
        valid(expand::pyfunction(tokens(arguments), tokens(item)));
    }
}

#[test]
fn a_function_without_parameters() {
    let expansion = valid(expand::pyfunction(
        tokens(""),
        tokens("/// One.\nfn one() -> u8 { 1 }"),
    ));
    let expected = r#"
        /// One.
        fn one() -> u8 { 1 }
        #[doc(hidden)]
        struct one { _private: ::core::convert::Infallible, }
        #[automatically_derived]
        unsafe impl ::freehold::__private::ModuleItem for one {
            const ITEM: ::freehold::__private::Item = ::freehold::__private::Item::Function({
                unsafe extern "C" fn __freehold_trampoline(
                    slf: *mut ::freehold::__private::ffi::PyObject,
                    _: *const *mut ::freehold::__private::ffi::PyObject,
                    nargs: isize
                ) -> *mut ::freehold::__private::ffi::PyObject {
                    let run = |py: ::freehold::__private::Python<'_>|
                        -> ::freehold::__private::PyResult<*mut ::freehold::__private::ffi::PyObject> {
                        let _ = slf;
                        if nargs != 0 {
                            return ::core::result::Result::Err(unsafe {
                                ::freehold::__private::takes_nothing(py, slf, "one", nargs)
                            });
                        }
                        let out = one();
                        ::freehold::__private::ret(py, ::core::convert::identity::<u8>(out))
                    };
                    unsafe { ::freehold::__private::trampoline(run) }
                }
                ::freehold::__private::def::fastcall_nothing(c"one", __freehold_trampoline, c"one($module)\n--\n\nOne.")
            });
        }
    "#;
    assert_eq!(expansion, normal(expected));
}

/// `#![forbid(unsafe_code)]` in the user's crate would refuse any `#[allow(unsafe_code)]`.
#[test]
fn no_lint_is_lifted() {
    let module = "mod m { #[pymodule_init] fn init(m: &M) {} #[pymodule_export] use a::b; }";
    let methods =
        "impl C { #[new] fn new() -> Self { C } fn __eq__(&self, o: &Self) -> bool { true } }";
    for expansion in [
        expand::pyfunction(tokens(""), tokens("fn f(a: u8) {}")),
        expand::pyclass(
            tokens("frozen"),
            tokens("struct P { #[freehold(get)] x: u8 }"),
        ),
        expand::pymethods(tokens(""), tokens(methods)),
        expand::pymodule(tokens(""), tokens(module)),
    ] {
        assert!(!valid(expansion).contains("allow("));
    }
}

#[test]
fn deprecated_functions_are_called_all_the_same() {
    let source = "#[deprecated] fn f() {}";
    let expansion = valid(expand::pyfunction(tokens(""), tokens(source)));
    let part = "let out = { #[allow(deprecated)] let called = f(); called };";
    assert!(expansion.contains(&normal(part)), "{expansion}");
}

#[test]
fn what_cfg_decides_between_is_emitted_with_it() {
    let source = "impl C { #[cfg(a)] #[new] fn new() -> Self { C } #[cfg(b)] #[new] fn new() -> Self { C } }";
    let expansion = valid(expand::pymethods(tokens(""), tokens(source)));
    for cfg in ["#[cfg(a)] let made", "#[cfg(b)] let made"] {
        assert!(expansion.contains(&normal(cfg)), "{expansion}");
    }
}

#[test]
fn a_constructor_is_shown_by_the_name_of_its_class() {
    let source = "impl C { #[new] fn new(x: u8) -> Self { C } }";
    let expansion = valid(expand::pymethods(tokens(""), tokens(source)));
    let part = "function: <Self as ::freehold::__private::PyClass>::NAME";
    assert!(expansion.contains(&normal(part)), "{expansion}");
}

#[test]
fn references_are_asked_for_as_they_are_used() {
    let attached = valid(expand::pyfunction(tokens(""), tokens("fn f(c: &C) {}")));
    assert!(attached.contains("::class_ref::<C>"), "{attached}");
    let detached = expand::pyfunction(tokens(""), tokens("#[allow_threads] fn f(c: &C) {}"));
    let detached = valid(detached);
    assert!(detached.contains("::detached_class_ref::<C>"), "{detached}");
}

#[test]
fn methods_of_every_kind() {
    valid(expand::pymethods(
        TokenStream::new(),
        tokens(
            "impl C {
                #[new] #[freehold(signature = (a = 1))] fn new(a: u8) -> PyResult<Self> { Ok(C) }
                fn read(&self) -> u8 { 1 }
                #[critical_section(self)] fn hit(&mut self, n: u64) -> u64 { n }
                #[critical_section(self, other)] fn absorb(&mut self, other: &mut C) {}
                #[allow_threads] fn detached(slf: Py<Self>) {}
                #[staticmethod] fn make() -> Self { C }
                #[getter] fn x(&self) -> u8 { 1 }
                #[setter] #[critical_section(self)] fn set_x(&mut self, v: u8) {}
                fn __repr__(&self) -> String { String::new() }
                fn __len__(&self) -> usize { 1 }
                fn __getitem__(&self, key: usize) -> u8 { 1 }
                #[critical_section(self)] fn __setitem__(&mut self, key: usize, value: u8) {}
                fn __contains__(&self, item: u8) -> bool { true }
                fn __iter__(slf: Py<Self>) -> Py<Self> { slf }
                #[critical_section(self)] fn __next__(&mut self) -> Option<u8> { None }
                fn __eq__(&self, other: &Self) -> bool { true }
                fn __hash__(&self) -> u64 { 1 }
                fn __call__(&self, a: u8, b: u8) -> u8 { a + b }
                const LIMIT: u8 = 1;
            }",
        ),
    ));
}

#[test]
fn classes() {
    let expansion = valid(expand::pyclass(
        tokens("frozen, from_py_object"),
        tokens("#[derive(Clone)] struct P { #[freehold(get)] x: i64, y: String }"),
    ));
    for part in [
        "type Policy = ::freehold::__private::Frozen;",
        "impl ::freehold::__private::FrozenClass for P {}",
        "::freehold::__private::assert_frozen_field::<String>();",
        "::freehold::__private::class_from_pyobject::<P>(object)",
        "#[derive(Clone)] struct P { x: i64, y: String }",
    ] {
        assert!(expansion.contains(&normal(part)), "{part}\n{expansion}");
    }
    assert!(expansion.contains(&normal("const CACHE_ALIGNED: bool = false;")));
    let expansion = valid(expand::pyclass(
        tokens("cache_aligned"),
        tokens("struct P;"),
    ));
    assert!(expansion.contains(&normal("const CACHE_ALIGNED: bool = true;")));
    let expansion = valid(expand::pyclass(tokens(""), tokens("enum E { A(u8), B }")));
    assert!(expansion.contains(&normal("impl ::freehold::__private::LockedClass for E {}")));
}

#[test]
fn modules() {
    let source = r#"
        /// Outer.
        pub mod m {
            //! Inner.
            use super::*;
            #[pymodule_export] use a::{B as C};
            #[cfg(unix)] #[pyfunction] fn f() {}
            #[pymodule_export] const V: u8 = 1;
            #[pymodule_init] fn init(m: &Bound<'_, PyModule>) -> PyResult<()> { Ok(()) }
        }
    "#;
    let expansion = valid(expand::pymodule(tokens("gil_not_used"), tokens(source)));
    let part = r#"
        const __FREEHOLD_ITEMS: &[::freehold::__private::Item] = &[
            ::freehold::__private::renamed(<C as ::freehold::__private::ModuleItem>::ITEM, c"C"),
            #[cfg(unix)] <f as ::freehold::__private::ModuleItem>::ITEM,
            ::freehold::__private::Item::Constant(::freehold::__private::ConstantItem {
                name: c"V", value: |py| ::freehold::__private::constant(py, V)
            })
        ];
    "#;
    assert!(expansion.contains(&normal(part)), "{expansion}");
    for name in [
        "fn PyInit_m",
        "fn PyModExport_m",
        "Gil::NotUsed",
        "Interpreters::SharedGil",
    ] {
        assert!(expansion.contains(&normal(name)), "{name}\n{expansion}");
    }
}

#[test]
fn beside_an_error_the_item_and_its_twin_are_still_there() {
    let text = with_errors(
        expand::pyfunction(
            tokens("nam = \"g\""),
            tokens("#[getter] fn f(c: &mut C) {}"),
        ),
        3,
    );
    assert!(text.contains(&normal("fn f(c: &mut C) {}")));
    assert!(text.contains(&normal(
        "unsafe impl ::freehold::__private::ModuleItem for f"
    )));
    assert!(!text.contains("#[getter]fn"));
    let text = with_errors(
        expand::pyfunction(
            tokens(""),
            tokens("fn f(&mut self, n: u8) -> u8 { self.0 }"),
        ),
        1,
    );
    assert!(text.starts_with(&normal("fn f(_: u8) -> u8 { ::core::unreachable!() }")));
    let text = with_errors(
        expand::pyclass(
            tokens("frozn"),
            tokens("struct A { #[freehold(get)] a: u8 }"),
        ),
        1,
    );
    assert!(text.contains(&normal("unsafe impl ::freehold::__private::PyClass for A")));
    let text = with_errors(
        expand::pymethods(tokens(""), tokens("impl A { #[new] fn f(&self) {} }")),
        1,
    );
    assert!(text.starts_with(&normal("impl A { fn f(&self) {} }")));
}

#[test]
fn attributes_above_their_owner_change_places() {
    let text = expand::marker(
        Word::CriticalSection,
        tokens("c"),
        tokens("#[pyfunction] #[inline] fn f(c: &C) {}"),
    )
    .to_string();
    let text = squeezed(&text);
    assert_eq!(
        text,
        normal("#[pyfunction] #[critical_section(c)] #[inline] fn f(c: &C) {}")
    );
}

#[test]
fn pyo3_s_options_are_translated_in_either_order() {
    let above = expand::pyo3(tokens("name = \"g\""), tokens("#[pyfunction] fn f() {}"));
    assert_eq!(
        squeezed(&above.to_string()),
        normal("#[pyfunction] #[pyo3(name = \"g\")] fn f() {}")
    );
    let alone = with_errors(expand::pyo3(tokens("get"), tokens("fn f() {}")), 1);
    assert!(alone.starts_with(&normal("fn f() {}")));
}

/// Imports that would have been exported are no unused ones.
#[test]
fn imports_of_a_module_in_error_are_kept() {
    let source = "mod m { #[pymodule_export] use a::{b, c as d, *}; }";
    let text = with_errors(expand::pymodule(tokens(""), tokens(source)), 1);
    assert!(
        text.starts_with(&normal("mod m { use a::{b, c as d, *}; }")),
        "{text}"
    );
}

#[test]
fn attributes_without_owner_say_where_they_belong() {
    for word in [
        Word::New,
        Word::StaticMethod,
        Word::Getter,
        Word::Setter,
        Word::Export,
        Word::Init,
        Word::Options,
    ] {
        let text = with_errors(expand::marker(word, tokens(""), tokens("fn f() {}")), 1);
        assert!(text.starts_with(&normal("fn f() {}")));
        assert!(text.contains("=help:put`#["), "{text}");
    }
    let text = with_errors(
        expand::marker(Word::AllowThreads, tokens(""), tokens("fn f() {}")),
        1,
    );
    assert!(text.contains("nothingprovesthatthethreadisattached"));
    let text = with_errors(
        expand::marker(Word::CriticalSection, tokens("self"), tokens("impl C {}")),
        1,
    );
    assert!(text.contains("abovean`impl`blockitneeds`#[pymethods]`"));
}

#[test]
fn warnings_are_uses_of_deprecated_items() {
    let item =
        "#[allow(deprecated)] #[critical_section(c)] fn f(c: &mut C) { Python::attach(|_| ()); }";
    let text = valid(expand::pyfunction(tokens(""), tokens(item)));
    let part = "const python_under_a_lock: () = (); python_under_a_lock";
    assert!(text.contains(&normal(part)), "{text}");
    assert!(text.contains(&normal("#[allow(deprecated)] const _: () =")));
}

/// Another attribute may add fields, after this one has seen them.
#[test]
fn a_class_is_asked_as_a_whole_as_well() {
    for (arguments, probe) in [
        ("", "Sendable"),
        ("frozen", "Shareable"),
        ("lock = \"rw\"", "Shareable"),
    ] {
        let item = "#[counted] struct C { #[cfg(unix)] a: u8 }";
        let text = valid(expand::pyclass(tokens(arguments), tokens(item)));
        let private = "::freehold::__private";
        for part in [
            format!("#[cfg(unix)] let fields = fields & <{private}::{probe}<u8>>::HOLDS;"),
            format!("{private}::assert_whole_class(fields, <{private}::{probe}<C>>::HOLDS);"),
            "const _: () = <C>::__FREEHOLD_CLASS_CHECK;".to_owned(),
        ] {
            assert!(text.contains(&normal(&part)), "{part}\n{text}");
        }
    }
}

#[test]
fn a_state_is_asked_as_a_whole_as_well() {
    let item = "mod m { #[counted] struct State { #[cfg(unix)] a: u8 } }";
    let text = valid(expand::pymodule(tokens("state = State"), tokens(item)));
    let private = "::freehold::__private";
    for part in [
        format!("#[cfg(unix)] {private}::assert_state_field::<u8>();"),
        format!("#[cfg(unix)] let fields = fields & <{private}::Shareable<u8>>::HOLDS;"),
        format!("{private}::assert_whole_state(fields, <{private}::Shareable<State>>::HOLDS);"),
    ] {
        assert!(text.contains(&normal(&part)), "{part}\n{text}");
    }
}

#[test]
fn readers_side_by_side() {
    let item = tokens("struct T { #[freehold(get, set)] size: u64, rows: Vec<u8> }");
    let text = valid(expand::pyclass(tokens("lock = \"rw\""), item));
    for part in [
        "type Policy = ::freehold::__private::ReadWrite;",
        "impl ::freehold::__private::LockedClass for T {}",
        "::freehold::__private::assert_rw_field::<Vec<u8>>();",
        "::freehold::__private::exclusive::<::freehold::__private::Read<Self>, _>",
    ] {
        assert!(text.contains(&normal(part)), "{part}\n{text}");
    }
}
