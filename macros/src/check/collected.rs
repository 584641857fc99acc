//! What the collector of reference cycles is told: by the fields of a class, or by its `__traverse__`.

use syn::visit::Visit;
use syn::{
    Attribute, Expr, Fields, FnArg, Ident, Item, Member, Pat, ReceiverKind, ReturnType, Safety,
    Signature, Type,
};

use super::callable;
use super::model::{Traverse, Variant, VariantField};
use super::types::{self, Shape, shown};
use crate::ctxt::Ctxt;
use crate::messages::{collected as texts, detach, method, special};
use crate::parse::methods::{MethodInput, MethodsInput};
use crate::parse::words;
use crate::walk::{Look, Walk};

pub const TRAVERSE: &str = "__traverse__";
const CLEAR: &str = "__clear__";

/// The fields that could own references to Python objects; which of them do is asked of their types. A struct is taken
/// for its only variant. References to fields of a packed struct cannot be made.
pub fn variants(item: &Item) -> Vec<Variant> {
    match item {
        Item::Struct(item) if !is_packed(&item.attrs) => vec![Variant {
            name: None,
            cfgs: Vec::new(),
            fields: fields(&item.fields),
        }],
        Item::Enum(item) => {
            let mut variants = Vec::new();
            for variant in &item.variants {
                variants.push(Variant {
                    name: Some(variant.ident.clone()),
                    cfgs: words::cfgs(&variant.attrs),
                    fields: fields(&variant.fields),
                });
            }
            variants
        }
        _ => Vec::new(),
    }
}

fn fields(all: &Fields) -> Vec<VariantField> {
    let (mut certain, mut fields) = (true, Vec::new());
    for (field, member) in all.iter().zip(all.members()) {
        let cfgs = words::cfgs(&field.attrs);
        // What the index of the rest is, `#[cfg]` decides. To leave fields out is safe.
        certain &= cfgs.is_empty() || !matches!(member, Member::Unnamed(_));
        if certain && types::may_own_objects(&field.ty) {
            fields.push(VariantField {
                member,
                ty: field.ty.clone(),
                cfgs,
                deprecated: words::is_deprecated(&field.attrs),
            });
        }
    }
    fields
}

fn is_packed(attributes: &[Attribute]) -> bool {
    let packed = |attribute: &Attribute| shown(&attribute.meta).contains("packed");
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("repr") && packed(attribute))
}

/// GC01. `__traverse__` may come without `__clear__`, and not the other way round.
pub fn pair(ctxt: &Ctxt, block: &MethodsInput) {
    if let (None, Some(clear)) = (block.method(TRAVERSE), block.method(CLEAR)) {
        ctxt.error(clear, texts::clear_alone());
    }
}

/// `__traverse__`, which is no method like others: nothing of Python may happen in it.
pub fn traverse(ctxt: &Ctxt, written: &MethodInput, class: &Ident) -> Traverse {
    let input = &written.callable;
    for mark in &written.marks {
        ctxt.error(
            &mark.attribute,
            special::marker(TRAVERSE, mark.kind.spelling()),
        );
    }
    // AT09
    for detached in &input.detached {
        ctxt.error(&detached.attribute, detach::traverse());
    }
    // GC03
    for section in &input.sections {
        ctxt.error(&section.attribute, texts::section());
    }
    if let Some(name) = &input.options.name {
        ctxt.error(name, method::option_on("name", "a special method"));
    }
    if let Some(signature) = &input.options.signature {
        ctxt.error_at(
            signature.span,
            method::option_on("signature", "a special method"),
        );
    }
    let mut inner = input.clone();
    match std::mem::replace(&mut inner.signature.safety, Safety::Default) {
        Safety::Unsafe(_) => {}
        _ => ctxt.error(input.name(), texts::safe()),
    }
    callable::qualifiers(ctxt, &inner);
    receiver(ctxt, &input.signature, class);
    visitor(ctxt, &input.signature);
    if let ReturnType::Default = input.signature.output {
        ctxt.error(input.name(), texts::result());
    }
    for (expression, message) in Impure::of(&input.body) {
        ctxt.error(expression, message);
    }
    Traverse {
        name: input.name().clone(),
        output: match &input.signature.output {
            ReturnType::Type(_, ty) => (**ty).clone(),
            ReturnType::Default => syn::parse_quote!(()),
        },
        cfgs: input.cfgs.clone(),
    }
}

/// GC02
fn receiver(ctxt: &Ctxt, signature: &Signature, class: &Ident) {
    match signature.inputs.first() {
        Some(FnArg::Receiver(written)) => match &written.kind {
            ReceiverKind::Reference(_, _, None) => {}
            ReceiverKind::Reference(_, _, Some(_)) => ctxt.error(written, texts::exclusive()),
            _ => ctxt.error(written, method::by_value(&signature.ident, "&self")),
        },
        Some(FnArg::Typed(first)) if types::receiver_handle(&first.ty, class).is_some() => {
            ctxt.error(&first.ty, texts::handle(shown(&first.ty)));
        }
        _ => ctxt.error(&signature.ident, special::receiver(TRAVERSE)),
    }
}

/// GC04: one parameter, which is the visitor.
fn visitor(ctxt: &Ctxt, signature: &Signature) {
    let mut found = false;
    for (index, input) in signature.inputs.iter().enumerate() {
        let FnArg::Typed(typed) = input else { continue };
        let ty = &*typed.ty;
        match types::shape(ty) {
            _ if is_visit(ty) && !found => found = true,
            Shape::Token => ctxt.error(ty, texts::token(shown(&typed.pat))),
            // A receiver that is a handle has its own message.
            Shape::Handle if index == 0 => {}
            _ if referred(ty).is_some_and(is_visit) && !found => {
                ctxt.error(ty, texts::visitor_by_reference(name_of(&typed.pat)));
                found = true;
            }
            _ => ctxt.error(typed, texts::more(shown(&typed.pat))),
        }
    }
    if !found {
        ctxt.error(&signature.ident, texts::no_visitor());
    }
}

fn name_of(pattern: &Pat) -> String {
    shown(pattern)
}

fn is_visit(ty: &Type) -> bool {
    types::last_segment(ty).is_some_and(|segment| segment.ident == "PyVisit")
}

fn referred(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Reference(reference) => Some(&reference.elem),
        _ => None,
    }
}

/// GC04, as far as a body shows it; the rest fails at run time.
struct Impure<'a>(Vec<(&'a Expr, crate::messages::Message)>);

impl<'a> Impure<'a> {
    fn of(body: &'a syn::Block) -> Vec<(&'a Expr, crate::messages::Message)> {
        let mut found = Impure(Vec::new());
        Walk(&mut found).visit_block(body);
        found.0
    }
}

impl<'a> Look<'a> for Impure<'a> {
    fn expr(&mut self, expression: &'a Expr) -> bool {
        match expression {
            Expr::MethodCall(call) if call.method == "clone_ref" => {
                self.0.push((expression, texts::counts(shown(expression))));
                false
            }
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) if attaches(&path.path) => {
                    self.0.push((&call.func, texts::attach(shown(&path.path))));
                    false
                }
                _ => true,
            },
            _ => true,
        }
    }
}

fn attaches(path: &syn::Path) -> bool {
    let mut names = path.segments.iter().rev().map(|segment| &segment.ident);
    let called = names
        .next()
        .is_some_and(|name| name == "attach" || name == "try_attach");
    called && names.next().is_some_and(|name| name == "Python")
}
