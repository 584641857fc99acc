use super::{Row, expect, in_module};

#[test]
fn modules() {
    let rows: &[(&str, Row<'_>)] = &[
        (
            "gil_used, gil_not_used",
            (
                "mod m {}",
                "gil_not_used",
                "`gil_not_used` contradicts `gil_used`",
                "keep one",
            ),
        ),
        (
            "gil_used = false",
            (
                "mod m {}",
                "gil_used = false",
                "`gil_used = false` is PyO3's spelling",
                "write `gil_not_used`",
            ),
        ),
        (
            "Py_MOD_GIL_NOT_USED",
            (
                "mod m {}",
                "Py_MOD_GIL_NOT_USED",
                "`Py_MOD_GIL_NOT_USED` is C's spelling",
                "write `gil_not_used`",
            ),
        ),
        (
            "freethreading_compatible = True",
            (
                "mod m {}",
                "freethreading_compatible = True",
                "`freethreading_compatible` is Cython's spelling",
                "write `gil_not_used`",
            ),
        ),
        (
            "multiple_interpreters = Py_MOD_PER_INTERPRETER_GIL_SUPPORTED",
            (
                "mod m {}",
                "Py_MOD_PER_INTERPRETER_GIL_SUPPORTED",
                "`Py_MOD_PER_INTERPRETER_GIL_SUPPORTED` is C's spelling",
                "write `multiple_interpreters = \"per_interpreter_gil\"`",
            ),
        ),
        (
            "name = tally2",
            (
                "mod m {}",
                "tally2",
                "`name` takes a string",
                "write `name = \"tally2\"`",
            ),
        ),
        (
            "gil_not_usd",
            (
                "mod m {}",
                "gil_not_usd",
                "unknown option `gil_not_usd`",
                "did you mean `gil_not_used`?",
            ),
        ),
        (
            "multiple_interpreters = true",
            (
                "mod m {}",
                "true",
                "`multiple_interpreters` expects a policy",
                "write `multiple_interpreters = \"not_supported\"`",
            ),
        ),
        (
            "gil_used, gil_used",
            (
                "mod m {}",
                "gil_used",
                "`gil_used` is given twice",
                "remove the second",
            ),
        ),
        (
            "name = \"a-b\"",
            (
                "mod m {}",
                "\"a-b\"",
                "no module can be imported as `a-b`",
                "write `name = \"a_b\"`",
            ),
        ),
        (
            "single_phase, multiple_interpreters = \"shared_gil\"",
            (
                "mod m {}",
                "\"shared_gil\"",
                "`shared_gil` contradicts `single_phase`",
                "remove",
            ),
        ),
        (
            "state = A, state = B",
            ("mod m {}", "B", "a module has one state", "merge them"),
        ),
        (
            "state = Vec<u8>",
            (
                "mod m {}",
                "Vec<u8>",
                "`Vec<u8>` belongs to another crate",
                "put it into a struct",
            ),
        ),
        (
            "",
            (
                "mod m { static mut A: u8 = 0; }",
                "mut",
                "all threads change `A` at once",
                "put it into a `struct State`",
            ),
        ),
        (
            "",
            (
                "mod m { static A: PyOnce<Py<PyAny>> = PyOnce::new(); }",
                "Py<PyAny>",
                "`A` is shared by all interpreters",
                "put it into a `struct State`",
            ),
        ),
        (
            "",
            (
                "mod m;",
                "mod",
                "`#[pymodule]` needs to see what is in `m`",
                "write `mod m { … }`",
            ),
        ),
        (
            "",
            (
                "mod m { #[pyfunction] fn a() {} #[pyfunction(name = \"a\")] fn b() {} }",
                "b",
                "`a` is exported twice",
                "give one of them another name",
            ),
        ),
        (
            "",
            (
                "mod m { #[pymodule_export] use a::*; }",
                "*",
                "`#[pymodule_export]` cannot see what `*` holds",
                "list the items",
            ),
        ),
        (
            "",
            (
                "mod m { #[pymodule(gil_used)] mod n {} }",
                "gil_used",
                "`gil_used` is decided by the top level module",
                "move it to `#[pymodule]` of `m`",
            ),
        ),
        (
            "",
            (
                "mod m { #[pymodule_init] fn init() {} }",
                "init",
                "`init` takes the module",
                "write `fn init(m: &Bound<'_, PyModule>)",
            ),
        ),
    ];
    for (arguments, row) in rows {
        expect(in_module(arguments, row.0), *row);
    }
    let both = in_module(
        "",
        "mod m { #[pymodule_init] fn a(m: &M) {} #[pymodule_init] fn b(m: &M) {} }",
    );
    let places: Vec<_> = both.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(places, ["a", "b"]);
}
