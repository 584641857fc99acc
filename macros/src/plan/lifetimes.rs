//! Types as a trampoline may write them.

use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type};

/// The type without the names of lifetimes, which only the user's signature declares.
pub fn erase(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Erase.visit_type_mut(&mut ty);
    ty
}

struct Erase;

impl VisitMut for Erase {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "static" {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }

    // `for<'a> fn(&'a str)` declares what it uses.
    fn visit_type_fn_ptr_mut(&mut self, function: &mut syn::TypeFnPtr) {
        if function.lifetimes.is_none() {
            visit_mut::visit_type_fn_ptr_mut(self, function);
        }
    }
}
