use super::{Row, expect, in_method, mistakes};
use crate::check;
use crate::ctxt::Ctxt;

#[test]
fn receivers_and_methods() {
    let rows: &[Row<'_>] = &[
        (
            "fn f(self) {}",
            "self",
            "`f` takes `self` by value",
            "write `&self`",
        ),
        (
            "fn f(&mut self) {}",
            "&mut self",
            "`&mut self` needs exclusive access, and nothing locks the object",
            "write `#[critical_section(self)]`; if the class is frozen, take `&self`",
        ),
        (
            "fn f(slf: PyRef<'_, Self>) {}",
            "PyRef<'_, Self>",
            "`PyRef<'_, Self>` is PyO3's",
            "write `&self` under `#[critical_section(self)]`",
        ),
        (
            "fn f() {}",
            "f",
            "`f` has no receiver, and is not marked as a static method",
            "add `#[staticmethod]`",
        ),
        (
            "#[setter] fn set_x(slf: Py<Self>) {}",
            "set_x",
            "the setter `set_x` needs one value",
            "add one parameter",
        ),
        (
            "#[setter] fn set_x(&self) {}",
            "set_x",
            "the setter `set_x` needs one value",
            "add one parameter: `set_x(&self, value: T)`",
        ),
        (
            "#[freehold(name = \"b\")] fn a(slf: Py<Self>) {} fn b(slf: Py<Self>) {}",
            "b",
            "`b` is defined already",
            "rename one of them",
        ),
        (
            "#[pyfunction] fn f(slf: Py<Self>) {}",
            "#[pyfunction]",
            "`f` needs no `#[pyfunction]`",
            "remove `#[pyfunction]`",
        ),
        (
            "make! {}",
            "make",
            "`#[pymethods]` cannot see the methods that `make!` makes",
            "write them out",
        ),
        (
            "#[new] fn a() -> Self {} #[new] fn b() -> Self {}",
            "b",
            "a class has one constructor",
            "make `b` a `#[staticmethod]`",
        ),
        (
            "#[gettr] fn f(&self) {}",
            "gettr",
            "unknown attribute `#[gettr]`",
            "did you mean `#[getter]`?",
        ),
        (
            "#[static_method] fn f() {}",
            "static_method",
            "unknown attribute `#[static_method]`",
            "did you mean `#[staticmethod]`?",
        ),
        (
            "#[classmethod] fn f() {}",
            "classmethod",
            "`#[classmethod]` is not available yet",
            "use `#[staticmethod]`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
    let ctxt = Ctxt::new();
    let input = super::super::methods(&ctxt, "impl<'a> View<'a> {}");
    assert!(check::methods(&ctxt, &input).is_none());
    expect(
        mistakes(ctxt),
        (
            "a lifetime",
            "'a",
            "Python may keep `View` longer than any borrow",
            "own what it borrows",
        ),
    );
    let ctxt = Ctxt::new();
    let input = super::super::methods(&ctxt, "impl Default for C { fn default() -> Self { C } }");
    assert!(check::methods(&ctxt, &input).is_none());
    expect(
        mistakes(ctxt),
        (
            "trait",
            "Default",
            "Python sees the methods of a class, not those of the trait `Default`",
            "write `impl C",
        ),
    );
}

#[test]
fn special_methods() {
    let rows: &[Row<'_>] = &[
        (
            "fn __next__(&mut self) -> Option<u8> {}",
            "&mut self",
            "`&mut self` needs exclusive access: iterators are shared",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[critical_section(self)] fn __iter__(&self) -> &Self {}",
            "&Self",
            "`&Self` would outlive the lock",
            "write `fn __iter__(slf: Py<Self>)",
        ),
        (
            "#[critical_section(self)] fn __eq__(&self, other: &Self) -> bool {}",
            "&Self",
            "`other: &Self` would be read without its lock",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "fn __init__(&self) {}",
            "__init__",
            "`__init__` may run twice, and in two threads at once",
            "use `#[new]`",
        ),
        (
            "fn __setitm__(&self) {}",
            "__setitm__",
            "unknown special method `__setitm__`",
            "did you mean `__setitem__`?",
        ),
        (
            "fn __setitem__(&self, k: u8) {}",
            "&self, k: u8",
            "`__setitem__` takes `key` and `value` after its receiver",
            "write `fn __setitem__(&self, k: u8, value: T)`",
        ),
        (
            "#[critical_section(self)] fn __enter__(&self) {}",
            "#[critical_section(self)]",
            "the section ends when `__enter__` returns",
            "guard the block",
        ),
        (
            "fn __getbuffer__(&self) {}",
            "__getbuffer__",
            "`__getbuffer__` is not supported yet: what it exports outlives every lock",
            "return a copy",
        ),
        (
            "fn __eq__(&self, other: &Self) -> bool {} fn __richcmp__(&self, other: &Self) {}",
            "__richcmp__",
            "`__richcmp__` and `__eq__` fill the same slot",
            "remove `__richcmp__`",
        ),
        (
            "fn __new__(n: u8) -> Self {}",
            "__new__",
            "`__new__` is not a method here",
            "mark the constructor with `#[new]`",
        ),
        (
            "fn __len__() -> usize {}",
            "__len__",
            "`__len__` belongs to an object, and has no receiver",
            "take `&self` first",
        ),
        (
            "fn __enter__(&self) {}",
            "__enter__",
            "`__enter__` is not supported yet",
            "give the method a name",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
}
