//! `#[pymodule]`.

use super::call::Locals;
use super::{c_string, optional, paths, results, warnings};
use crate::check::model::{Gil, Interpreters, StateModel};
use crate::names;
use crate::parse::module::{ExportKind, StateField};
use crate::plan::module::{ExportPlan, InitPlan, ModulePlan};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The module as it was, and at its end what CPython looks for:
///
/// ```text
/// static __FREEHOLD_MODULE: ModuleDef = {
///     const __FREEHOLD_ITEMS: &[Item] = &[<Counter as ModuleItem>::ITEM];
///     const __FREEHOLD_INIT: Option<fn(&Bound<'_, PyModule>) -> PyResult<()>> = None;
///     unsafe { ModuleDef::new(c"tally", c"…", __FREEHOLD_ITEMS, ModuleOptions { … }, __FREEHOLD_INIT) }
/// };
/// #[unsafe(no_mangle)] pub unsafe extern "C" fn PyInit_tally() -> *mut PyObject { unsafe { __FREEHOLD_MODULE.init() } }
/// #[unsafe(no_mangle)] pub extern "C" fn PyModExport_tally() -> *mut c_void { __FREEHOLD_MODULE.export() }
/// ```
///
/// SAFETY of `ModuleDef::new`: the items are those of `ModuleItem` impls, which promise it, and constants. The user's own
/// function is called from a constant, outside of the `unsafe` block. SAFETY of `no_mangle`: the names are those that PEP 489 and PEP 793 give to the functions of a module of this name,
/// and these are such functions. A second module of the same name in one library does not link.
pub fn module(plan: &ModulePlan) -> TokenStream {
    let mut item = plan.item.clone();
    let content = item.content.take();
    let warnings = warnings::warnings(&plan.warnings);
    let definition = definition(plan);
    let (attrs, vis, unsafety, mod_token, ident) = (
        &item.attrs,
        &item.vis,
        &item.unsafety,
        &item.mod_token,
        &item.ident,
    );
    let (inner, outer): (Vec<_>, Vec<_>) = attrs
        .iter()
        .partition(|attr| matches!(attr.style, syn::AttrStyle::Inner(_)));
    let items = content.as_ref().map(|(_, items)| quote!(#(#items)*));
    quote! {
        #(#outer)*
        #vis #unsafety #mod_token #ident {
            #(#inner)*
            #items
            #definition
        }
        #warnings
    }
}

fn definition(plan: &ModulePlan) -> TokenStream {
    let (module_def, module_options, object) =
        (paths::MODULE_DEF, paths::MODULE_OPTIONS, paths::PY_OBJECT);
    let (gil, interpreters) = (gil(plan.gil), interpreters(plan.interpreters));
    let state = plan.state.as_ref();
    let (python_name, doc) = (c_string(&plan.python_name), c_string(&plan.doc));
    let (name, init_name, export_name) = (
        names::module(),
        names::module_init(&plan.python_name),
        names::module_export(&plan.python_name),
    );
    let (items_name, init_const) = (names::module_items(), names::module_init_function());
    let (item, bound, py_module, py_result) = (
        paths::ITEM,
        paths::BOUND,
        paths::PY_MODULE,
        paths::PY_RESULT,
    );
    let items = plan.exports.iter().map(export);
    let init_type = quote!(::core::option::Option<fn(&#bound<'_, #py_module>) -> #py_result<()>>);
    let mut inits = Vec::new();
    for plan in &plan.inits {
        inits.push((&plan.cfgs[..], init(state, plan)));
    }
    let init = match state {
        Some(StateModel { ty, .. }) if plan.inits.is_empty() => {
            let default = paths::DEFAULT_STATE;
            quote!(::core::option::Option::Some(#default::<#ty>))
        }
        _ => optional(&init_type, &inits),
    };
    let phases = phases(plan.single_phase);
    let init_body = match plan.single_phase {
        true => quote!(init_in_one_step),
        false => quote!(init),
    };
    let state_impl = state.map(state_impl);
    let state_def = match state {
        Some(StateModel { ty, .. }) => {
            let (def, kind) = (paths::STATE_DEF, paths::STATE_KIND);
            quote!(::core::option::Option::Some(#def::new::<#ty>(#kind::<#ty>::COLLECTED)))
        }
        None => quote!(::core::option::Option::None),
    };
    let not_collected = state.map(|_| {
        let not_collected = paths::NOT_COLLECTED;
        quote!(use #not_collected as _;)
    });
    // CPython would prefer it to the function that makes the module in one step.
    let export = (!plan.single_phase).then(|| {
        quote! {
            #[doc(hidden)]
            #[unsafe(no_mangle)]
            pub extern "C" fn #export_name() -> *mut ::core::ffi::c_void {
                #name.export()
            }
        }
    });
    quote! {
        #state_impl
        static #name: #module_def = {
            #not_collected
            const #items_name: &[#item] = &[#(#items),*];
            const #init_const: #init_type = #init;
            unsafe {
                #module_def::new(
                    #python_name,
                    #doc,
                    #items_name,
                    #module_options {
                        gil: #gil,
                        interpreters: #interpreters,
                        phases: #phases,
                        state: #state_def,
                    },
                    #init_const,
                )
            }
        };
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn #init_name() -> *mut #object {
            // SAFETY: CPython calls it, attached; nobody else knows its name.
            unsafe { #name.#init_body() }
        }
        #export
    }
}

/// ```text
/// unsafe impl ModuleState for State { fn definition() -> &'static ModuleDef { &__FREEHOLD_MODULE } }
/// const _: () = { assert_state_field::<AtomicU64>(); };
/// const _: () = {
///     use Otherwise as _;
///     let fields = true;
///     let fields = fields & <Shareable<AtomicU64>>::HOLDS;
///     assert_whole_state(fields, <Shareable<State>>::HOLDS);
/// };
/// ```
///
/// SAFETY of `ModuleState`: the module is made with a `StateDef` of this type, by `definition`. That the type is
/// `Send` and `Sync` is asked field by field where the fields can be seen, so that a mistake is explained once; and of
/// the type, to which an attribute may add fields that are not seen here.
fn state_impl(state: &StateModel) -> TokenStream {
    let (ty, name) = (&state.ty, names::module());
    let (module_state, module_def, assert) = (
        paths::MODULE_STATE,
        paths::MODULE_DEF,
        paths::ASSERT_STATE_FIELD,
    );
    let checks = match state.fields.as_slice() {
        [] => quote!(#assert::<#ty>();),
        fields => {
            let checks = fields
                .iter()
                .map(|StateField { ty, cfgs }| quote!(#(#cfgs)* #assert::<#ty>();));
            quote!(#(#checks)*)
        }
    };
    let (otherwise, probe, assert_whole) = (
        paths::OTHERWISE,
        paths::SHAREABLE,
        paths::ASSERT_WHOLE_STATE,
    );
    let fields = names::local("fields");
    let probes = state.fields.iter().map(
        |StateField { ty, cfgs }| quote!(#(#cfgs)* let #fields = #fields & <#probe<#ty>>::HOLDS;),
    );
    let whole = (!state.fields.is_empty()).then(|| {
        quote! {
            const _: () = {
                use #otherwise as _;
                let #fields = true;
                #(#probes)*
                #assert_whole(#fields, <#probe<#ty>>::HOLDS);
            };
        }
    });
    quote! {
        #[automatically_derived]
        unsafe impl #module_state for #ty {
            fn definition() -> &'static #module_def {
                &#name
            }
        }
        const _: () = { #checks };
        #whole
    }
}

fn export(plan: &ExportPlan) -> TokenStream {
    let (module_item, name, cfgs) = (paths::MODULE_ITEM, &plan.rust_name, &plan.cfgs);
    let python_name = c_string(&plan.python_name);
    let item = match plan.kind {
        ExportKind::Item => quote!(<#name as #module_item>::ITEM),
        ExportKind::Renamed => {
            let renamed = paths::RENAMED;
            quote!(#renamed(<#name as #module_item>::ITEM, #python_name))
        }
        ExportKind::Constant => {
            let (item, constant_item, constant) =
                (paths::ITEM, paths::CONSTANT_ITEM, paths::CONSTANT);
            quote! {
                #item::Constant(#constant_item { name: #python_name, value: |py| #constant(py, #name) })
            }
        }
    };
    quote!(#(#cfgs)* #item)
}

fn init(state: Option<&StateModel>, plan: &InitPlan) -> TokenStream {
    let InitPlan {
        function, output, ..
    } = plan;
    let function = names::generated(function);
    let (module, out) = (names::local("module"), Locals::new().out);
    let result = match state {
        Some(StateModel { ty, .. }) => {
            results::converted_to_type(paths::STATE_RESULT, quote!(#ty), quote!(#module,), output)
        }
        None => results::converted(paths::INIT_RESULT, TokenStream::new(), output),
    };
    quote! {
        |#module| {
            let #out = #function(#module);
            #result
        }
    }
}

fn gil(gil: Gil) -> TokenStream {
    let runtime = paths::GIL;
    let variant = match gil {
        Gil::Unspecified => quote!(Unspecified),
        Gil::Used => quote!(Used),
        Gil::NotUsed => quote!(NotUsed),
    };
    quote!(#runtime::#variant)
}

fn phases(single: bool) -> TokenStream {
    let runtime = paths::PHASES;
    match single {
        true => quote!(#runtime::One),
        false => quote!(#runtime::Two),
    }
}

fn interpreters(interpreters: Interpreters) -> TokenStream {
    let runtime = paths::INTERPRETERS;
    let variant = match interpreters {
        Interpreters::NotSupported => quote!(NotSupported),
        Interpreters::SharedGil => quote!(SharedGil),
        Interpreters::PerInterpreterGil => quote!(PerInterpreterGil),
    };
    quote!(#runtime::#variant).into_token_stream()
}
