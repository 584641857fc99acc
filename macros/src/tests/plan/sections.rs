use syn::parse_quote;

use super::{plan_function, plan_methods};
use crate::plan::body::{Body, Lock, LockedObject, Suspendable, Watch};
use crate::plan::call::Argument;

#[test]
fn sections_are_planned() {
    let plan = plan_function(
        "",
        "#[critical_section(a, b)] fn f(n: u8, a: &mut C, b: &D) {}",
    );
    let lock = |index, class, exclusive, name: &str| Lock {
        object: LockedObject::Argument { index, class },
        exclusive,
        name: name.to_owned(),
    };
    assert_eq!(
        plan.call.body,
        Body::Exclusive2 {
            first: lock(1, parse_quote!(C), true, "a"),
            second: lock(2, parse_quote!(D), false, "b"),
            same: None,
        }
    );
    assert_eq!(
        plan.call.arguments[1],
        Argument::Locked {
            index: 1,
            class: parse_quote!(C)
        }
    );
}

#[test]
fn sections_over_handles_are_planned() {
    let body = |item: &str| plan_function("", item).call.body;
    let list = Lock {
        object: LockedObject::Argument {
            index: 0,
            class: parse_quote!(PyList),
        },
        exclusive: false,
        name: "list".to_owned(),
    };
    let section = |watch| {
        Body::Suspendable(Suspendable {
            first: list.clone(),
            second: None,
            watch,
            of_block: false,
        })
    };
    let plain = "#[critical_section(list)] fn f(list: &Bound<'_, PyList>) {}";
    assert_eq!(body(plain), section(Watch::Nothing));
    let asked = "#[critical_section(list)] fn f(list: &Bound<'_, PyList>, s: &Section<'_>) {}";
    assert_eq!(body(asked), section(Watch::Asked));
    let error = "#[critical_section(list, on_suspend = \"error\")] fn f(list: &Bound<'_, PyList>, s: &Section<'_>) {}";
    assert_eq!(body(error), section(Watch::Error));
    let retry =
        "#[critical_section(list, on_suspend = \"retry\")] fn f(list: &Bound<'_, PyList>) {}";
    assert_eq!(body(retry), section(Watch::Retry));
}

#[test]
fn handles_and_sections_are_arguments() {
    let item = "#[critical_section(a, b)] fn f<'py>(s: &Section<'_>, a: &Bound<'py, C>, n: u8, b: Bound<'py, PyAny>) {}";
    let plan = plan_function("", item);
    assert_eq!(plan.call.signature.names, ["a", "n", "b"]);
    let handle = |index, class, by_value| Argument::LockedHandle {
        index,
        class,
        by_value,
        of_block: false,
    };
    assert_eq!(
        plan.call.arguments,
        [
            Argument::Section,
            handle(0, parse_quote!(C), false),
            Argument::Converted {
                index: 1,
                ty: parse_quote!(u8),
                default: None
            },
            handle(2, parse_quote!(PyAny), true),
        ]
    );
}

/// Who has an object is locked, unless the method says otherwise.
#[test]
fn a_whole_block_is_locked() {
    let plan = plan_methods(
        "#[critical_section(self)] impl C {
            fn read(&self) {}
            fn write(&mut self) {}
            fn handle(slf: &Bound<'_, Self>) {}
            fn owned(slf: Py<Self>) {}
            #[staticmethod] fn none() {}
            #[critical_section(self, other)] fn both(&mut self, other: &mut C) {}
            #[critical_section(list)] fn another(slf: &Bound<'_, Self>, list: &Bound<'_, PyList>) {}
            #[allow_threads] fn detached(slf: Py<Self>) {}
            fn __eq__(&self, other: &C) -> bool {}
            fn __contains__(slf: &Bound<'_, Self>, item: &Bound<'_, Self>) -> bool {}
            fn __len__(&self) -> usize {}
        }",
    );
    let locked = |body: &Body| match body {
        Body::Attached => "nothing".to_owned(),
        Body::Detached => "detached".to_owned(),
        Body::Exclusive(lock) => format!("{} {}", lock.name, lock.exclusive),
        Body::Exclusive2 { first, second, .. } => format!("{}, {}", first.name, second.name),
        Body::Suspendable(section) => {
            let second = section.second.as_ref().map_or("", |second| &second.name);
            format!("suspendable {} {second}", section.first.name)
        }
    };
    let methods = plan.methods.iter().map(|method| locked(&method.call.body));
    assert_eq!(
        methods.collect::<Vec<_>>(),
        [
            "self false",
            "self true",
            "suspendable self ",
            "nothing",
            "nothing",
            "self, other",
            "suspendable list ",
            "detached"
        ]
    );
    let slots = plan.slots.iter().flat_map(|slot| &slot.parts);
    assert_eq!(
        slots
            .map(|part| locked(&part.call.body))
            .collect::<Vec<_>>(),
        ["self, other", "suspendable self item", "self false"]
    );
}
