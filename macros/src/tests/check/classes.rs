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
