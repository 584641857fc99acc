//! The raw tier, stage by stage.

use syn::parse_quote;

use super::check::{Row, expect};
use super::{mistakes, tokens};
use crate::check;
use crate::check::model::RawLock;
use crate::ctxt::Ctxt;
use crate::expand;
use crate::parse::raw::RawInput;
use crate::parse::words::Word;
use crate::plan;
use crate::plan::raw::{Asked, Proof, RawPlan, ResultAsked, Work};

/// The function of `source`, of which the first attribute expands.
fn input(ctxt: &Ctxt, source: &str) -> RawInput {
    let mut item: syn::ItemFn = syn::parse2(tokens(source)).expect("a function");
    let first = item.attrs.remove(0);
    RawInput::parse(ctxt, first, item)
}

fn found(source: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    check::raw(&ctxt, &input(&ctxt, source));
    mistakes(ctxt)
}

fn planned(source: &str) -> RawPlan {
    let ctxt = Ctxt::new();
    let input = input(&ctxt, source);
    let model = check::raw(&ctxt, &input).expect("a valid function");
    ctxt.check().expect("no mistakes");
    plan::raw(&input, &model)
}

#[test]
fn attributes_are_read_in_their_order() {
    let ctxt = Ctxt::new();
    let source = "#[critical_section(a, timeout = 1, b.c)] #[inline] #[freehold::allow_threads] fn f(a: &Bound<'_, T>) {}";
    let input = input(&ctxt, source);
    assert_eq!((input.sections.len(), input.detached.len()), (1, 1));
    assert_eq!(input.sections[0].targets.len(), 2);
    assert_eq!(input.sections[0].options, ["timeout"]);
    assert!(input.sections[0].position < input.detached[0].position);
    assert_eq!(input.item.attrs.len(), 1);
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn valid_functions_have_no_mistakes() {
    for source in [
        "#[critical_section(a, b)] fn f<T>(a: &Bound<'_, T>, b: Bound<'_, T>) {}",
        "#[critical_section(a)] fn f(py: Python<'_>, a: &Py<T>) {}",
        "#[critical_section(a)] fn f<L: AttachedLock>(a: &L) {}",
        "#[critical_section(a)] fn f(a: &Alias<'_>, b: Other) {}",
        "#[critical_section(a)] unsafe fn f(a: *mut ffi::PyObject) {}",
        "#[critical_section(a)] unsafe fn f(a: NonNull<ffi::PyObject>, b: Py<T>) {}",
        "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, py: Python<'_>) {}",
        "#[allow_threads] fn f(&mut self, _: Python<'_>, n: &mut u8) {}",
        "#[allow_threads] unsafe extern \"C\" fn f(a: *mut ffi::PyObject) {}",
        "#[allow_threads] fn f(py: Python<'_>) { reattach(|py| py.version()); }",
        "#[allow_threads] fn f(py: Python<'_>) { let py = 1; py }",
        "#[allow_threads] fn f(py: Python<'_>) { fn g(py: u8) { py } g(1) }",
    ] {
        assert_eq!(found(source), [], "{source}");
    }
}

#[test]
fn mistakes_are_blamed_on_what_is_wrong() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section] unsafe fn f(n: u8, a: *mut O) {}",
            "#[critical_section]",
            "`#[critical_section]` names no object to lock",
            "write `#[critical_section(a)]`",
        ),
        (
            "#[critical_section(a, b, c)] unsafe fn f(a: *mut O, b: *mut O, c: *mut O) {}",
            "c",
            "at most two objects",
            "remove `c`",
        ),
        (
            "#[critical_section(itme)] fn f(item: &Bound<'_, T>) {}",
            "itme",
            "there is no parameter `itme`",
            "did you mean `item`?",
        ),
        (
            "#[critical_section(self)] fn f(&mut self) {}",
            "self",
            "`self` is a reference to a value, and `f` is no method that Python calls",
            "put `#[pymethods]` on the `impl` block",
        ),
        (
            "#[critical_section(c)] fn f(c: &Counter) {}",
            "&Counter",
            "`c: &Counter` is a reference to a value, and `f` is a plain function",
            "add `#[pyfunction]` to `f`",
        ),
        (
            "#[critical_section(c)] unsafe fn f(c: &mut Counter) {}",
            "&mut Counter",
            "`c: &mut Counter` is a reference to a value",
            "add `#[pyfunction]` to `f`",
        ),
        (
            "#[critical_section(slf)] fn f(slf: PyRefMut<'_, Self>) {}",
            "PyRefMut<'_, Self>",
            "`PyRefMut<'_, Self>` is a reference to a value, with PyO3's borrow flag taken already",
            "take `slf: &Bound<'_, Self>`",
        ),
        (
            "#[critical_section(a)] fn f(a: Py<T>) {}",
            "Py<T>",
            "`Py<T>` does not prove that the thread is attached",
            "add `py: Python<'_>` to `f`",
        ),
        (
            "#[critical_section(a)] fn f(py: Python<'_>, a: *mut ffi::PyObject) {}",
            "*mut ffi::PyObject",
            "`*mut ffi::PyObject` does not prove",
            "write `unsafe fn f`",
        ),
        (
            "#[critical_section(a, same = g)] fn f(a: &Bound<'_, T>) {}",
            "same",
            "`same` is an option of exclusive sections",
            "remove it",
        ),
        (
            "#[critical_section(a)] #[allow_threads] fn f(a: &Bound<'_, T>) {}",
            "#[allow_threads]",
            "detaching releases every critical section",
            "keep one of them",
        ),
        (
            "#[allow_threads] fn f(n: u8) {}",
            "f",
            "nothing proves that the thread is attached",
            "add `py: Python<'_>` to `f`",
        ),
        (
            "#[allow_threads] fn f(token: Python<'_>) { work(token) }",
            "token",
            "`#[allow_threads]` has used `token` up",
            "wrap what needs one: `freehold::reattach(|token| …)`",
        ),
        (
            "#[allow_threads] const fn f(py: Python<'_>) {}",
            "const",
            "a thread is detached at run time",
            "remove `const` from `f`",
        ),
        (
            "#[allow_threads] fn f(py: Python<'_>, again: Python<'_>) {}",
            "Python<'_>",
            "the Python token is given once",
            "remove `again`",
        ),
    ];
    for row in rows {
        expect(found(row.0), *row);
    }
}

#[test]
fn sections_are_planned() {
    let lock = |param, name: syn::Ident, ty: syn::Type| RawLock { param, name, ty };
    assert_eq!(
        planned("#[critical_section(a)] fn f(n: u8, a: &Bound<'_, T>) {}"),
        RawPlan {
            proof: Proof::Handles,
            work: Work::Section {
                first: lock(1, parse_quote!(a), parse_quote!(&Bound<'_, T>)),
                second: None,
            },
        }
    );
    assert_eq!(
        planned("#[critical_section(b, a)] fn f(a: Py<T>, py: Python<'_>, b: Py<T>) {}"),
        RawPlan {
            proof: Proof::Token(1),
            work: Work::Section {
                first: lock(2, parse_quote!(b), parse_quote!(Py<T>)),
                second: Some(lock(0, parse_quote!(a), parse_quote!(Py<T>))),
            },
        }
    );
    let promised = planned("#[critical_section(a)] unsafe fn f(py: Python<'_>, a: *mut O) {}");
    assert_eq!(promised.proof, Proof::Promise);
}

#[test]
fn detaching_is_planned() {
    let plan =
        planned("#[allow_threads] fn f(&self, py: Python<'_>, n: u8, g: impl Fn()) -> Vec<u8> {}");
    let asked = vec![(0, Asked::Type), (2, Asked::Type), (3, Asked::Value)];
    assert_eq!(plan.proof, Proof::Token(1));
    assert_eq!(
        plan.work,
        Work::Detached {
            token: Some(1),
            asked,
            result: ResultAsked::Type,
        }
    );
    let result = |output: &str| {
        let source = format!("#[allow_threads] fn f(py: Python<'_>) {output} {{}}");
        match planned(&source).work {
            Work::Detached { result, .. } => result,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(result(""), ResultAsked::Not);
    assert_eq!(result("-> !"), ResultAsked::Not);
    assert_eq!(result("-> Result<impl Send, E>"), ResultAsked::Value);
    // Under `unsafe`, nothing is asked of anything.
    assert_eq!(
        planned("#[allow_threads] unsafe fn f(py: Python<'_>, a: *mut O) -> *mut O {}"),
        RawPlan {
            proof: Proof::Promise,
            work: Work::Detached {
                token: Some(0),
                asked: Vec::new(),
                result: ResultAsked::Not,
            },
        }
    );
}

fn expansion(word: Word, arguments: &str, item: &str) -> String {
    let made = expand::marker(word, tokens(arguments), tokens(item));
    let text = made.to_string();
    assert!(!text.contains("compile_error"), "{text}");
    syn::parse2::<syn::File>(made).unwrap_or_else(|error| panic!("{error}\n{text}"));
    squeezed(&text)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_section_word_for_word() {
    let made = expansion(
        Word::CriticalSection,
        "a",
        "#[inline] pub fn f<T>(a: &Bound<'_, T>) -> Option<impl Send> { return None }",
    );
    let wanted = "#[inline] pub fn f<T>(a: &Bound<'_, T>) -> Option<impl Send> {
        let first = ::freehold::__private::raw::by_handle::<&Bound<'_, T> >(&a);
        ::freehold::__private::raw::section(first, move || -> Option<_> { return None })
    }";
    assert_eq!(made, squeezed(wanted));
}

#[test]
fn a_promise_covers_one_call_of_the_runtime_only() {
    let made = expansion(
        Word::CriticalSection,
        "a, b",
        "unsafe extern \"C\" fn f(a: *mut O, b: *mut O) { work(a) }",
    );
    let wanted = "unsafe extern \"C\" fn f(a: *mut O, b: *mut O) {
        let first = unsafe { ::freehold::__private::raw::by_promise::<*mut O>(&a) };
        let second = unsafe { ::freehold::__private::raw::by_promise::<*mut O>(&b) };
        ::freehold::__private::raw::section2(first, second, move || -> () { work(a) })
    }";
    assert_eq!(made, squeezed(wanted));
}

#[test]
fn a_detached_body_word_for_word() {
    let made = expansion(
        Word::AllowThreads,
        "",
        "fn f(&self, py: Python<'_>, (a, b): (u8, u8)) -> u8 { a + b }",
    );
    let wanted = "fn f(&self, token: Python<'_>, arg2: (u8, u8)) -> u8 {
        ::freehold::__private::raw::assert_enters::<&Self>(&self);
        ::freehold::__private::raw::assert_enters::<(u8, u8)>(&arg2);
        ::freehold::__private::raw::assert_leaves::<u8>();
        let work = ::freehold::__private::raw::once(move || -> u8 {
            let py = ::freehold::__private::raw::TokenIsUsedUp::by_allow_threads();
            let _ = py;
            let (a, b) = arg2;
            { a + b }
        });
        unsafe { ::freehold::__private::raw::detached_with_token(token, work) }
    }";
    assert_eq!(made, squeezed(wanted));
}

#[test]
fn the_function_stays_beside_its_mistakes() {
    let made = expand::marker(
        Word::CriticalSection,
        tokens("b"),
        tokens("#[allow_threads] #[inline] fn f(a: Py<T>) { work(a) }"),
    );
    let text = squeezed(&made.to_string());
    assert!(text.starts_with("#[inline]fnf(a:Py<T>){work(a)}"), "{text}");
    assert_eq!(text.matches("compile_error").count(), 1, "{text}");
}
