//! Types as a trampoline may write them.

use syn::visit_mut::VisitMut;
use syn::{Lifetime, Type};

use crate::walk::{Change, Rewrite};

/// The type without the names of lifetimes, which only the user's signature declares.
pub fn erase(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Rewrite(&mut Erase).visit_type_mut(&mut ty);
    ty
}

struct Erase;

impl Change for Erase {
    fn lifetime(&mut self, lifetime: &mut Lifetime) -> bool {
        if lifetime.ident != "static" {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
        false
    }

    // `for<'a> fn(&'a str)` declares what it uses.
    fn fn_pointer(&mut self, function: &mut syn::TypeFnPtr) -> bool {
        function.lifetimes.is_none()
    }
}
