use quote::ToTokens;

use super::{class, function, methods, mistakes, module, tokens};
use crate::ctxt::Ctxt;
use crate::parse::function::FunctionInput;
use crate::parse::methods::MarkKind;
use crate::parse::module::ExportKind;
use crate::parse::signature::SignatureEntry;

#[test]
fn options_keep_their_place() {
    let ctxt = Ctxt::new();
    let input = function(
        &ctxt,
        r#"name = "hash", signature = (a)"#,
        "fn f(a: i64) {}",
    );
    let name = input.callable.options.name.expect("it is given");
    assert_eq!(name.value(), "hash");
    assert_eq!(name.span().source_text().as_deref(), Some(r#""hash""#));
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn signatures_are_read_entry_by_entry() {
    let ctxt = Ctxt::new();
    let input = function(
        &ctxt,
        "signature = (a, b = 1 + 2, /, *, c = None)",
        "fn f() {}",
    );
    let signature = input.callable.options.signature.expect("it is given");
    let shown: Vec<_> = signature
        .entries
        .iter()
        .map(|entry| match entry {
            SignatureEntry::Param {
                name,
                default: None,
            } => name.to_string(),
            SignatureEntry::Param {
                name,
                default: Some(default),
            } => {
                format!("{name}={}", default.to_token_stream())
            }
            SignatureEntry::Slash(_) => "/".to_owned(),
            SignatureEntry::Star(_) => "*".to_owned(),
        })
        .collect();
    assert_eq!(shown, ["a", "b=1 + 2", "/", "*", "c=None"]);
    assert!(!signature.flawed);
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn attributes_are_found_by_their_last_segment_and_taken_off() {
    let ctxt = Ctxt::new();
    let item = "#[inline] #[freehold::critical_section(c)] #[must_use] fn f(c: &C) -> u8 { 1 }";
    let input = function(&ctxt, "", item);
    assert_eq!(input.callable.sections.len(), 1);
    let left: Vec<_> = input
        .item
        .attrs
        .iter()
        .map(|a| a.path().to_token_stream().to_string())
        .collect();
    assert_eq!(left, ["inline", "must_use"]);
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn docs_lose_the_space_of_the_slashes() {
    let ctxt = Ctxt::new();
    let input = function(&ctxt, "", "/// First.\n///\n///   indented\nfn f() {}");
    assert_eq!(input.callable.docs.text, "First.\n\n  indented");
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn an_item_of_another_kind_is_given_back_without_helpers() {
    let ctxt = Ctxt::new();
    let item = FunctionInput::parse(
        &ctxt,
        tokens(""),
        tokens("struct S { #[freehold(get)] a: u8 }"),
    );
    let item = item.expect_err("it is no function").to_string();
    assert_eq!(item, tokens("struct S { a: u8 }").to_string());
    let [(place, text)] = <[_; 1]>::try_from(mistakes(ctxt)).expect("one mistake");
    assert_eq!(place, "struct");
    assert!(text.starts_with("`#[pyfunction]` expects a function, and this is a struct\n= help: "));
}

#[test]
fn helpers_are_taken_off_everything_but_what_macros_are_given() {
    let stripped = |item: &str| {
        let ctxt = Ctxt::new();
        let item = FunctionInput::parse(&ctxt, tokens(""), tokens(item));
        assert_eq!(mistakes(ctxt).len(), 1);
        item.expect_err("it is no function").to_string()
    };
    assert_eq!(
        stripped(
            "#[freehold(name = \"n\")] #[derive(Clone)] mod m {
                #[pymodule_export] use a::b;
                #[pyclass] #[doc = \"d\"] enum E { #[freehold(get)] A { #[freehold(get)] a: u8 }, B }
                impl E { #[new] fn new(#[getter] a: u8) -> u8 { #[getter] fn inner() {} a } }
            }"
        ),
        tokens(
            "#[derive(Clone)] mod m {
                use a::b;
                #[pyclass] #[doc = \"d\"] enum E { A { a: u8 }, B }
                impl E { fn new(a: u8) -> u8 { fn inner() {} a } }
            }"
        )
        .to_string()
    );
    let given = "mod m {
        macro_rules! made { (#[new] $a:ident) => { #[new] fn $a() {} } }
        made! { #[new] a }
        fn f(a: bool, b: bool) -> bool { a != (b || path::made!(#[new])) }
    }";
    assert_eq!(stripped(given), tokens(given).to_string());
    let compared = stripped("mod m { fn f() { a != { #[new] fn g() {} b } } }");
    let without = tokens("mod m { fn f() { a != { fn g() {} b } } }");
    assert_eq!(compared, without.to_string());
}

#[test]
fn fields_of_structs_and_variants_are_found() {
    let ctxt = Ctxt::new();
    let input = class(
        &ctxt,
        "frozen",
        "struct P { #[freehold(get)] x: i64, y: String }",
    );
    assert!(input.args.frozen.is_some());
    let fields: Vec<_> = input
        .fields
        .iter()
        .map(|f| (f.args.get.is_some(), f.ty.to_token_stream().to_string()))
        .collect();
    assert_eq!(
        fields,
        [(true, "i64".to_owned()), (false, "String".to_owned())]
    );
    assert_eq!(
        input.item.to_token_stream().to_string(),
        tokens("struct P { x: i64, y: String }").to_string()
    );
    let input = class(&ctxt, "", "enum E { A(u8), B { c: u16 }, D }");
    assert_eq!(input.fields.len(), 2);
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn marks_are_read() {
    let ctxt = Ctxt::new();
    let block = "impl C { #[new] fn new() -> Self {} #[getter(size)] fn a(&self) {} #[staticmethod] fn b() {} fn c(&self) {} }";
    let input = methods(&ctxt, block);
    let marks: Vec<_> = input
        .methods
        .iter()
        .map(|method| {
            method
                .marks
                .first()
                .map(|mark| (mark.kind, mark.name.as_ref().map(|name| name.value())))
        })
        .collect();
    let expected = [
        Some((MarkKind::New, None)),
        Some((MarkKind::Getter, Some("size".to_owned()))),
        Some((MarkKind::Static, None)),
        None,
    ];
    assert_eq!(marks, expected);
    assert_eq!(mistakes(ctxt), []);
}

#[test]
fn exports_are_collected() {
    let ctxt = Ctxt::new();
    let source = r#"mod m {
        #[pymodule_export] use a::{B, c as d};
        #[pymodule_export] const MAX: u8 = 1;
        #[pyfunction(name = "sum")] fn add() {}
        #[cfg(unix)] #[freehold::pyclass] struct S;
        #[pyclass] struct Generic<T>(T);
        fn plain() {}
        #[pymodule_init] fn init(m: &M) {}
    }"#;
    let input = module(&ctxt, "gil_not_used", source);
    let exports: Vec<_> = input
        .exports
        .iter()
        .map(|export| {
            (
                export.kind,
                export.rust_name.to_string(),
                export.python_name.clone(),
                export.cfgs.len(),
            )
        })
        .collect();
    let expected = [
        (ExportKind::Item, "B", "B", 0),
        (ExportKind::Renamed, "d", "d", 0),
        (ExportKind::Constant, "MAX", "MAX", 0),
        (ExportKind::Item, "add", "sum", 0),
        (ExportKind::Item, "S", "S", 1),
    ];
    let expected: Vec<_> = expected
        .iter()
        .map(|(kind, rust, python, cfgs)| (*kind, rust.to_string(), python.to_string(), *cfgs))
        .collect();
    assert_eq!(exports, expected);
    assert_eq!(input.inits.len(), 1);
    let left = input.item.to_token_stream().to_string();
    assert!(
        !left.contains("pymodule_export")
            && !left.contains("pymodule_init")
            && left.contains("pyfunction")
    );
    assert_eq!(mistakes(ctxt), []);
}
