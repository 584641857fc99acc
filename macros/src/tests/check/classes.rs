use super::{Row, expect, in_class};

#[test]
fn classes() {
    let rows: &[(&str, Row<'_>)] = &[
        (
            "",
            (
                "struct A<T>(T);",
                "T",
                "a Python class cannot be generic, and `A` has the parameter `T`",
                "write one class for each type",
            ),
        ),
        (
            "",
            (
                "struct A<'a>(&'a u8);",
                "'a",
                "Python may keep `A` longer than any borrow",
                "own what it borrows",
            ),
        ),
        (
            "frozen",
            (
                "struct A { #[freehold(get, set)] b: u8 }",
                "set",
                "`b` cannot be set: `A` is frozen",
                "remove `set` from `b`",
            ),
        ),
        (
            "unsendable",
            (
                "struct A;",
                "unsendable",
                "`unsendable` is not an option",
                "remove it",
            ),
        ),
        (
            "frozn",
            (
                "struct A;",
                "frozn",
                "unknown option `frozn` of `#[pyclass]`",
                "did you mean `frozen`?",
            ),
        ),
        (
            "extends = \"PyDict\"",
            (
                "struct A;",
                "extends = \"PyDict\"",
                "`extends` expects a type, not a string",
                "write `extends = PyDict`",
            ),
        ),
        (
            "",
            (
                "struct A { #[freehold(get, get)] b: u8 }",
                "get",
                "`get` is given twice",
                "remove the second `get`",
            ),
        ),
        (
            "",
            (
                "struct A(#[freehold(get)] u8);",
                "#[freehold(get)]",
                "a field without a name",
                "name the field",
            ),
        ),
        (
            "name = \"a b\"",
            (
                "struct A;",
                "\"a b\"",
                "`a b` is not a Python identifier",
                "write `\"a_b\"`",
            ),
        ),
    ];
    for (arguments, row) in rows {
        expect(in_class(arguments, row.0), *row);
    }
}

#[test]
fn locks_of_classes() {
    let item = "struct C { a: u8 }";
    assert_eq!(in_class("lock = \"rw\"", item), []);
    let rows: &[Row<'_>] = &[
        (
            "lock = \"rw\", frozen",
            "frozen",
            "`frozen` contradicts `lock`",
            "remove `frozen`, or `lock`",
        ),
        (
            "frozen, lock = \"rw\"",
            "lock",
            "`lock` contradicts `frozen`",
            "remove `lock`, or `frozen`",
        ),
        (
            "lock = \"RW\"",
            "\"RW\"",
            "`\"RW\"` is not a lock",
            "did you mean `\"rw\"`?",
        ),
        (
            "lock = \"read-write\"",
            "\"read-write\"",
            "`\"read-write\"` is not a lock",
            "did you mean `\"rw\"`?",
        ),
        (
            "lock = \"RwLock\"",
            "\"RwLock\"",
            "`\"RwLock\"` is not a lock",
            "did you mean `\"rw\"`?",
        ),
        (
            "lock = \"mutex\"",
            "\"mutex\"",
            "`\"mutex\"` is not a lock",
            "did you mean `\"rw\"`? Without `lock`",
        ),
        (
            "lock = \"none\"",
            "\"none\"",
            "`\"none\"` is not a lock",
            "write `frozen`",
        ),
        (
            "lock = \"spin\"",
            "\"spin\"",
            "`\"spin\"` is not a lock",
            "write `lock = \"rw\"` to let methods",
        ),
        (
            "lock = rw",
            "rw",
            "`lock` takes a string",
            "write `lock = \"rw\"`",
        ),
        (
            "lock",
            "lock",
            "`lock` takes a string",
            "write `lock = \"rw\"`",
        ),
        ("rw", "rw", "`rw` is not an option", "write `lock = \"rw\"`"),
    ];
    for row in rows {
        expect(in_class(row.0, item), *row);
    }
}
