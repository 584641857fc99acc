use proc_macro2::TokenStream;

use super::super::tokens;
use super::{normal, squeezed, valid};
use crate::expand;
use crate::parse::words::Word;

#[test]
fn a_locked_method_runs_in_a_section() {
    let expansion = valid(expand::pymethods(
        TokenStream::new(),
        tokens("impl C { #[critical_section(self)] fn hit(&mut self, n: u64) -> u64 { n } }"),
    ));
    let body = r#"
        static __FREEHOLD_KEYWORDS: ::freehold::__private::Keywords = ::freehold::__private::Keywords::new();
        let argv = unsafe {
            __FREEHOLD_SIGNATURE.bind_fastcall_keywords::<1usize>(py, args, nargs, kwnames, &__FREEHOLD_KEYWORDS)
        }?;
        let slf = unsafe { ::freehold::__private::receiver::<Self>(py, &slf) };
        let _ = ::freehold::__private::lock_target::<Self>;
        let arg0 = ::freehold::__private::arg::<u64>(&__FREEHOLD_SIGNATURE, argv[0usize], 0usize)?;
        ::freehold::__private::assert_under_lock::<u64>(&arg0);
        let out = ::freehold::__private::exclusive::<::freehold::__private::Write<Self>, _>(
            slf,
            &::freehold::__private::Locked1 { function: "C.hit", param: "self" },
            |_, this| Self::hit(this, arg0)
        )?;
        ::freehold::__private::ret(py, ::core::convert::identity::<u64>(out))
    "#;
    assert!(expansion.contains(&normal(body)), "{expansion}");
}

#[test]
fn a_handle_is_locked_by_a_section_that_can_be_suspended() {
    let item = "#[critical_section(list)] fn f(py: Python<'_>, list: Bound<'_, PyList>, n: u8) -> PyResult<u8> { Ok(n) }";
    let expansion = valid(expand::pyfunction(tokens(""), tokens(item)));
    let body = r#"
        let arg1 = ::freehold::__private::section_target::<PyList>(&__FREEHOLD_SIGNATURE, argv[0usize], 0usize)?;
        let arg2 = ::freehold::__private::arg::<u8>(&__FREEHOLD_SIGNATURE, argv[1usize], 1usize)?;
        let out = ::freehold::__private::suspendable(
            ::core::convert::identity(arg1),
            || f(py, ::core::clone::Clone::clone(arg1), arg2)
        );
    "#;
    assert!(expansion.contains(&normal(body)), "{expansion}");
}

#[test]
fn a_body_that_runs_again_takes_clones() {
    let source = "impl C { #[critical_section(slf, on_suspend = \"retry\")]
        fn f(slf: Bound<'_, Self>, name: String) -> PyResult<u8> { Ok(1) } }";
    let expansion = valid(expand::pymethods(tokens(""), tokens(source)));
    let body = r#"
        let slf = unsafe { ::freehold::__private::receiver::<Self>(py, &slf) };
        let _ = ::freehold::__private::section_target::<Self>;
        let arg0 = ::freehold::__private::arg::<String>(&__FREEHOLD_SIGNATURE, argv[0usize], 0usize)?;
        let _ = ::freehold::__private::retried::<String>;
        let out = ::freehold::__private::retry_on_suspend(
            ::core::convert::identity(slf),
            &::freehold::__private::Locked1 { function: "C.f", param: "self" },
            ::core::result::Result::is_err,
            |_| Self::f(::core::clone::Clone::clone(slf), ::freehold::__private::retried::<String>(&arg0))
        )?;
    "#;
    assert!(expansion.contains(&normal(body)), "{expansion}");
}

/// The user's expressions are never inside of `unsafe`.
#[test]
fn every_form_of_section_is_rust() {
    for (section, call) in [
        ("a", "::suspendable("),
        ("a, b", "::suspendable2("),
        ("a, on_suspend = \"error\"", "::error_on_suspend("),
        ("a, b, on_suspend = \"error\"", "::error_on_suspend2("),
        ("a, b, on_suspend = \"retry\"", "::retry_on_suspend2("),
    ] {
        let item = format!(
            "#[critical_section({section})] fn f(a: &Bound<'_, C>, b: Bound<'_, PyAny>, n: u8) -> u8 {{ n }}"
        );
        let text = valid(expand::pyfunction(tokens(""), tokens(&item)));
        assert!(text.contains(call), "{text}");
    }
    let watched =
        "#[critical_section(a, b)] fn f(a: &Bound<'_, C>, s: &Section<'_>, b: &Bound<'_, D>) {}";
    let text = valid(expand::pyfunction(tokens(""), tokens(watched)));
    let call = "|section| f(arg0, section, arg2)";
    assert!(
        text.contains("::watched2(") && text.contains(&normal(call)),
        "{text}"
    );
}

#[test]
fn blocks_ask_for_a_lock_alone() {
    let source = "impl C {
        fn f(slf: &Bound<'_, Self>) {}
        fn __eq__(slf: &Bound<'_, Self>, other: Bound<'_, Self>) -> bool { true }
    }";
    let source = format!("#[critical_section(self)] {source}");
    let text = valid(expand::pymethods(tokens(""), tokens(&source)));
    for part in [
        "let _ = ::freehold::__private::lock_target::<Self>;",
        "::freehold::__private::suspendable_in_block(::core::convert::identity(slf), || Self::f(this))",
        "::freehold::__private::suspendable_in_block2",
        "::freehold::__private::try_lock_target::<Self>(argv[0usize])",
    ] {
        assert!(text.contains(&normal(part)), "{part}\n{text}");
    }
    assert!(!text.contains("section_target"), "{text}");
    let above = expand::marker(
        Word::CriticalSection,
        tokens("self"),
        tokens("#[pymethods] impl C {}"),
    );
    assert_eq!(
        squeezed(&above.to_string()),
        normal("#[pymethods] #[critical_section(self)] impl C {}")
    );
}
