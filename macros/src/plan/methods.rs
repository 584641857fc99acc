//! `#[pymethods]`.

use quote::quote;
use syn::{Attribute, Ident, Type};

use super::call::{self, CallPlan};
use super::docs::{self, Leading};
use super::function::{self, TableEntry};
use super::warnings::{self, Warning};
use crate::check::model::{Method, MethodKind, MethodsModel, Traverse};
use crate::slots::{Operands, Shape, Special};

/// Everything that is decided about a block of methods.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct MethodsPlan {
    pub class: Type,
    pub methods: Vec<MethodPlan>,
    pub properties: Vec<PropertyPlan>,
    pub slots: Vec<SlotPlan>,
    /// More than one only where `#[cfg]` decides between them.
    pub constructors: Vec<ConstructorPlan>,
    /// As above.
    pub traverses: Vec<Traverse>,
    pub warnings: Vec<Warning>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct MethodPlan {
    pub entry: TableEntry,
    pub call: CallPlan,
    pub cfgs: Vec<Attribute>,
}

/// One attribute of the object, read and written by methods.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct PropertyPlan {
    pub python_name: String,
    pub get: Option<Accessor>,
    pub set: Option<Accessor>,
    pub doc: String,
    pub cfgs: Vec<Attribute>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Accessor {
    pub method: Ident,
    pub call: CallPlan,
}

/// One slot of the type, and the special methods that fill it.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct SlotPlan {
    pub slot: &'static str,
    pub shape: Shape,
    pub parts: Vec<SpecialPlan>,
    pub cfgs: Vec<Attribute>,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct SpecialPlan {
    pub special: &'static Special,
    pub call: CallPlan,
}

#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct ConstructorPlan {
    pub method: Ident,
    pub call: CallPlan,
    pub text_signature: String,
    pub cfgs: Vec<Attribute>,
}

pub fn methods(model: &MethodsModel) -> MethodsPlan {
    let mut plan = MethodsPlan {
        class: model.class.clone(),
        methods: Vec::new(),
        properties: Vec::new(),
        slots: Vec::new(),
        constructors: Vec::new(),
        traverses: model.traverses.clone(),
        warnings: Vec::new(),
    };
    for method in &model.methods {
        plan.add(method, &model.class_name);
        plan.warnings.extend(warnings::of_body(&method.callable));
        if !matches!(method.kind, MethodKind::Setter) && !takes_operands(&method.kind) {
            plan.warnings.extend(warnings::of_names(&method.callable));
        }
        plan.warnings
            .extend(warnings::of_method(method, &model.class_name));
    }
    plan
}

/// Whether the arguments come from an operator, which knows no names.
fn takes_operands(kind: &MethodKind) -> bool {
    matches!(kind, MethodKind::Special(special) if special.operands != Operands::Any)
}

impl MethodsPlan {
    fn add(&mut self, method: &Method, class: &Ident) {
        let callable = &method.callable;
        let shown = match method.kind {
            MethodKind::New => class.to_string(),
            _ => format!("{class}.{}", callable.python_name),
        };
        let call = call::call(callable, Some(class), shown);
        let (name, cfgs) = (callable.name.clone(), callable.cfgs.clone());
        match method.kind {
            MethodKind::Plain | MethodKind::Static => {
                let leading = match method.kind {
                    // The module is found by the class, which static methods are not told.
                    MethodKind::Static if call::takes_state(callable) => Leading::Class,
                    MethodKind::Static => Leading::Nothing,
                    _ => Leading::Object,
                };
                let entry = function::entry(callable, &call.signature, leading);
                self.methods.push(MethodPlan { entry, call, cfgs });
            }
            MethodKind::New => {
                let text_signature = docs::text_signature(Leading::Nothing, &callable.signature);
                self.constructors.push(ConstructorPlan {
                    method: name,
                    call,
                    text_signature,
                    cfgs,
                });
            }
            MethodKind::Getter => {
                let property = self.property(method);
                property.get = Some(Accessor { method: name, call });
            }
            MethodKind::Setter => {
                let property = self.property(method);
                property.set = Some(Accessor { method: name, call });
            }
            MethodKind::Special(special) => {
                let part = SpecialPlan { special, call };
                self.slot(special, cfgs).parts.push(part);
            }
        }
    }

    /// The property that a getter or setter belongs to. The getter's doc string is the property's.
    fn property(&mut self, method: &Method) -> &mut PropertyPlan {
        let callable = &method.callable;
        let name = &callable.python_name;
        let known = self.properties.iter().position(|property| {
            property.python_name == *name && same(&property.cfgs, &callable.cfgs)
        });
        let index = known.unwrap_or_else(|| {
            self.properties.push(PropertyPlan {
                python_name: name.clone(),
                get: None,
                set: None,
                doc: String::new(),
                cfgs: callable.cfgs.clone(),
            });
            self.properties.len() - 1
        });
        let property = &mut self.properties[index];
        if property.doc.is_empty()
            || matches!(method.kind, MethodKind::Getter) && !callable.doc.is_empty()
        {
            property.doc = callable.doc.clone();
        }
        property
    }

    /// The slot of a special method: `__setitem__` and `__delitem__` share one.
    fn slot(&mut self, special: &'static Special, cfgs: Vec<Attribute>) -> &mut SlotPlan {
        let known = self
            .slots
            .iter()
            .position(|slot| slot.slot == special.slot && same(&slot.cfgs, &cfgs));
        let index = known.unwrap_or_else(|| {
            self.slots.push(SlotPlan {
                slot: special.slot,
                shape: special.shape,
                parts: Vec::new(),
                cfgs,
            });
            self.slots.len() - 1
        });
        &mut self.slots[index]
    }
}

/// Whether two items have the same conditions, word by word.
fn same(one: &[Attribute], other: &[Attribute]) -> bool {
    let text = |cfgs: &[Attribute]| quote!(#(#cfgs)*).to_string();
    text(one) == text(other)
}
