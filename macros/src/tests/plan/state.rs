//! The state of a module.

use syn::parse_quote;

use super::{module, plan_function, plan_methods};
use crate::check;
use crate::check::model::{Interpreters, StateModel};
use crate::ctxt::Ctxt;
use crate::parse::module::StateField;
use crate::plan;
use crate::plan::call::{Argument, StateOf};
use crate::plan::function::Binding;

#[test]
fn a_state_is_planned() {
    let ctxt = Ctxt::new();
    let source = "mod m { struct State { a: A, #[cfg(b)] b: B } struct Other { c: C } }";
    let input = module(&ctxt, "state = State, single_phase", source);
    let model = check::module(&ctxt, &input);
    ctxt.check().expect("a valid module");
    let plan = plan::module(&model);
    let fields = vec![
        StateField {
            ty: parse_quote!(A),
            cfgs: vec![],
        },
        StateField {
            ty: parse_quote!(B),
            cfgs: vec![parse_quote!(#[cfg(b)])],
        },
    ];
    let state = StateModel {
        ty: parse_quote!(State),
        fields,
    };
    assert_eq!(plan.state, Some(state));
    assert!(plan.single_phase && plan.interpreters == Interpreters::NotSupported);
}

#[test]
fn where_the_state_is_found() {
    let plan = plan_function("", "fn f(a: i64, state: &m::State, _more: u8) {}");
    let ty = parse_quote!(m::State);
    let of = StateOf::Module;
    assert_eq!(plan.call.arguments[1], Argument::State { ty, of });
    assert_eq!(plan.call.signature.names, ["a", "_more"]);
    let plan = plan_function("", "fn f(state: &str) {}");
    assert_eq!(plan.call.signature.names, ["state"]);
}

#[test]
fn where_methods_find_it() {
    let plan = plan_methods(
        "impl C { #[new] fn new(state: &S) -> Self {} fn a(&self, state: &S) {}
        #[staticmethod] fn b(state: &S, x: u8) {} #[staticmethod] fn c(x: u8) {} }",
    );
    let of = |argument: &Argument| match argument {
        Argument::State { of, .. } => Some(*of),
        _ => None,
    };
    assert_eq!(
        of(&plan.constructors[0].call.arguments[0]),
        Some(StateOf::Class)
    );
    let methods: Vec<_> = plan.methods.iter().collect();
    assert_eq!(of(&methods[0].call.arguments[0]), Some(StateOf::Object));
    assert_eq!(of(&methods[1].call.arguments[0]), Some(StateOf::Class));
    let bindings: Vec<_> = methods.iter().map(|method| method.entry.binding).collect();
    assert_eq!(bindings, [Binding::Owner, Binding::Class, Binding::Nothing]);
    assert!(methods[1].entry.doc.starts_with("b($type, x)\n"));
}
