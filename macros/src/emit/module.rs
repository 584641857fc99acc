//! `#[pymodule]`.

use super::call::Locals;
use super::{c_string, optional, paths, results, warnings};
use crate::check::model::{Gil, Interpreters};
use crate::names;
use crate::parse::module::ExportKind;
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
    let items = content.into_iter().flat_map(|(_, items)| items);
    quote! {
        #(#outer)*
        #vis #unsafety #mod_token #ident {
            #(#inner)*
            #(#items)*
            #definition
        }
        #warnings
    }
}

fn definition(plan: &ModulePlan) -> TokenStream {
    let (module_def, module_options, object) =
        (paths::MODULE_DEF, paths::MODULE_OPTIONS, paths::PY_OBJECT);
    let (gil, interpreters) = (gil(plan.gil), interpreters(plan.interpreters));
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
    let init = optional(
        &init_type,
        plan.inits.iter().map(|plan| (&plan.cfgs, init(plan))),
    );
    quote! {
        static #name: #module_def = {
            const #items_name: &[#item] = &[#(#items),*];
            const #init_const: #init_type = #init;
            unsafe {
                #module_def::new(
                    #python_name,
                    #doc,
                    #items_name,
                    #module_options { gil: #gil, interpreters: #interpreters },
                    #init_const,
                )
            }
        };
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn #init_name() -> *mut #object {
            unsafe { #name.init() }
        }
        #[doc(hidden)]
        #[unsafe(no_mangle)]
        pub extern "C" fn #export_name() -> *mut ::core::ffi::c_void {
            #name.export()
        }
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

fn init(plan: &InitPlan) -> TokenStream {
    let InitPlan {
        function, output, ..
    } = plan;
    let function = names::generated(function);
    let (module, out) = (names::local("module"), Locals::new().out);
    let result = results::converted(paths::INIT_RESULT, TokenStream::new(), output);
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

fn interpreters(interpreters: Interpreters) -> TokenStream {
    let runtime = paths::INTERPRETERS;
    let variant = match interpreters {
        Interpreters::NotSupported => quote!(NotSupported),
        Interpreters::SharedGil => quote!(SharedGil),
        Interpreters::PerInterpreterGil => quote!(PerInterpreterGil),
    };
    quote!(#runtime::#variant).into_token_stream()
}
