//! Warnings. On stable, a warning is the use of a deprecated item.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::plan::warnings::Warning;

/// ```text
/// const _: () = {
///     #[deprecated(note = "…")]
///     const python_under_a_lock: () = ();
///     python_under_a_lock // where the user wrote it
/// };
/// ```
pub fn warnings(warnings: &[Warning]) -> TokenStream {
    let warnings = warnings.iter().map(one);
    quote!(#(#warnings)*)
}

fn one(warning: &Warning) -> TokenStream {
    let Warning {
        name,
        text,
        at,
        allows,
        cfgs,
    } = warning;
    let declared = Ident::new(name, proc_macro2::Span::call_site());
    let used = Ident::new(name, at.0);
    quote! {
        #(#cfgs)*
        #(#allows)*
        const _: () = {
            #[deprecated(note = #text)]
            const #declared: () = ();
            #used
        };
    }
}
