use super::{Row, expect, in_function, in_method};

#[test]
fn sections() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section] fn f(&mut self) {}",
            "#[critical_section]",
            "`#[critical_section]` names no object to lock",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[critical_section(self, a, b)] fn f(&self, a: &C, b: &C) {}",
            "b",
            "at most two objects can be locked at once, and `b` is one more",
            "remove `b` and guard",
        ),
        (
            "#[critical_section(self, self)] fn f(&self) {}",
            "self",
            "`self` is listed twice",
            "remove the second `self`",
        ),
        (
            "#[critical_section(slef)] fn f(&mut self) {}",
            "slef",
            "there is no parameter `slef`",
            "did you mean `self`?",
        ),
        (
            "#[critical_section(self.items)] fn f(&mut self) {}",
            "self.items",
            "`self.items` has no lock",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[critical_section(other)] fn f(&mut self, other: &mut C) {}",
            "&mut self",
            "`self` is not locked",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "#[critical_section(self, n)] fn f(&self, n: i64) {}",
            "i64",
            "`i64` is not a Python object and has no lock",
            "remove `n`",
        ),
        (
            "#[critical_section(self, c)] fn f(&self, c: D) {}",
            "D",
            "`c` is taken by value",
            "write `c: &D` or `c: &mut D`",
        ),
        (
            "#[critical_section(self)] #[critical_section(o)] fn f(&self, o: &C) {}",
            "#[critical_section(o)]",
            "stacked sections",
            "merge them into `#[critical_section(self, o)]`",
        ),
        (
            "#[critical_section(self)] fn f(&mut self, py: Python<'_>) {}",
            "Python<'_>",
            "there is no Python token while `self` is exclusively locked",
            "take `py: NoSuspend<'_>`",
        ),
        (
            "#[critical_section(self, l)] fn f(&self, l: &Bound<'_, PyList>) {}",
            "l",
            "`self` is locked as a reference and `l` as a handle",
            "remove `l` from `#[critical_section]`",
        ),
        (
            "#[critical_section(self, o)] fn f(&self, o: &Bound<'_, D>) {}",
            "o",
            "`self` is locked as a reference and `o` as a handle",
            "take `o: &D` or `o: &mut D` too",
        ),
        (
            "#[critical_section(&self)] fn f(&self) {}",
            "&self",
            "`&self` is not the name of a parameter",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[critical_section(self)] async fn f(&self) {}",
            "async",
            "a lock cannot be held across `.await`",
            "remove `async` from `f`",
        ),
        (
            "#[critical_section(self)] #[allow_threads] fn f(&self) {}",
            "#[allow_threads]",
            "detaching releases every critical section",
            "keep one of them",
        ),
        (
            "#[allow_threads] #[critical_section(self)] fn f(&self) {}",
            "#[critical_section(self)]",
            "detaching releases every critical section",
            "keep one of them",
        ),
        (
            "#[critical_section(self)] fn f(&self) -> &str {}",
            "&str",
            "`&str` borrows from `self`",
            "return an owned value, such as `String`",
        ),
        (
            "#[critical_section(self)] fn f(&self) -> Option<&[u8]> {}",
            "Option<&[u8]>",
            "`Option<&[u8]>` borrows from `self`",
            "return an owned value, such as `Option<Vec<u8>>`",
        ),
        (
            "#[critical_section(self)] fn f(&self) -> (&mut T, &&str, &[&[&str]]) {}",
            "(&mut T, &&str, &[&[&str]])",
            "`(&mut T, &&str, &[&[&str]])` borrows from `self`",
            "return an owned value, such as `(T, String, Vec<Vec<String>>)`",
        ),
        (
            "#[critical_section(self)] fn f(&self) -> &Vec<Cow<'_, str>> {}",
            "&Vec<Cow<'_, str>>",
            "`&Vec<Cow<'_, str>>` borrows from `self`",
            "return an owned value, such as `String`",
        ),
        (
            "#[new] #[critical_section(self)] fn f() -> Self {}",
            "#[critical_section(self)]",
            "the object that `f` makes is not shared yet",
            "remove",
        ),
        (
            "#[critical_section(self, timeout = 1)] fn f(&self) {}",
            "timeout = 1",
            "`timeout` is not an option: a section cannot time out",
            "guard the data with a `PyMutex`",
        ),
        (
            "#[critical_section(self)] const fn f(&self) {}",
            "const",
            "a lock is taken at run time",
            "remove `const` from `f`",
        ),
        (
            "#[critical_section(self)] fn f(&self, other: &Self) {}",
            "&Self",
            "`other: &Self` would be read without its lock",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "#[critical_section(self, same = Self::x)] fn f(&self) {}",
            "Self::x",
            "`same` says what to do",
            "remove `same`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
    let row = (
        "#[critical_section(self)] fn f(c: &mut C) {}",
        "self",
        "there is no `self` in `f`",
        "name one of its parameters",
    );
    expect(in_function("", row.0), row);
}

/// The proposals are made together, so that following one does not lead to the next mistake.
#[test]
fn everything_that_is_written_is_to_be_locked() {
    let helps = |found: Vec<(String, String)>| -> Vec<String> {
        let texts = found.into_iter().map(|(_, text)| text);
        texts
            .map(|text| {
                text.rsplit("= help: ")
                    .next()
                    .unwrap_or_default()
                    .to_owned()
            })
            .collect()
    };
    let both = "write `#[critical_section(a, b)]`";
    assert_eq!(
        helps(in_function("", "fn f(a: &mut C, n: u8, b: &mut D) {}")),
        [both, both]
    );
    let method = helps(in_method("fn f(&mut self, other: &mut C) {}"));
    for help in &method {
        assert!(help.starts_with("write `#[critical_section(self, other)]`"));
    }
    assert_eq!(method.len(), 2);
    let three = helps(in_function("", "fn f(a: &mut C, b: &mut C, c: &mut C) {}"));
    assert_eq!(three[0], both);
    assert!(three[2].starts_with("take `c` by value or as `Py<C>`"));
}

#[test]
fn tokens_are_looked_for_beside_other_mistakes() {
    let found = in_method("#[critical_section(self, x)] fn f(&mut self, py: Python<'_>) {}");
    assert_eq!(found.len(), 2, "{found:#?}");
    let handle = in_method("#[critical_section(c)] fn f(c: Py<C>, py: Python<'_>) {}");
    assert_eq!(handle.len(), 1, "{handle:#?}");
}

/// What was meant counts as written.
#[test]
fn other_spellings_are_one_mistake() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_sections(self)] fn f(&mut self) {}",
            "critical_sections",
            "unknown attribute `#[critical_sections]`",
            "did you mean `#[critical_section]`?",
        ),
        (
            "#[Py_BEGIN_CRITICAL_SECTION] fn f(&mut self) {}",
            "Py_BEGIN_CRITICAL_SECTION",
            "`#[Py_BEGIN_CRITICAL_SECTION]` is C's spelling",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[Py_BEGIN_CRITICAL_SECTION2] fn f(&mut self, other: &mut C) {}",
            "Py_BEGIN_CRITICAL_SECTION2",
            "`#[Py_BEGIN_CRITICAL_SECTION2]` is C's spelling",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "#[classattr] const A: u8 = 1;",
            "classattr",
            "`#[classattr]` is not available yet",
            "use a `#[pymodule_export] const`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
    let row = (
        "#[Py_BEGIN_CRITICAL_SECTION2(a, b)] fn f(a: &mut C, b: &mut C) {}",
        "Py_BEGIN_CRITICAL_SECTION2",
        "`#[Py_BEGIN_CRITICAL_SECTION2]` is C's spelling",
        "write `#[critical_section(a, b)]`",
    );
    expect(in_function("", row.0), row);
}

#[test]
fn detaching() {
    let rows: &[Row<'_>] = &[
        (
            "#[allow_threads] fn f(&mut self) {}",
            "&mut self",
            "no lock survives detaching, so `f` cannot have `&mut self`",
            "split it",
        ),
        (
            "#[allow_threads] fn f(slf: Py<Self>, py: Python<'_>) {}",
            "Python<'_>",
            "there is no interpreter while detached",
            "remove `py`",
        ),
        (
            "#[allow_threads] fn f(slf: Py<Self>, c: &mut D) {}",
            "&mut D",
            "no lock survives detaching, so `c` cannot be `&mut D`",
            "copy",
        ),
        (
            "#[allow_threads] unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "#[allow_threads]",
            "the collector runs `__traverse__`",
            "remove `#[allow_threads]`",
        ),
        (
            "#[allow_threads(x)] fn f(slf: Py<Self>) {}",
            "x",
            "`#[allow_threads]` takes no arguments",
            "write `#[allow_threads]`",
        ),
        (
            "#[allow_threads] async fn f(slf: Py<Self>) {}",
            "async",
            "detaching spans no `.await`",
            "remove `async` from `f`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
}
