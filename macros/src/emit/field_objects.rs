//! Which fields of a class the collector is told of.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Member};

use super::paths;
use crate::check::model::{Variant, VariantField};
use crate::names;
use crate::plan::class::ClassPlan;

/// Whether a field owns references to Python objects is a question to its type, which only the compiler can answer; so
/// is what the class itself implements.
///
/// ```text
/// unsafe impl FieldObjects for Node {
///     const ANY: bool = {
///         use NotVisited as _;
///         use NoDrop as _;
///         let any = false;
///         let any = any | <FieldKind<Option<Py<Node>>>>::VISITED.is_some();
///         <FieldKind<Node>>::VISITED.is_some()
///             | (by_fields(&<FieldKind<Node>>::VISITED, <DropKind<Node>>::IMPLEMENTED) & any)
///     };
///     fn each(&self, each: Each<'_>) -> Result<(), PyTraverseError> {
///         use NotVisited as _;
///         use NoDrop as _;
///         each_field(<FieldKind<Node>>::VISITED, self, each)?;
///         if by_fields(&<FieldKind<Node>>::VISITED, <DropKind<Node>>::IMPLEMENTED) {
///             match self {
///                 Self { next: field0, .. } => {
///                     each_field(<FieldKind<Option<Py<Node>>>>::VISITED, field0, each)?;
///                 }
///             }
///         }
///         Ok(())
///     }
///     fn each_mut(&mut self, each: EachMut<'_>) { … }
/// }
/// ```
///
/// SAFETY of the impl: the pattern names each field once, and is looked at only where the class as a whole is not.
pub fn field_objects(plan: &ClassPlan) -> TokenStream {
    let (name, field_objects) = (&plan.name, paths::FIELD_OBJECTS);
    let (each_type, each_mut_type, error) =
        (paths::EACH, paths::EACH_MUT, paths::PY_TRAVERSE_ERROR);
    let (field_kind, drop_kind, by_fields) =
        (paths::FIELD_KIND, paths::DROP_KIND, paths::BY_FIELDS);
    let (each_field, each_field_mut) = (paths::EACH_FIELD, paths::EACH_FIELD_MUT);
    let (not_visited, no_drop) = (paths::NOT_VISITED, paths::NO_DROP);
    let (any, each) = (names::local("any"), names::local("each"));
    let uses = quote!(use #not_visited as _; use #no_drop as _;);
    let whole = quote!(<#field_kind<#name>>::VISITED);
    let by_fields = quote!(#by_fields(&#whole, <#drop_kind<#name>>::IMPLEMENTED));
    let fields = plan.variants.iter().flat_map(|variant| {
        let fields = variant.fields.iter();
        fields.map(|field| (&variant.cfgs, &field.cfgs, visited(field)))
    });
    let asked = fields.map(|(outer, inner, visited)| {
        quote!(#(#outer)* #(#inner)* let #any = #any | #visited.is_some();)
    });
    let shared = walk(&plan.variants, &|field, bound| {
        let visited = visited(field);
        quote!(#each_field(#visited, #bound, #each)?;)
    });
    let exclusive = walk(&plan.variants, &|field, bound| {
        let visited = visited(field);
        quote!(#each_field_mut(#visited, #bound, #each);)
    });
    quote! {
        #[automatically_derived]
        unsafe impl #field_objects for #name {
            const ANY: bool = {
                #uses
                let #any = false;
                #(#asked)*
                #whole.is_some() | (#by_fields & #any)
            };
            fn each(&self, #each: #each_type<'_>) -> ::core::result::Result<(), #error> {
                #uses
                #each_field(#whole, self, #each)?;
                if #by_fields {
                    #shared
                }
                ::core::result::Result::Ok(())
            }
            fn each_mut(&mut self, #each: #each_mut_type<'_>) {
                #uses
                #each_field_mut(#whole, self, #each);
                if #by_fields {
                    #exclusive
                }
            }
        }
    }
}

fn visited(field: &VariantField) -> TokenStream {
    let (field_kind, ty) = (paths::FIELD_KIND, &field.ty);
    quote!(<#field_kind<#ty>>::VISITED)
}

/// A `match` with each field bound where it is used. Nothing, where no variant has any.
fn walk(
    variants: &[Variant],
    with: &dyn Fn(&VariantField, &Ident) -> TokenStream,
) -> Option<TokenStream> {
    if variants.iter().all(|variant| variant.fields.is_empty()) {
        return None;
    }
    let arms = variants.iter().map(|variant| {
        let cfgs = &variant.cfgs;
        let path = match &variant.name {
            Some(name) => quote!(Self::#name),
            None => quote!(Self),
        };
        let fields: Vec<_> = variant.fields.iter().enumerate().collect();
        let bindings = fields.iter().map(|(index, field)| {
            let (cfgs, member, bound) = (&field.cfgs, member(&field.member), bound(*index));
            quote!(#(#cfgs)* #member: #bound)
        });
        let uses = fields.iter().map(|(index, field)| {
            let (cfgs, used) = (&field.cfgs, with(field, &bound(*index)));
            quote!(#(#cfgs)* #used)
        });
        // What its author has deprecated still owns what it owns.
        let deprecated = variant.fields.iter().any(|field| field.deprecated);
        let allow = deprecated.then(|| quote!(#[allow(deprecated)]));
        quote!(#(#cfgs)* #allow #path { #(#bindings,)* .. } => { #(#uses)* })
    });
    Some(quote!(match self { #(#arms)* }))
}

/// Without the place of a field in the source: it is not the user who names it.
fn member(member: &Member) -> TokenStream {
    match member {
        Member::Named(name) => {
            let name = names::generated(name);
            quote!(#name)
        }
        Member::Unnamed(index) => quote!(#index),
    }
}

fn bound(index: usize) -> Ident {
    format_ident!("field{index}", span = proc_macro2::Span::mixed_site())
}
