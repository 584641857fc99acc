//! `#[pymethods]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Attribute;

use super::function::table_entry;
use super::{c_string, optional, paths, trampoline, warnings};
use crate::check::model::Traverse;
use crate::names;
use crate::plan::methods::{
    Accessor, ConstructorPlan, MethodPlan, MethodsPlan, PropertyPlan, SlotPlan,
};
use crate::slots::{self, Shape};

/// Beside the block, a second one with the C functions (as associated functions, so that types may say `Self`), and a
/// third with the table that `#[pyclass]` looks for.
///
/// ```text
/// impl Counter { fn hit(&mut self) -> u64 { … } }
/// impl Counter {
///     unsafe extern "C" fn __freehold_fn_hit(…) -> *mut PyObject { … }
/// }
/// impl Counter {
///     pub const __ONLY_ONE_PYMETHODS_BLOCK_PER_CLASS: ClassMethods = unsafe { ClassMethods::new(
///         &[def::noargs(c"hit", Self::__freehold_fn_hit, c"hit($self)\n--\n\n…")],
///         &[PropertyDef { name: c"hits", get: Some(Self::__freehold_fn_hits), set: None, doc: c"" }],
///         &[def::slot(ffi::Py_tp_repr, Self::__freehold_slot_Py_tp_repr as *mut c_void)],
///         Some(Constructor { vectorcall: Self::__freehold_fn_new, text_signature: "()" }),
///     ) };
/// }
/// ```
pub fn methods(plan: &MethodsPlan) -> TokenStream {
    let class = &plan.class;
    let mut functions = Vec::new();
    for method in &plan.methods {
        functions.push(method_function(method));
    }
    for property in &plan.properties {
        functions.push(property_functions(property));
    }
    for slot in &plan.slots {
        functions.push(slot_function(slot));
    }
    for constructor in &plan.constructors {
        functions.push(constructor_function(constructor));
    }
    for traverse in &plan.traverses {
        functions.push(traverse_function(traverse));
    }
    let warnings = warnings::warnings(&plan.warnings);
    let table = table(plan);
    quote! {
        #[doc(hidden)]
        impl #class {
            #(#functions)*
        }
        #[doc(hidden)]
        impl #class {
            #table
        }
        #warnings
    }
}

fn method_function(plan: &MethodPlan) -> TokenStream {
    let name = names::method_trampoline(&plan.entry.rust_name);
    let function = trampoline::method(&name, plan.entry.convention, &plan.call);
    let cfgs = &plan.cfgs;
    quote!(#(#cfgs)* #function)
}

fn property_functions(plan: &PropertyPlan) -> TokenStream {
    let cfgs = &plan.cfgs;
    let get = plan.get.as_ref().map(|get| {
        let getter = trampoline::getter(&names::method_trampoline(&get.method), &get.call);
        quote!(#(#cfgs)* #getter)
    });
    let set = plan.set.as_ref().map(|set| {
        let setter = trampoline::setter(&names::method_trampoline(&set.method), &set.call);
        quote!(#(#cfgs)* #setter)
    });
    quote!(#get #set)
}

fn slot_function(plan: &SlotPlan) -> TokenStream {
    let (name, cfgs) = (names::slot_trampoline(plan.slot), &plan.cfgs);
    let function = match (plan.shape, plan.parts.as_slice()) {
        (Shape::SetItem | Shape::DelItem, parts) => trampoline::assignment(&name, parts),
        (shape, parts) => {
            let functions = parts
                .iter()
                .map(|part| trampoline::slot(&name, shape, part));
            quote!(#(#functions)*)
        }
    };
    quote!(#(#cfgs)* #function)
}

fn constructor_function(plan: &ConstructorPlan) -> TokenStream {
    let function = trampoline::constructor(&names::method_trampoline(&plan.method), &plan.call);
    let cfgs = &plan.cfgs;
    quote!(#(#cfgs)* #function)
}

fn traverse_function(plan: &Traverse) -> TokenStream {
    let function = trampoline::traverse(&names::slot_trampoline(slots::TRAVERSE), plan);
    let cfgs = &plan.cfgs;
    quote!(#(#cfgs)* #function)
}

// SAFETY of the table: `trampoline.rs` makes each function with the signature of the slot or the flags that it is entered
// with here, for objects of this class.
fn table(plan: &MethodsPlan) -> TokenStream {
    let (name, class_methods) = (names::class_methods(), paths::CLASS_METHODS);
    let methods = plan.methods.iter().map(|method| {
        let (function, cfgs) = (
            names::method_trampoline(&method.entry.rust_name),
            &method.cfgs,
        );
        let entry = table_entry(&method.entry, &quote!(Self::#function));
        quote!(#(#cfgs)* #entry)
    });
    let properties = plan.properties.iter().map(property);
    let mut slots = Vec::new();
    for slot in &plan.slots {
        slots.push(slot_entry(slot.slot, &slot.cfgs));
    }
    for traverse in &plan.traverses {
        slots.push(slot_entry(slots::TRAVERSE, &traverse.cfgs));
    }
    let constructor_type = paths::CONSTRUCTOR;
    let constructor_type = quote!(::core::option::Option<#constructor_type>);
    let mut constructors = Vec::new();
    for plan in &plan.constructors {
        constructors.push((&plan.cfgs[..], constructor(plan)));
    }
    let constructor = optional(&constructor_type, &constructors);
    quote! {
        pub const #name: #class_methods = unsafe {
            #class_methods::new(&[#(#methods),*], &[#(#properties),*], &[#(#slots),*], #constructor)
        };
    }
}

fn property(plan: &PropertyPlan) -> TokenStream {
    let (property_def, cfgs) = (paths::PROPERTY_DEF, &plan.cfgs);
    let (name, doc) = (c_string(&plan.python_name), c_string(&plan.doc));
    let function = |accessor: &Option<Accessor>| match accessor {
        Some(Accessor { method, .. }) => {
            let function = names::method_trampoline(method);
            quote!(::core::option::Option::Some(Self::#function))
        }
        None => quote!(::core::option::Option::None),
    };
    let (get, set) = (function(&plan.get), function(&plan.set));
    quote!(#(#cfgs)* #property_def { name: #name, get: #get, set: #set, doc: #doc })
}

fn slot_entry(slot: &str, cfgs: &[Attribute]) -> TokenStream {
    let (constructor, ffi) = (paths::SLOT, paths::FFI);
    let id = quote::format_ident!("{slot}");
    let function = names::slot_trampoline(slot);
    quote!(#(#cfgs)* #constructor(#ffi::#id, Self::#function as *mut ::core::ffi::c_void))
}

fn constructor(plan: &ConstructorPlan) -> TokenStream {
    let constructor = paths::CONSTRUCTOR;
    let (function, text_signature) = (names::method_trampoline(&plan.method), &plan.text_signature);
    quote!(#constructor { vectorcall: Self::#function, text_signature: #text_signature })
}
