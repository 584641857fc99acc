//! `#[pyclass]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::call::{self, Locals};
use super::{c_string, field_objects, paths, results, trampoline};
use crate::check::model::{Output, Policy};
use crate::names;
use crate::parse::words::first_span;
use crate::plan::class::{ClassPlan, FieldPlan};

/// ```text
/// unsafe impl PyClass for Counter {
///     type Policy = Locked;
///     const NAME: &'static str = "Counter";
///     …
///     const COLLECTED: ClassCollected = ClassCollected::locked::<Counter>();
///     fn cell() -> &'static ClassCell { static CELL: ClassCell = ClassCell::new(); &CELL }
/// }
/// impl LockedClass for Counter {}
/// unsafe impl FieldObjects for Counter { … }
/// unsafe impl ModuleItem for Counter { const ITEM: Item = class_item::<Counter>(); }
/// impl<'py> IntoPyObject<'py> for Counter { … }
/// ```
///
/// SAFETY of `impl PyClass`: the cell is a static of this one function; the tables are made by `#[pymethods]` and below,
/// of functions with the signatures of their slots. That the payload is `Send`, or for a class whose
/// objects are read side by side also `Sync`, is asked field by field, so that a mistake is explained once, at the field.
pub fn class(plan: &ClassPlan) -> TokenStream {
    let name = &plan.name;
    let (policy, kind, collected) = match plan.policy {
        Policy::Frozen => (paths::FROZEN, paths::FROZEN_CLASS, "frozen"),
        Policy::Locked => (paths::LOCKED, paths::LOCKED_CLASS, "locked"),
        Policy::ReadWrite => (paths::READ_WRITE, paths::LOCKED_CLASS, "locked"),
    };
    let (class_collected, collected) = (paths::CLASS_COLLECTED, format_ident!("{collected}"));
    let (py_class, class_methods, no_methods) =
        (paths::PY_CLASS, paths::CLASS_METHODS, paths::NO_METHODS);
    let (property_def, class_cell, methods) = (
        paths::PROPERTY_DEF,
        paths::CLASS_CELL,
        names::class_methods(),
    );
    let (python_name, doc, subclass) = (&plan.python_name, c_string(&plan.doc), plan.subclass);
    let cache_aligned = plan.cache_aligned;
    let fields = plan.properties.iter().map(property);
    let (accessors, checks, conversions) = (accessors(plan), checks(plan), conversions(plan));
    let field_objects = field_objects::field_objects(plan);
    quote! {
        #[automatically_derived]
        unsafe impl #py_class for #name {
            type Policy = #policy;
            const NAME: &'static str = #python_name;
            const DOC: &'static ::core::ffi::CStr = #doc;
            const SUBCLASS: bool = #subclass;
            const CACHE_ALIGNED: bool = #cache_aligned;
            const METHODS: #class_methods = {
                use #no_methods as _;
                <#name>::#methods
            };
            const FIELDS: &'static [#property_def] = &[#(#fields),*];
            const COLLECTED: #class_collected = #class_collected::#collected::<#name>();
            fn cell() -> &'static #class_cell {
                static CELL: #class_cell = #class_cell::new();
                &CELL
            }
        }
        #[automatically_derived]
        impl #kind for #name {}
        #field_objects
        #checks
        #accessors
        #conversions
    }
}

/// Asks each field for what the class needs, at the field's type; then the class, which an attribute below this one
/// may give fields that are not seen here.
///
/// ```text
/// const fn __freehold_field_checks() { assert_locked_field::<u64>(); }
/// const __FREEHOLD_CLASS_CHECK: () = {
///     use Otherwise as _;
///     let fields = true;
///     let fields = fields & <Sendable<u64>>::HOLDS;
///     assert_whole_class(fields, <Sendable<Counter>>::HOLDS);
/// };
/// ```
fn checks(plan: &ClassPlan) -> TokenStream {
    let (assert, probe) = match plan.policy {
        Policy::Frozen => (paths::ASSERT_FROZEN_FIELD, paths::SHAREABLE),
        Policy::Locked => (paths::ASSERT_LOCKED_FIELD, paths::SENDABLE),
        Policy::ReadWrite => (paths::ASSERT_RW_FIELD, paths::SHAREABLE),
    };
    let (class, name) = (&plan.name, names::field_checks());
    let checks = plan.checked.iter().map(|field| {
        let (ty, cfgs) = (&field.ty, &field.cfgs);
        quote!(#(#cfgs)* #assert::<#ty>();)
    });
    let (fields, whole) = (names::local("fields"), names::class_check());
    // What is wrong with a class that has errors has been said.
    let all = plan.all_checked;
    let probes = plan.checked.iter().map(|field| {
        let (ty, cfgs) = (&field.ty, &field.cfgs);
        quote!(#(#cfgs)* let #fields = #fields & <#probe<#ty>>::HOLDS;)
    });
    let (otherwise, assert_whole) = (paths::OTHERWISE, paths::ASSERT_WHOLE_CLASS);
    quote! {
        #[doc(hidden)]
        impl #class {
            const fn #name() {
                #(#checks)*
            }
            const #whole: () = {
                use #otherwise as _;
                let #fields = #all;
                #(#probes)*
                #assert_whole(#fields, <#probe<#class>>::HOLDS);
            };
        }
        const _: () = <#class>::#whole;
    }
}

fn conversions(plan: &ClassPlan) -> TokenStream {
    let name = &plan.name;
    let (module_item, item, class_item) = (paths::MODULE_ITEM, paths::ITEM, paths::CLASS_ITEM);
    let (into, into_function) = (paths::INTO_PY_OBJECT, paths::CLASS_INTO_PYOBJECT);
    let (python, bound, any, py_result) =
        (paths::PYTHON, paths::BOUND, paths::PY_ANY, paths::PY_RESULT);
    let from = plan.from_py_object.then(|| {
        let (from, from_function) = (paths::FROM_PY_OBJECT, paths::CLASS_FROM_PYOBJECT);
        quote! {
            #[automatically_derived]
            impl<'a, 'py> #from<'a, 'py> for #name {
                fn extract(object: &'a #bound<'py, #any>) -> #py_result<Self> {
                    #from_function::<#name>(object)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        unsafe impl #module_item for #name {
            const ITEM: #item = #class_item::<#name>();
        }
        #[automatically_derived]
        impl<'py> #into<'py> for #name {
            type Target = #name;
            fn into_pyobject(self, py: #python<'py>) -> #py_result<#bound<'py, #name>> {
                #into_function(py, self)
            }
        }
        #from
    }
}

fn property(plan: &FieldPlan) -> TokenStream {
    let (property_def, class_cfgs) = (paths::PROPERTY_DEF, &plan.cfgs);
    let (name, doc) = (c_string(&plan.python_name), c_string(&plan.doc));
    let (getter, setter) = (
        names::field_getter(&plan.field),
        names::field_setter(&plan.field),
    );
    let some = |given: bool, function| match given {
        true => quote!(::core::option::Option::Some(Self::#function)),
        false => quote!(::core::option::Option::None),
    };
    let (get, set) = (some(plan.get, getter), some(plan.set, setter));
    quote!(#(#class_cfgs)* #property_def { name: #name, get: #get, set: #set, doc: #doc })
}

/// The C functions of the fields, as associated functions, so that types may say `Self`.
fn accessors(plan: &ClassPlan) -> TokenStream {
    let class = &plan.name;
    let functions = plan.properties.iter().map(|field| {
        let cfgs = &field.cfgs;
        let get = field.get.then(|| {
            let getter = getter(plan, field);
            quote!(#(#cfgs)* #getter)
        });
        let set = field.set.then(|| {
            let setter = setter(field);
            quote!(#(#cfgs)* #setter)
        });
        quote!(#get #set)
    });
    match plan.properties.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            #[doc(hidden)]
            impl #class {
                #(#functions)*
            }
        },
    }
}

/// A copy of the field, made under the lock where there is one, and converted after it.
///
/// ```text
/// let slf = unsafe { receiver::<Self>(py, &slf) };
/// let out = exclusive::<Read<Self>, _>(slf, &Locked1 { … }, |proof, this| Field::<u64>(&this.hits).copied(proof))?;
/// ret(py, out)
/// ```
///
/// SAFETY of the `unsafe` blocks, here and in `setter`: those of `trampoline.rs`.
fn getter(plan: &ClassPlan, field: &FieldPlan) -> TokenStream {
    let FieldPlan {
        field: member,
        ty,
        shown,
        ..
    } = field;
    let (object, receiver, field_type, copy) = (
        paths::PY_OBJECT,
        paths::RECEIVER,
        paths::FIELD,
        paths::CLONE_FIELD,
    );
    let copied = quote_spanned!(first_span(ty)=> .copied);
    let Locals {
        py,
        slf,
        out,
        this,
        proof,
        ..
    } = Locals::new();
    let read = match plan.policy {
        Policy::Frozen => {
            let read = paths::READ_RECEIVER;
            quote!(#field_type::<#ty>(&#read::<Self>(#slf).#member) #copied (#py))
        }
        Policy::Locked | Policy::ReadWrite => {
            let (exclusive, read, who) = (paths::EXCLUSIVE, paths::READ, locked(shown));
            quote!(#exclusive::<#read<Self>, _>(#slf, &#who, |#proof, #this| #field_type::<#ty>(&#this.#member) #copied (#proof))?)
        }
    };
    let result = results::converted(paths::RET, quote!(#py,), &Output::Type(ty.clone()));
    let body = quote! {
        use #copy as _;
        let #slf = unsafe { #receiver::<Self>(#py, &#slf) };
        let #out = #read;
        #result
    };
    let params = quote!(#slf: *mut #object, _: *mut ::core::ffi::c_void);
    trampoline::wrapped(
        &names::field_getter(member),
        TokenStream::new(),
        params,
        quote!(*mut #object),
        body,
    )
}

/// The value is converted before the lock is taken, and the old one dropped after it is released.
///
/// ```text
/// if value.is_null() { return Err(no_delete("Counter.hits")); }
/// let argv = unsafe { single(py, &value) };
/// let slf = unsafe { receiver::<Self>(py, &slf) };
/// let value = arg::<u64>(&__FREEHOLD_SIGNATURE, argv[0], 0)?;
/// let out = exclusive::<Write<Self>, _>(slf, &Locked1 { … }, |_, this| mem::replace(&mut this.hits, value))?;
/// drop(out);
/// Ok(0)
/// ```
fn setter(field: &FieldPlan) -> TokenStream {
    let FieldPlan {
        field: member,
        ty,
        shown,
        ..
    } = field;
    let (object, receiver, single, arg) =
        (paths::PY_OBJECT, paths::RECEIVER, paths::SINGLE, paths::ARG);
    let (exclusive, write, no_delete, who) = (
        paths::EXCLUSIVE,
        paths::WRITE,
        paths::NO_DELETE,
        locked(shown),
    );
    let Locals {
        py,
        slf,
        argv,
        out,
        this,
        ..
    } = Locals::new();
    let (value, signature) = (names::local("value"), names::signature());
    let body = quote! {
        if #value.is_null() {
            return ::core::result::Result::Err(#no_delete(#shown));
        }
        let #argv = unsafe { #single(#py, &#value) };
        let #slf = unsafe { #receiver::<Self>(#py, &#slf) };
        let #value = #arg::<#ty>(&#signature, #argv[0], 0)?;
        let #out = #exclusive::<#write<Self>, _>(#slf, &#who, |_, #this| {
            ::core::mem::replace(&mut #this.#member, #value)
        })?;
        ::core::mem::drop(#out);
        ::core::result::Result::Ok(0)
    };
    let params = quote!(#slf: *mut #object, #value: *mut #object, _: *mut ::core::ffi::c_void);
    let constant = call::value_signature(shown);
    trampoline::wrapped(
        &names::field_setter(member),
        constant,
        params,
        quote!(::core::ffi::c_int),
        body,
    )
}

fn locked(shown: &str) -> TokenStream {
    let who = paths::LOCKED1;
    quote!(#who { function: #shown, param: "self" })
}
