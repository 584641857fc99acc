//! Sections over handles, and their options.

use super::{Row, expect, in_class, in_function, in_method};

#[test]
fn handles_can_be_locked() {
    for valid in [
        "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, py: Python<'_>) {}",
        "#[critical_section(self)] fn f(slf: Bound<'_, C>) {}",
        "#[critical_section(slf, o)] fn f(slf: &Bound<'_, Self>, s: &Section<'_>, o: Bound<'_, D>) {}",
        "#[critical_section(list, on_suspend = \"error\")] fn f(&self, list: &Bound<PyList>) {}",
        "#[critical_section(x, on_suspend = \"retry\")] fn f(slf: Py<Self>, x: &Bound<'_, PyAny>) {}",
        // What a constructor is given may be shared.
        "#[new] #[critical_section(list)] fn f(list: &Bound<'_, PyList>) -> Self {}",
        "#[new] #[critical_section(other)] fn f(other: &mut C) -> Self {}",
        // Without its lifetime, and beside a locked handle.
        "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, section: &Section) {}",
    ] {
        assert_eq!(in_method(valid), [], "{valid}");
    }
    // Otherwise this may be a class of the user's.
    assert_eq!(in_method("fn f(slf: Py<Self>, section: &Section) {}"), []);
}

#[test]
fn handles() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section(slf)] fn f(slf: Py<Self>) {}",
            "Py<Self>",
            "a section locks handles that are bound to the call, and `slf` is `Py<Self>`",
            "take `slf: &Bound<'_, Self>`",
        ),
        (
            "#[critical_section(list)] fn f(slf: Py<Self>, list: &Py<PyList>) {}",
            "&Py<PyList>",
            "a section locks handles that are bound to the call, and `list` is `&Py<PyList>`",
            "take `list: &Bound<'_, PyList>`",
        ),
        (
            "#[critical_section(list)] fn f(slf: Py<Self>, list: Option<&Bound<'_, PyList>>) {}",
            "Option<&Bound<'_, PyList>>",
            "`list` may be `None`",
            "take `list: &Bound<'_, PyList>`, or lock in the body",
        ),
        (
            "#[critical_section(slf, o)] fn f(slf: &Bound<'_, Self>, o: &mut D) {}",
            "slf",
            "`o` is locked as a reference and `slf` as a handle",
            "take `&self` or `&mut self` too, or both as handles: `o: &Bound<'_, D>`",
        ),
        (
            "#[critical_section(slf, slf)] fn f(slf: &Bound<'_, Self>) {}",
            "slf",
            "`slf` is listed twice",
            "remove the second `slf`",
        ),
        (
            "#[critical_section] fn f(slf: &Bound<'_, Self>) {}",
            "#[critical_section]",
            "`#[critical_section]` names no object to lock",
            "write `#[critical_section(slf)]`",
        ),
        (
            "#[critical_section(slff)] fn f(slf: &Bound<'_, Self>) {}",
            "slff",
            "there is no parameter `slff`",
            "did you mean `slf`?",
        ),
        (
            "#[critical_section(slf)] async fn f(slf: &Bound<'_, Self>) {}",
            "async",
            "a lock cannot be held across `.await`",
            "remove `async` from `f`",
        ),
        (
            "#[critical_section(slf)] #[allow_threads] fn f(slf: &Bound<'_, Self>) {}",
            "#[allow_threads]",
            "detaching releases every critical section",
            "keep one of them",
        ),
        (
            "#[critical_section(slf, o, same = Self::x)] fn f(slf: &Bound<'_, Self>, o: &Bound<'_, Self>) {}",
            "Self::x",
            "handles of one object are locked once",
            "remove `same`; in the body `slf.is(o)` tells",
        ),
        (
            "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, cs: NoSuspend<'_>) {}",
            "NoSuspend<'_>",
            "`cs: NoSuspend<'_>` is the proof of an exclusive section",
            "take `cs: Python<'_>`",
        ),
        (
            "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, o: &mut D) {}",
            "&mut D",
            "`o` is `&mut D`, but the object is not locked, and this section can be suspended",
            "take `o: &Bound<'_, D>`, and use `o.with_mut(|o| …)`",
        ),
        (
            "#[critical_section(l)] fn f(&mut self, l: &Bound<'_, PyList>) {}",
            "&mut self",
            "`self` is not locked: `#[critical_section]` names only `l`, which is a handle",
            "take `slf: &Bound<'_, Self>` and write `#[critical_section(slf, l)]`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
}

#[test]
fn sections_as_parameters() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, s: Section<'_>) {}",
            "Section<'_>",
            "the section lives as long as the body",
            "write `s: &Section<'_>`",
        ),
        (
            "#[critical_section(slf)] fn f(slf: &Bound<'_, Self>, s: &Section<'_>, t: &Section<'_>) {}",
            "&Section<'_>",
            "a function has one section, and `t` asks for it once more",
            "remove `t`",
        ),
        (
            "fn f(slf: &Bound<'_, Self>, s: &Section<'_>) {}",
            "&Section<'_>",
            "`s: &Section<'_>` is a section that can be suspended, and there is none",
            "name the locked handles",
        ),
        (
            "#[critical_section(self)] fn f(&self, s: &Section<'_>) {}",
            "&Section<'_>",
            "nothing can suspend the section on `self`",
            "remove `s`, or lock a handle",
        ),
        (
            "#[allow_threads] fn f(slf: Py<Self>, s: &Section<'_>) {}",
            "&Section<'_>",
            "no section is open while detached",
            "remove `s`",
        ),
        (
            "#[critical_section(s)] fn f(slf: Py<Self>, s: &Section<'_>) {}",
            "s",
            "`s` is not a parameter",
            "name the receiver `self`, or a parameter",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
}

#[test]
fn what_happens_after_a_suspension() {
    let value = |given: &str| {
        format!("#[critical_section(l, on_suspend{given})] fn f(l: &Bound<'_, PyList>) {{}}")
    };
    let rows: &[Row<'_>] = &[
        (
            " = \"retri\"",
            "\"retri\"",
            "`\"retri\"` is nothing that `on_suspend` can do",
            "did you mean `\"retry\"`?",
        ),
        (
            " = \"raise\"",
            "\"raise\"",
            "`\"raise\"` is nothing",
            "did you mean `\"error\"`?",
        ),
        (
            " = \"sleep\"",
            "\"sleep\"",
            "`\"sleep\"` is nothing",
            "write `\"error\"` to raise an exception",
        ),
        (
            " = \"ignore\"",
            "\"ignore\"",
            "`\"ignore\"` is what happens without `on_suspend`",
            "remove `on_suspend`",
        ),
        (
            " = retry",
            "retry",
            "`on_suspend` takes `\"error\"` or `\"retry\"`, and not `retry`",
            "write `on_suspend = \"error\"`",
        ),
    ];
    for row in rows {
        expect(in_function("", &value(row.0)), *row);
    }
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section(c, on_suspend = \"retry\")] fn f(c: &mut C) {}",
            "on_suspend",
            "nothing can suspend a section over references",
            "remove `on_suspend`",
        ),
        (
            "#[critical_section(l, on_suspned = \"retry\")] fn f(l: &Bound<'_, PyList>) {}",
            "on_suspned",
            "unknown option `on_suspned`",
            "did you mean `on_suspend`?",
        ),
        (
            "#[critical_section(l, retry = true)] fn f(l: &Bound<'_, PyList>) {}",
            "retry",
            "`retry` is not an option, but a value of one",
            "write `on_suspend = \"retry\"`",
        ),
        (
            "#[critical_section(l, on_suspend = \"retry\", on_suspend = \"error\")] fn f(l: &Bound<'_, PyList>) {}",
            "on_suspend",
            "`on_suspend` is given twice",
            "remove the second",
        ),
    ];
    for row in rows {
        expect(in_function("", row.0), *row);
    }
}

#[test]
fn other_spellings_lock_handles_too() {
    let row = (
        "#[Py_BEGIN_CRITICAL_SECTION] fn f(list: &Bound<'_, PyList>) {}",
        "Py_BEGIN_CRITICAL_SECTION",
        "`#[Py_BEGIN_CRITICAL_SECTION]` is C's spelling",
        "write `#[critical_section(list)]`",
    );
    expect(in_function("", row.0), row);
}

#[test]
fn guards_stay_where_they_are() {
    let field = (
        "struct C { a: Option<PyMutexGuard<'static, u8>> }",
        "PyMutexGuard<'static, u8>",
        "`PyMutexGuard<'static, u8>` ends where the lock was taken",
        "keep what it locks",
    );
    expect(in_class("", field.0), field);
    let param = (
        "fn f(g: PyMutexGuard<'_, u8>) {}",
        "PyMutexGuard<'_, u8>",
        "`PyMutexGuard<'_, u8>` stays where the lock was taken",
        "take the object that the `PyMutex` is in",
    );
    expect(in_function("", param.0), param);
    let result = (
        "fn f() -> PyResult<MutexGuard<'static, u8>> {}",
        "MutexGuard<'static, u8>",
        "`MutexGuard<'static, u8>` stays where the lock was taken",
        "return a copy",
    );
    expect(in_function("", result.0), result);
}
