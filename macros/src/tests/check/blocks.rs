//! Sections of whole blocks.

use super::super::{methods, mistakes};
use super::{Row, expect};
use crate::check;
use crate::ctxt::Ctxt;

fn in_block(attribute: &str, item: &str) -> Vec<(String, String)> {
    let ctxt = Ctxt::new();
    let source = format!("{attribute} impl C {{ {item} }}");
    let input = methods(&ctxt, &source);
    check::methods(&ctxt, &input);
    mistakes(ctxt)
}

#[test]
fn whole_blocks() {
    let valid = "#[new] fn new() -> Self {} #[staticmethod] fn s() {} fn a(&self) {} fn b(&mut self) {}
        fn c(slf: &Bound<'_, Self>, py: Python<'_>) {} fn d(slf: Py<Self>, py: Python<'_>) {}
        #[allow_threads] fn e(slf: Py<Self>) {} fn __eq__(&self, other: &Self) -> bool {}
        #[critical_section(self, o)] fn g(&mut self, o: &mut C) {} #[setter] fn set_x(&mut self, v: u8) {}";
    assert_eq!(in_block("#[critical_section(self)]", valid), []);
    let attributes: &[Row<'_>] = &[
        (
            "#[critical_section(self, other)]",
            "other",
            "`other` belongs to one method",
            "write `#[critical_section(self)]` here",
        ),
        (
            "#[critical_section(slf)]",
            "slf",
            "`slf` belongs to one method",
            "write `#[critical_section(self)]` here",
        ),
        (
            "#[critical_section]",
            "#[critical_section]",
            "`#[critical_section]` names no object to lock",
            "write `#[critical_section(self)]`",
        ),
        (
            "#[critical_section(self, on_suspend = \"retry\")]",
            "on_suspend",
            "`on_suspend` belongs to one method",
            "write it in a `#[critical_section(…)]` on the methods",
        ),
        (
            "#[critical_section(self)] #[critical_section(self)]",
            "#[critical_section(self)]",
            "`#[critical_section]` is given twice",
            "remove the second",
        ),
        (
            "#[critical_section(self, self)]",
            "self",
            "`self` is listed twice",
            "remove the second",
        ),
        (
            "#[allow_threads]",
            "#[allow_threads]",
            "`#[allow_threads]` detaches for one call",
            "put it on the functions",
        ),
    ];
    for row in attributes {
        expect(in_block(row.0, "fn f(&self) {}"), *row);
    }
    let methods: &[Row<'_>] = &[
        (
            "fn f(&mut self, py: Python<'_>) {}",
            "Python<'_>",
            "there is no Python token while `self` is exclusively locked, as `#[critical_section(self)]` of the block says",
            "take `slf: &Bound<'_, Self>` instead of `self`, or `py: NoSuspend<'_>`",
        ),
        (
            "fn f(&self) -> &str {}",
            "&str",
            "`&str` borrows from `self`",
            "return an owned value",
        ),
        (
            "fn f(&self, other: &Self) {}",
            "&Self",
            "`other: &Self` would be read without its lock",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "fn f(&self, other: &mut C) {}",
            "&mut C",
            "`other` is `&mut C`, but the object is not locked",
            "write `#[critical_section(self, other)]`",
        ),
        (
            "async fn f(&self) {}",
            "async",
            "a lock cannot be held across `.await`",
            "remove `async`",
        ),
        (
            "fn f() {}",
            "f",
            "`f` has no receiver",
            "add `#[staticmethod]`",
        ),
    ];
    for row in methods {
        expect(in_block("#[critical_section(self)]", row.0), *row);
    }
}

/// What the attribute means is known, so nothing else is said about what its mistakes would leave unlocked.
#[test]
fn a_mistake_in_the_attribute_of_a_block_is_one() {
    let methods = "fn a(&mut self) {} fn b(&mut self) {}";
    assert_eq!(in_block("#[critical_section(slef)]", methods).len(), 1);
    assert_eq!(
        in_block("#[critical_section(timeout = 1)]", methods).len(),
        1
    );
}
