//! What the collector is told.

use syn::{Item, parse_quote};

use super::{Row, expect, in_method, mistakes};
use crate::check;
use crate::ctxt::Ctxt;

#[test]
fn what_traverse_must_not_do() {
    let rows: &[Row<'_>] = &[
        (
            "#[critical_section(self)] unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "#[critical_section(self)]",
            "the world is stopped while `__traverse__` runs",
            "remove `#[critical_section]`",
        ),
        (
            "fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "__traverse__",
            "what `__traverse__` visits twice, or does not own alone",
            "remove it: fields that own objects are visited by themselves",
        ),
        (
            "unsafe fn __traverse__(&mut self, visit: PyVisit<'_>) -> R {}",
            "&mut self",
            "the collector looks at an object several times",
            "write `&self`",
        ),
        (
            "unsafe fn __traverse__(self, visit: PyVisit<'_>) -> R {}",
            "self",
            "`__traverse__` takes `self` by value",
            "write `&self`",
        ),
        (
            "unsafe fn __traverse__(slf: &Bound<'_, Self>, visit: PyVisit<'_>) -> R {}",
            "&Bound<'_, Self>",
            "no Python code may run in `__traverse__`, so there is no handle `&Bound<'_, Self>`",
            "write `&self`",
        ),
        (
            "unsafe fn __traverse__(visit: PyVisit<'_>) -> R {}",
            "__traverse__",
            "`__traverse__` belongs to an object",
            "take `&self` first",
        ),
        (
            "unsafe fn __traverse__(&self) -> R {}",
            "__traverse__",
            "`__traverse__` takes the collector's visitor",
            "write `unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError>`",
        ),
        (
            "unsafe fn __traverse__(&self, visit: &freehold::PyVisit<'_>) -> R {}",
            "&freehold::PyVisit<'_>",
            "the visitor is taken by value",
            "write `visit: PyVisit<'_>`",
        ),
        (
            "unsafe fn __traverse__(&self, py: Python<'_>, visit: PyVisit<'_>) -> R {}",
            "Python<'_>",
            "no Python code may run in `__traverse__`, so there is no token `py`",
            "remove `py`",
        ),
        (
            "unsafe fn __traverse__(&self, visit: PyVisit<'_>, state: &State) -> R {}",
            "state: &State",
            "`__traverse__` is given the collector's visitor, and nothing else",
            "remove `state`",
        ),
        (
            "unsafe fn __traverse__(&self, visit: PyVisit<'_>) {}",
            "__traverse__",
            "`__traverse__` has to tell the collector",
            "write `-> Result<(), PyTraverseError>`",
        ),
        (
            "unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R { f(self.a.clone_ref(x)) }",
            "self.a.clone_ref(x)",
            "reference counts must not change in `__traverse__`",
            "write `visit.call(&self.field)?`",
        ),
        (
            "unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R { { Python::attach(|py| 1) } }",
            "Python::attach",
            "no Python code may run in `__traverse__`, so `Python::attach` fails",
            "remove it",
        ),
        (
            "#[staticmethod] unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "#[staticmethod]",
            "`__traverse__` is called by Python itself",
            "remove `#[staticmethod]`",
        ),
        (
            "async unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "async",
            "`async` functions are not supported",
            "remove `async`",
        ),
        (
            "#[freehold(name = \"t\")] unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {}",
            "\"t\"",
            "`name` means nothing for a special method",
            "remove `name`",
        ),
        (
            "#[critical_section(self)] fn __clear__(&mut self) {}",
            "__clear__",
            "`__clear__` without `__traverse__`",
            "remove it: fields that own objects are visited and cleared by themselves",
        ),
        (
            "unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R {} fn __clear__(&mut self) {}",
            "&mut self",
            "`&mut self` needs exclusive access",
            "write `#[critical_section(self)]`",
        ),
    ];
    for row in rows {
        expect(in_method(row.0), *row);
    }
}

#[test]
fn a_section_of_the_block_is_not_that_of_traverse() {
    let ctxt = Ctxt::new();
    let source = "#[critical_section(self)] impl C {
        unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> R { visit.call(&self.a) }
        fn __clear__(&mut self) { self.a = None }
    }";
    let input = super::super::methods(&ctxt, source);
    let model = check::methods(&ctxt, &input).expect("a valid block");
    assert_eq!(mistakes(ctxt), []);
    let [traverse] = model.traverses.as_slice() else {
        panic!("one")
    };
    assert_eq!(traverse.output, parse_quote!(R));
    let [clear] = model.methods.as_slice() else {
        panic!("one")
    };
    assert!(clear.callable.section.is_some());
}

/// The fields that are looked at, by variant.
fn looked_at(item: Item) -> Vec<String> {
    let variants = check::variants(&item).into_iter();
    let shown = variants.map(|variant| {
        let fields = variant.fields.into_iter();
        let names = fields.map(|field| match field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        });
        names.collect::<Vec<_>>().join(" ")
    });
    shown.collect()
}

#[test]
fn fields_that_could_own_objects() {
    let rows: [(Item, &[&str]); 6] = [
        (
            parse_quote!(
                struct C {
                    a: u8,
                    b: Py<PyAny>,
                    c: String,
                    d: Other,
                    e: &'static str,
                }
            ),
            &["b d e"],
        ),
        (
            parse_quote!(
                struct C;
            ),
            &[""],
        ),
        (
            parse_quote!(
                struct C(u8, Option<Py<C>>);
            ),
            &["1"],
        ),
        (
            // Which index the last one has, depends.
            parse_quote!(
                struct C(Py<A>, #[cfg(x)] Py<B>, Py<D>);
            ),
            &["0"],
        ),
        (
            parse_quote!(
                #[repr(C, packed(2))]
                struct C {
                    a: Py<A>,
                }
            ),
            &[],
        ),
        (
            parse_quote!(
                enum C {
                    A,
                    B(Py<A>),
                    D {
                        a: u8,
                        #[cfg(x)]
                        b: Py<B>,
                        c: Py<D>,
                    },
                }
            ),
            &["", "0", "b c"],
        ),
    ];
    for (item, expected) in rows {
        assert_eq!(looked_at(item), expected);
    }
}
