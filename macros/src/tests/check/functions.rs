use super::{Row, expect, in_function};

#[test]
fn functions() {
    let rows: &[Row<'_>] = &[
        (
            "fn f<T>(x: T) {}",
            "T",
            "Python functions cannot be generic",
            "replace `T`",
        ),
        (
            "fn f(x: impl Into<String>) {}",
            "impl Into<String>",
            "Python functions cannot be generic",
            "give `x` a concrete type",
        ),
        (
            "fn f(_: i32) {}",
            "_",
            "an argument of a Python function needs a name",
            "write `_value: i32`",
        ),
        (
            "fn f((a, b): (i32, i32)) {}",
            "(a, b)",
            "an argument of a Python function needs a name, and `(a, b)` is a pattern",
            "write `value: (i32, i32)`",
        ),
        (
            "fn f(c: &mut Counter) {}",
            "&mut Counter",
            "`c` is `&mut Counter`, but the object is not locked",
            "write `#[critical_section(c)]`",
        ),
        (
            "fn f(a: Python<'_>, b: Python<'_>) {}",
            "Python<'_>",
            "the Python token is given once",
            "remove `b`",
        ),
        (
            "fn f(data: &mut [u8]) {}",
            "&mut [u8]",
            "`&mut [u8]` cannot come from Python: `bytes` never changes",
            "take `Vec<u8>`",
        ),
        (
            "fn f(text: &mut str) {}",
            "&mut str",
            "`&mut str` cannot come from Python: `str` never changes",
            "take `String`",
        ),
        (
            "async fn f() {}",
            "async",
            "`async` functions are not supported",
            "remove `async` from `f`",
        ),
        (
            "unsafe fn f() {}",
            "unsafe",
            "Python cannot uphold the contract of an `unsafe fn`",
            "remove `unsafe` from `f`",
        ),
        (
            "extern \"C\" fn f() {}",
            "extern \"C\"",
            "the function that C calls is generated",
            "remove `extern` from `f`",
        ),
        (
            "fn f(&self) {}",
            "self",
            "`f` is not a method",
            "move it into a `#[pymethods]` block",
        ),
        (
            "fn f(cs: NoSuspend<'_>) {}",
            "NoSuspend<'_>",
            "`cs: NoSuspend<'_>` is the proof",
            "take `cs: Python<'_>`",
        ),
        (
            "fn f(c: PyRefMut<'_, C>) {}",
            "PyRefMut<'_, C>",
            "`PyRefMut<'_, C>` is PyO3's",
            "write `c: &C`",
        ),
        (
            "fn f(x: &'static str) {}",
            "'static",
            "`x: &'static str` would outlive the call",
            "write `x: &str`",
        ),
        (
            "#[nogil] fn f() {}",
            "nogil",
            "`#[nogil]` is Cython's spelling",
            "write `#[allow_threads]`",
        ),
        (
            "fn with() {}",
            "with",
            "`with` is a keyword of Python",
            "give it another name in Python: `name = \"with_\"`",
        ),
        (
            "#[pyo3(name = \"g\")] fn f() {}",
            "#[pyo3(name = \"g\")]",
            "`#[pyo3(name = \"g\")]` is PyO3's spelling",
            "write `#[freehold(name = \"g\")]`",
        ),
    ];
    for row in rows {
        expect(in_function("", row.0), *row);
    }
}

#[test]
fn signatures() {
    let rows: &[Row<'_>] = &[
        (
            "nmae",
            "nmae",
            "there is no parameter `nmae`",
            "did you mean `name`?",
        ),
        (
            "zzz",
            "zzz",
            "there is no parameter `zzz`",
            "the parameters are `name` and `b`",
        ),
        (
            "name = 1, b",
            "b",
            "`b` has no default, but a parameter before it has one",
            "move `b` to the front",
        ),
        (
            "name, **kwargs",
            "**kwargs",
            "`**kwargs` is not available yet",
            "list the parameters",
        ),
        (
            "name",
            "b",
            "`b` is missing from `signature`",
            "add it: `signature = (…, b)`",
        ),
        (
            "name, name, b",
            "name",
            "`name` is listed twice",
            "remove the second `name`",
        ),
        ("/, name, b", "/", "`/` stands after", "remove `/`"),
        ("name, b, *", "*", "`*` stands before", "remove `*`"),
        (
            "name, *, b, /",
            "/",
            "`/` must come before `*`",
            "write `(a, /, *, c)`",
        ),
        (
            "py, name, b",
            "py",
            "`py` does not come from Python",
            "remove `py`",
        ),
        (
            "name, 1",
            "1",
            "this is not an entry of a signature",
            "write a parameter",
        ),
    ];
    // Only names that the user gave are listed.
    let unnamed = in_function("signature = (x)", "fn f(a: u8, _: u8, (c, d): (u8, u8)) {}");
    let texts: Vec<_> = unnamed.into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts.len(), 3, "{texts:#?}");
    assert!(
        texts[2].ends_with("the only parameter is `a`"),
        "{texts:#?}"
    );
    let given = in_function("nogil", "fn f() {}");
    assert!(
        given[0]
            .1
            .ends_with("write `#[allow_threads]` below `#[pyfunction]`")
    );
    let reference = in_function("signature = (c = D)", "fn f(c: &C) {}");
    assert!(reference[0].1.ends_with("take `c: Option<Py<C>>`"));
    for row in rows {
        let found = in_function(
            &format!("signature = ({})", row.0),
            "fn f(py: Python<'_>, name: i64, b: i64) {}",
        );
        expect(found, *row);
    }
}
