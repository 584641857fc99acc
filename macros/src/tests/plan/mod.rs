mod sections;
mod state;
mod warnings;

use syn::parse_quote;

use super::{class, function, methods, module};
use crate::check;
use crate::check::model::{Gil, HandleKind, Interpreters, Output, Policy, Variant, VariantField};
use crate::ctxt::Ctxt;
use crate::parse::module::ExportKind;
use crate::plan;
use crate::plan::body::{Body, Lock, LockedObject};
use crate::plan::call::{Argument, ReceiverPlan, ResultPlan, SignaturePlan};
use crate::plan::class::{ClassPlan, FieldCheck, FieldPlan};
use crate::plan::function::{Binding, Convention, FunctionPlan, TableEntry};
use crate::plan::methods::MethodsPlan;
use crate::plan::module::{ExportPlan, InitPlan, ModulePlan};
use crate::slots::Shape;

fn plan_function(arguments: &str, item: &str) -> FunctionPlan {
    let ctxt = Ctxt::new();
    let input = function(&ctxt, arguments, item);
    let model = check::function(&ctxt, &input);
    ctxt.check().expect("a valid function");
    plan::function(&model)
}

fn plan_methods(item: &str) -> MethodsPlan {
    let ctxt = Ctxt::new();
    let input = methods(&ctxt, item);
    let model = check::methods(&ctxt, &input);
    ctxt.check().expect("valid methods");
    plan::methods(&model.expect("a block of methods"))
}

/// The word `self`, which is an identifier only by force.
fn this() -> syn::Ident {
    syn::Ident::new("self", proc_macro2::Span::call_site())
}

#[test]
fn the_cheapest_calling_convention_is_chosen() {
    let convention = |arguments: &str, item: &str| plan_function(arguments, item).entry.convention;
    assert_eq!(convention("", "fn f() {}"), Convention::FastcallNothing);
    assert_eq!(
        convention("", "fn f(py: Python<'_>) {}"),
        Convention::FastcallNothing
    );
    assert_eq!(
        convention("signature = (a, /)", "fn f(a: u8) {}"),
        Convention::One
    );
    assert_eq!(
        convention("signature = (a = 1, /)", "fn f(a: u8) {}"),
        Convention::Fastcall
    );
    assert_eq!(
        convention("signature = (a, b, /)", "fn f(a: u8, b: u8) {}"),
        Convention::Fastcall
    );
    assert_eq!(
        convention("", "fn f(a: u8) {}"),
        Convention::FastcallKeywords
    );
}

/// CPython has a quick way to call methods of objects without arguments, and none for other functions.
#[test]
fn what_takes_nothing_is_called_in_the_way_that_is_quicker_for_it() {
    let plan = plan_methods(
        "impl C { fn m(&self) {} #[staticmethod] fn s() {} #[staticmethod] fn of(state: &S) {} }",
    );
    let conventions: Vec<_> = plan.methods.iter().map(|m| m.entry.convention).collect();
    assert_eq!(
        conventions,
        [
            Convention::NoArgs,
            Convention::FastcallNothing,
            Convention::NoArgs
        ]
    );
}

#[test]
fn a_function_is_planned() {
    let item =
        "/// Adds.\npub fn add<'py>(py: Python<'py>, a: &'py str, b: i64) -> PyResult<i64> {}";
    let plan = plan_function(r#"name = "plus", signature = (a, b = -1)"#, item);
    assert_eq!(
        plan.entry,
        TableEntry {
            rust_name: parse_quote!(add),
            python_name: "plus".to_owned(),
            convention: Convention::FastcallKeywords,
            doc: "plus($module, a, b=-1)\n--\n\nAdds.".to_owned(),
            binding: Binding::Owner,
        }
    );
    assert_eq!(
        plan.call.signature,
        SignaturePlan {
            names: vec!["a".to_owned(), "b".to_owned()],
            positional_only: 0,
            positional: 2,
            required: 0b01
        }
    );
    assert_eq!(
        plan.call.arguments,
        [
            Argument::Token,
            // The lifetime's name is the user's; a trampoline cannot write it.
            Argument::Converted {
                index: 0,
                ty: parse_quote!(&'_ str),
                default: None
            },
            Argument::Converted {
                index: 1,
                ty: parse_quote!(i64),
                default: Some(parse_quote!(-1))
            },
        ]
    );
    assert_eq!(plan.call.body, Body::Attached);
    let value = Output::Type(parse_quote!(i64));
    assert_eq!(
        plan.call.output,
        ResultPlan::Fallible { value, error: None }
    );
    assert_eq!(plan.warnings, []);
}

#[test]
fn lifetimes_that_a_type_declares_keep_their_names() {
    let types = |written: &str| match &plan_function("", &format!("fn f<'a, 'b>({written}) {{}}"))
        .call
        .arguments[..]
    {
        [Argument::Converted { ty, .. }] => ty.clone(),
        other => panic!("one argument: {other:?}"),
    };
    let written =
        "p: Map<'a, dyn for<'c> Fn(&'c str, T<'a, 'c>) + 'b, fn(&'static u8, &'_ u8, &u8)>";
    assert_eq!(
        types(written),
        parse_quote!(
            Map<'_, dyn for<'c> Fn(&'c str, T<'_, 'c>) + '_, fn(&'static u8, &'_ u8, &u8)>
        )
    );
    assert_eq!(
        types("p: Box<for<'c, 'd> fn(&'c &'d &'b u8)>"),
        parse_quote!(Box<for<'c, 'd> fn(&'c &'d &'_ u8)>)
    );
}

#[test]
fn python_order_is_the_signatures() {
    let plan = plan_function("signature = (b, *, a)", "fn f(a: u8, b: u16) {}");
    assert_eq!(plan.call.signature.names, ["b", "a"]);
    assert_eq!(plan.call.signature.positional, 1);
    assert_eq!(
        plan.call.arguments[0],
        Argument::Converted {
            index: 1,
            ty: parse_quote!(u8),
            default: None
        }
    );
    assert_eq!(plan.entry.doc, "f($module, b, *, a)\n--\n\n");
}

#[test]
fn receivers_are_planned() {
    let plan = plan_methods(
        "impl C {
            fn read(&self) {}
            #[allow_threads] fn detached(&self) {}
            #[critical_section(self)] fn locked(&mut self, cs: NoSuspend<'_>) {}
            fn handle(slf: &Bound<'_, Self>) {}
            #[staticmethod] fn none() {}
        }",
    );
    let receivers: Vec<_> = plan
        .methods
        .into_iter()
        .map(|method| (method.call.receiver, method.call.body))
        .collect();
    let self_lock = Lock {
        object: LockedObject::Receiver(this()),
        exclusive: true,
        name: "self".to_owned(),
    };
    let handle = ReceiverPlan::Handle {
        kind: HandleKind::BoundRef,
        ty: parse_quote!(&Bound<'_, Self>),
        locked: None,
    };
    assert_eq!(
        receivers,
        [
            (Some(ReceiverPlan::Read(this())), Body::Attached),
            (Some(ReceiverPlan::ReadDetached(this())), Body::Detached),
            (
                Some(ReceiverPlan::Locked(this())),
                Body::Exclusive(self_lock)
            ),
            (Some(handle), Body::Attached),
            (None, Body::Attached),
        ]
    );
}

#[test]
fn properties_and_slots_are_merged() {
    let plan = plan_methods(
        "impl C {
            #[setter] #[critical_section(self)] fn set_x(&mut self, v: u8) {}
            /// The x.
            #[getter] fn get_x(slf: Py<Self>) -> u8 {}
            #[critical_section(self)] fn __setitem__(&mut self, k: u8, v: u8) {}
            #[critical_section(self)] fn __delitem__(&mut self, k: u8) {}
            #[new] #[freehold(signature = (start = 0))] fn make(start: u8) -> Self {}
        }",
    );
    let [property] = plan.properties.as_slice() else {
        panic!("one property")
    };
    assert_eq!(
        (property.python_name.as_str(), property.doc.as_str()),
        ("x", "The x.")
    );
    assert!(property.get.is_some() && property.set.is_some());
    let [slot] = plan.slots.as_slice() else {
        panic!("one slot")
    };
    assert_eq!(slot.slot, "Py_mp_ass_subscript");
    assert_eq!(
        slot.parts
            .iter()
            .map(|part| part.special.shape)
            .collect::<Vec<_>>(),
        [Shape::SetItem, Shape::DelItem]
    );
    let constructor = plan.constructors.first().expect("there is one");
    assert_eq!(constructor.text_signature, "(start=0)");
    assert_eq!(constructor.call.shown, "C");
}

#[test]
fn a_class_is_planned() {
    let ctxt = Ctxt::new();
    let item = "/// A point.\nstruct Point { #[freehold(get, name = \"ex\")] x: i64, y: Vec<u8> }";
    let input = class(&ctxt, "frozen, name = \"P\"", item);
    let model = check::class(&ctxt, &input);
    ctxt.check().expect("a valid class");
    let expected = ClassPlan {
        name: parse_quote!(Point),
        python_name: "P".to_owned(),
        doc: "A point.".to_owned(),
        policy: Policy::Frozen,
        subclass: false,
        cache_aligned: false,
        from_py_object: false,
        checked: vec![
            FieldCheck {
                ty: parse_quote!(i64),
                cfgs: vec![],
            },
            FieldCheck {
                ty: parse_quote!(Vec<u8>),
                cfgs: vec![],
            },
        ],
        all_checked: true,
        properties: vec![FieldPlan {
            field: parse_quote!(x),
            ty: parse_quote!(i64),
            python_name: "ex".to_owned(),
            shown: "P.ex".to_owned(),
            get: true,
            set: false,
            doc: String::new(),
            cfgs: vec![],
        }],
        variants: vec![Variant {
            name: None,
            cfgs: vec![],
            // No object can be in the other.
            fields: vec![VariantField {
                member: parse_quote!(y),
                ty: parse_quote!(Vec<u8>),
                cfgs: vec![],
                deprecated: false,
            }],
        }],
    };
    assert_eq!(plan::class(&model), expected);
}

#[test]
fn a_module_is_planned() {
    let ctxt = Ctxt::new();
    let source =
        "mod m { #[pyclass] struct C; #[pymodule_init] fn init(m: &M) -> PyResult<()> {} }";
    let input = module(&ctxt, "gil_not_used, name = \"_m\"", source);
    let model = check::module(&ctxt, &input);
    ctxt.check().expect("a valid module");
    let expected = ModulePlan {
        item: input.item.clone(),
        python_name: "_m".to_owned(),
        doc: String::new(),
        gil: Gil::NotUsed,
        interpreters: Interpreters::SharedGil,
        exports: vec![ExportPlan {
            kind: ExportKind::Item,
            rust_name: parse_quote!(C),
            python_name: "C".to_owned(),
            cfgs: vec![],
        }],
        inits: vec![InitPlan {
            function: parse_quote!(init),
            output: Output::Type(parse_quote!(PyResult<()>)),
            cfgs: Vec::new(),
        }],
        state: None,
        single_phase: false,
        warnings: vec![],
    };
    assert_eq!(plan::module(&model), expected);
}

#[test]
fn defaults_are_shown_as_python_writes_them() {
    let shown = |default: &str| {
        let plan = plan_function(&format!("signature = (a = {default})"), "fn f(a: T) {}");
        let (signature, _) = plan.entry.doc.split_once("\n--").expect("a signature");
        signature
            .trim_start_matches("f($module, a=")
            .trim_end_matches(')')
            .to_owned()
    };
    assert_eq!(shown("true"), "True");
    assert_eq!(shown("None"), "None");
    assert_eq!(shown("Some(3)"), "3");
    assert_eq!(shown("-1.5"), "-1.5");
    assert_eq!(shown("0xff_u8"), "255");
    assert_eq!(shown(r#""it's\n""#), r"'it\'s\n'");
    assert_eq!(shown(r#""a".to_owned()"#), "'a'");
    assert_eq!(shown(r#"b"ab""#), "b'ab'");
    assert_eq!(shown("LIMIT"), "...");
    assert_eq!(shown(r#""é""#), "...");
}
