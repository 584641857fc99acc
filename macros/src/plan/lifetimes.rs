//! Types as a trampoline may write them.

use quote::ToTokens;
use syn::{BoundLifetimes, GenericParam, Lifetime, Type};

use crate::rewrite::rewrite;

/// The type without the names of lifetimes, which only the user's signature declares.
pub fn erase(ty: &Type) -> Type {
    // `for<'a> fn(&'a str)` declares what it uses, and rustc refuses it where the signature has an `'a`, too.
    let mut declared = Vec::new();
    let erased = rewrite(ty.to_token_stream(), &mut |input| {
        if let Some(binder) = input.parse::<Option<BoundLifetimes>>()? {
            for param in &binder.lifetimes {
                if let GenericParam::Lifetime(param) = param {
                    declared.push(param.lifetime.ident.clone());
                }
            }
            return Ok(Some(binder.into_token_stream()));
        }
        let Some(lifetime) = input.parse::<Option<Lifetime>>()? else {
            return Ok(None);
        };
        let stays = lifetime.ident == "static" || declared.contains(&lifetime.ident);
        let erased = match stays {
            true => lifetime,
            false => Lifetime::new("'_", lifetime.span()),
        };
        Ok(Some(erased.into_token_stream()))
    });
    syn::parse2(erased).unwrap_or_else(|_| ty.clone())
}
