//! The C functions that CPython calls, one per C signature.
//!
//! Each is `trampoline` of the runtime around a closure: it gives the token, restores errors, and stops panics.
//!
//! SAFETY of the `unsafe` blocks in here: CPython calls each function with the arguments of its table or slot, attached,
//! and keeps them alive for the length of the call. That is what `trampoline`, the binding functions and `single` ask.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::call::{self, Locals, Mismatch, constructor_signature, signature_const};
use super::{paths, receiver, results};
use crate::check::model::Traverse;
use crate::names;
use crate::plan::call::CallPlan;
use crate::plan::function::Convention;
use crate::plan::methods::SpecialPlan;
use crate::slots::{Shape, SlotResult};

/// The function behind an entry of a method table.
///
/// ```text
/// unsafe extern "C" fn name(slf: *mut PyObject, args: *const *mut PyObject, nargs: isize, kwnames: *mut PyObject)
///     -> *mut PyObject
/// {
///     const __FREEHOLD_SIGNATURE: Signature = …;
///     let body = |py: Python<'_>| -> PyResult<*mut PyObject> {
///         static __FREEHOLD_KEYWORDS: Keywords = Keywords::new();
///         let argv = unsafe {
///             __FREEHOLD_SIGNATURE.bind_fastcall_keywords::<1>(py, args, nargs, kwnames, &__FREEHOLD_KEYWORDS)
///         }?;
///         …
///         ret(py, out)
///     };
///     unsafe { trampoline(body) }
/// }
/// ```
pub fn method(name: &Ident, convention: Convention, plan: &CallPlan) -> TokenStream {
    let object = paths::PY_OBJECT;
    let (slf, args, nargs, kwnames) = (
        names::local("slf"),
        names::local("args"),
        names::local("nargs"),
        names::local("kwnames"),
    );
    let Locals { py, argv, .. } = Locals::new();
    let (signature, single, count) = (
        names::signature(),
        paths::SINGLE,
        plan.signature.names.len(),
    );
    let (params, bind) = match convention {
        Convention::NoArgs => (
            quote!(#slf: *mut #object, _: *mut #object),
            TokenStream::new(),
        ),
        Convention::FastcallNothing => {
            let (takes_nothing, shown) = (paths::TAKES_NOTHING, &plan.shown);
            (
                quote!(#slf: *mut #object, _: *const *mut #object, #nargs: isize),
                quote! {
                    if #nargs != 0 {
                        return ::core::result::Result::Err(unsafe { #takes_nothing(#py, #slf, #shown, #nargs) });
                    }
                },
            )
        }
        Convention::One => (
            quote!(#slf: *mut #object, #args: *mut #object),
            quote!(let #argv = unsafe { #single(#py, &#args) };),
        ),
        Convention::Fastcall => (
            quote!(#slf: *mut #object, #args: *const *mut #object, #nargs: isize),
            quote!(let #argv = unsafe { #signature.bind_fastcall::<#count>(#py, #args, #nargs) }?;),
        ),
        Convention::FastcallKeywords => (
            quote!(#slf: *mut #object, #args: *const *mut #object, #nargs: isize, #kwnames: *mut #object),
            {
                let (declared, keywords) = keywords();
                quote! {
                    #declared
                    let #argv = unsafe {
                        #signature.bind_fastcall_keywords::<#count>(#py, #args, #nargs, #kwnames, &#keywords)
                    }?;
                }
            },
        ),
    };
    let used = if plan.receiver.is_some() {
        TokenStream::new()
    } else {
        quote!(let _ = #slf;)
    };
    let call = call::call(plan, Mismatch::Raises);
    let result = returned(plan);
    wrap(
        name,
        plan,
        params,
        quote!(*mut #object),
        quote!(#used #bind #call #result),
    )
}

/// The static that keywords are found by, and its name.
fn keywords() -> (TokenStream, Ident) {
    let (name, runtime) = (names::keywords(), paths::KEYWORDS);
    (quote!(static #name: #runtime = #runtime::new();), name)
}

/// `tp_vectorcall` of the type: like `method`, but the object is the class, and the result a new object.
///
/// ```text
/// unsafe extern "C" fn name(slf: *mut PyObject, args: *const *mut PyObject, nargsf: usize, kwnames: *mut PyObject)
///     -> *mut PyObject
/// ```
pub fn constructor(name: &Ident, plan: &CallPlan) -> TokenStream {
    let (object, new_object) = (paths::PY_OBJECT, paths::NEW_OBJECT);
    let (args, nargsf, kwnames) = (
        names::local("args"),
        names::local("nargsf"),
        names::local("kwnames"),
    );
    let Locals { py, slf, argv, .. } = Locals::new();
    let (signature, count) = (names::signature(), plan.signature.names.len());
    let (call, made_object) = (call::call(plan, Mismatch::Raises), names::local("made"));
    // SAFETY: CPython calls it with the type, the runtime's `tp_new` also with one derived from it.
    let made = results::converted_to(
        new_object,
        &receiver::class(plan),
        quote!(#py, #slf.cast(),),
        plan.output.value(),
    );
    let (declared, keywords) = keywords();
    let (recursion, counted) = (paths::RECURSION, names::local("counted"));
    let body = quote! {
        let #counted = #recursion::enter(#py)?;
        #declared
        let #argv = unsafe { #signature.bind_vectorcall::<#count>(#py, #args, #nargsf, #kwnames, &#keywords) }?;
        #call
        let #made_object = unsafe { #made };
        ::core::mem::drop(#counted);
        #made_object
    };
    wrapped(
        name,
        constructor_signature(plan),
        quote!(#slf: *mut #object, #args: *const *mut #object, #nargsf: usize, #kwnames: *mut #object),
        quote!(*mut #object),
        body,
    )
}

/// `getter`.
pub fn getter(name: &Ident, plan: &CallPlan) -> TokenStream {
    let object = paths::PY_OBJECT;
    let slf = names::local("slf");
    let call = call::call(plan, Mismatch::Raises);
    let result = returned(plan);
    wrap(
        name,
        plan,
        quote!(#slf: *mut #object, _: *mut ::core::ffi::c_void),
        quote!(*mut #object),
        quote!(#call #result),
    )
}

/// `setter`. To delete is to set null.
pub fn setter(name: &Ident, plan: &CallPlan) -> TokenStream {
    let (object, single, no_delete) = (paths::PY_OBJECT, paths::SINGLE, paths::NO_DELETE);
    let (slf, value) = (names::local("slf"), names::local("value"));
    let Locals { py, argv, .. } = Locals::new();
    let (property, call) = (&plan.shown, call::call(plan, Mismatch::Raises));
    let result = results::converted(paths::SLOT_UNIT, TokenStream::new(), plan.output.value());
    let body = quote! {
        if #value.is_null() {
            return ::core::result::Result::Err(#no_delete(#property));
        }
        let #argv = unsafe { #single(#py, &#value) };
        #call
        #result
    };
    let params = quote!(#slf: *mut #object, #value: *mut #object, _: *mut ::core::ffi::c_void);
    wrap(name, plan, params, quote!(::core::ffi::c_int), body)
}

/// The function behind a slot that one special method fills.
pub fn slot(name: &Ident, shape: Shape, part: &SpecialPlan) -> TokenStream {
    let (object, plan) = (paths::PY_OBJECT, &part.call);
    let (slf, operand, op) = (
        names::local("slf"),
        names::local("operand"),
        names::local("op"),
    );
    let result = converted(part);
    let checked = call::call(plan, Mismatch::Raises);
    match shape {
        Shape::Unary => wrap(
            name,
            plan,
            quote!(#slf: *mut #object),
            quote!(*mut #object),
            quote!(#checked #result),
        ),
        Shape::Number => wrap(
            name,
            plan,
            quote!(#slf: *mut #object),
            quote!(isize),
            quote!(#checked #result),
        ),
        Shape::Inquiry => wrap(
            name,
            plan,
            quote!(#slf: *mut #object),
            quote!(::core::ffi::c_int),
            quote!(#checked #result),
        ),
        Shape::Binary | Shape::Test => {
            let bind = operands(&[&operand]);
            let c_result = if shape == Shape::Test {
                quote!(::core::ffi::c_int)
            } else {
                quote!(*mut #object)
            };
            wrap(
                name,
                plan,
                quote!(#slf: *mut #object, #operand: *mut #object),
                c_result,
                quote!(#bind #checked #result),
            )
        }
        Shape::Equal => {
            let params =
                quote!(#slf: *mut #object, #operand: *mut #object, #op: ::core::ffi::c_int);
            // What has no error to raise names no parameter.
            wrapped(
                name,
                TokenStream::new(),
                params,
                quote!(*mut #object),
                equality(part, &operand, &op),
            )
        }
        Shape::Call => {
            let (params, bind) = tuple_arguments(plan);
            wrapped(
                name,
                signature_const(&plan.shown, &plan.signature),
                quote!(#slf: *mut #object, #params),
                quote!(*mut #object),
                quote!(#bind #checked #result),
            )
        }
        // These two share a slot, so they come in `assignment`.
        Shape::SetItem | Shape::DelItem => assignment(name, std::slice::from_ref(part)),
    }
}

/// `tp_richcompare` of `__eq__`: what is neither `==` nor `!=`, or of another type, is not implemented.
///
/// ```text
/// if op != Py_EQ && op != Py_NE { return Ok(not_implemented(py)); }
/// let Some(arg0) = try_class_ref::<Self>(argv[0]) else { return Ok(not_implemented(py)) };
/// let out = …;
/// let equal = slot::truth(out)? != 0;
/// ret(py, equal == (op == Py_EQ))
/// ```
fn equality(part: &SpecialPlan, operand: &Ident, op: &Ident) -> TokenStream {
    let Locals { py, .. } = Locals::new();
    let (ffi, not_implemented, ret) = (paths::FFI, paths::NOT_IMPLEMENTED, paths::RET);
    let (bind, equal) = (operands(&[operand]), names::local("equal"));
    let (call, truth) = (
        call::call(&part.call, Mismatch::NotImplemented),
        converted(part),
    );
    quote! {
        if #op != #ffi::Py_EQ && #op != #ffi::Py_NE {
            return ::core::result::Result::Ok(#not_implemented(#py));
        }
        #bind
        #call
        let #equal = #truth? != 0;
        #ret(#py, #equal == (#op == #ffi::Py_EQ))
    }
}

/// `mp_ass_subscript`, which is `__setitem__` with a value and `__delitem__` without.
pub fn assignment(name: &Ident, parts: &[SpecialPlan]) -> TokenStream {
    let object = paths::PY_OBJECT;
    let (slf, key, value) = (
        names::local("slf"),
        names::local("key"),
        names::local("value"),
    );
    let part = |shape| parts.iter().find(|part| part.special.shape == shape);
    let arm = |shape, operand_names: &[&Ident], missing: paths::Runtime| match part(shape) {
        Some(part) => {
            let signature = signature_const(&part.call.shown, &part.call.signature);
            let (bind, call, result) = (
                operands(operand_names),
                call::call(&part.call, Mismatch::Raises),
                converted(part),
            );
            quote!(#signature #bind #call #result)
        }
        // SAFETY: the object is alive, as CPython passes it.
        None => {
            let py = Locals::new().py;
            quote!(::core::result::Result::Err(unsafe { #missing(#py, #slf) }))
        }
    };
    let set = arm(Shape::SetItem, &[&key, &value], paths::NO_ITEM_ASSIGNMENT);
    let delete = arm(Shape::DelItem, &[&key], paths::NO_ITEM_DELETION);
    let params = quote!(#slf: *mut #object, #key: *mut #object, #value: *mut #object);
    let body = quote! {
        if #value.is_null() {
            #delete
        } else {
            #set
        }
    };
    wrapped(
        name,
        TokenStream::new(),
        params,
        quote!(::core::ffi::c_int),
        body,
    )
}

/// `tp_traverse` of a class with a `__traverse__`.
///
/// ```text
/// unsafe extern "C" fn name(slf: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int {
///     unsafe {
///         traverse_by_hand::<Self, Result<(), PyTraverseError>>(slf, visit, arg, |this, visitor| {
///             Self::__traverse__(this, visitor)
///         })
///     }
/// }
/// ```
///
/// SAFETY: CPython calls `tp_traverse` so; what `__traverse__` visits, its author answers for with the word `unsafe`.
pub fn traverse(name: &Ident, plan: &Traverse) -> TokenStream {
    let (object, ffi, by_hand) = (paths::PY_OBJECT, paths::FFI, paths::TRAVERSE_BY_HAND);
    let (method, output) = (&plan.name, &plan.output);
    let (slf, visit, arg, visitor) = (
        names::local("slf"),
        names::local("visit"),
        names::local("arg"),
        names::local("visitor"),
    );
    let this = Locals::new().this;
    quote! {
        unsafe extern "C" fn #name(
            #slf: *mut #object,
            #visit: #ffi::visitproc,
            #arg: *mut ::core::ffi::c_void
        ) -> ::core::ffi::c_int {
            unsafe {
                #by_hand::<Self, #output>(#slf, #visit, #arg, |#this, #visitor| {
                    Self::#method(#this, #visitor)
                })
            }
        }
    }
}

fn tuple_arguments(plan: &CallPlan) -> (TokenStream, TokenStream) {
    let object = paths::PY_OBJECT;
    let (args, kwargs, held) = (
        names::local("args"),
        names::local("kwargs"),
        names::local("held"),
    );
    let Locals { py, argv, .. } = Locals::new();
    let (signature, count) = (names::signature(), plan.signature.names.len());
    let bind = match count {
        // There is nothing to keep, but arguments are refused all the same.
        0 => quote!(let _ = unsafe { #signature.bind_tuple::<0>(#py, #args, #kwargs) }?;),
        _ => quote! {
            let #held = unsafe { #signature.bind_tuple::<#count>(#py, #args, #kwargs) }?;
            let #argv = #held.argv();
        },
    };
    (quote!(#args: *mut #object, #kwargs: *mut #object), bind)
}

/// `let argv = [Some(key), Some(value)];`
fn operands(objects: &[&Ident]) -> TokenStream {
    let Locals { py, argv, .. } = Locals::new();
    let single = paths::SINGLE;
    let each = objects
        .iter()
        .map(|object| quote!(unsafe { #single(#py, &#object) }[0]));
    quote!(let #argv = [#(#each),*];)
}

/// What a function returns, as a new reference.
fn returned(plan: &CallPlan) -> TokenStream {
    let py = Locals::new().py;
    results::converted(paths::RET, quote!(#py,), plan.output.value())
}

/// What a special method returns, as its slot wants it.
fn converted(part: &SpecialPlan) -> TokenStream {
    let py = Locals::new().py;
    let (convert, leading) = match part.special.result {
        SlotResult::Object => (paths::SLOT_OBJECT, quote!(#py,)),
        SlotResult::Repr => (paths::SLOT_REPR, quote!(#py,)),
        SlotResult::Next => (paths::SLOT_NEXT, quote!(#py,)),
        SlotResult::Len => (paths::SLOT_LEN, TokenStream::new()),
        SlotResult::Hash => (paths::SLOT_HASH, TokenStream::new()),
        SlotResult::Truth => (paths::SLOT_TRUTH, TokenStream::new()),
        SlotResult::Unit => (paths::SLOT_UNIT, TokenStream::new()),
    };
    results::converted(convert, leading, part.call.output.value())
}

fn wrap(
    name: &Ident,
    plan: &CallPlan,
    params: TokenStream,
    result: TokenStream,
    body: TokenStream,
) -> TokenStream {
    let signature = match plan.signature.names.is_empty() {
        true => TokenStream::new(),
        false => signature_const(&plan.shown, &plan.signature),
    };
    wrapped(name, signature, params, result, body)
}

/// A C function around `body`, which evaluates to the runtime's `PyResult` of what the function returns.
pub fn wrapped(
    name: &Ident,
    signature: TokenStream,
    params: TokenStream,
    result: TokenStream,
    body: TokenStream,
) -> TokenStream {
    let (trampoline, python, py_result) = (paths::TRAMPOLINE, paths::PYTHON, paths::PY_RESULT);
    let (py, run) = (Locals::new().py, names::local("run"));
    quote! {
        unsafe extern "C" fn #name(#params) -> #result {
            #signature
            let #run = |#py: #python<'_>| -> #py_result<#result> { #body };
            unsafe { #trampoline(#run) }
        }
    }
}
