//! What is somewhere in a type.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Type, TypePath};

use super::shown;

/// Whether a type borrows from something that is not `'static`.
pub fn borrows(ty: &Type) -> bool {
    struct Borrows(bool);
    impl<'ast> Visit<'ast> for Borrows {
        fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
            self.0 |= reference
                .lifetime
                .as_ref()
                .is_none_or(|lifetime| lifetime.ident != "static");
            visit::visit_type_reference(self, reference);
        }
        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            self.0 |= lifetime.ident != "static";
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    }
    let mut found = Borrows(false);
    found.visit_type(ty);
    found.0
}

/// The first `impl Trait` in a type.
pub fn opaque(ty: &Type) -> Option<&syn::TypeImplTrait> {
    struct Opaque<'ast>(Option<&'ast syn::TypeImplTrait>);
    impl<'ast> Visit<'ast> for Opaque<'ast> {
        fn visit_type_impl_trait(&mut self, ty: &'ast syn::TypeImplTrait) {
            self.0 = self.0.or(Some(ty));
        }
    }
    let mut found = Opaque(None);
    found.visit_type(ty);
    found.0
}

/// Guards of locks, of Freehold and of the standard library.
const GUARDS: &[&str] = &[
    "PyMutexGuard",
    "PoisonMutexGuard",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
];

/// The first guard of a lock in a type.
pub fn guard(ty: &Type) -> Option<&TypePath> {
    struct Guard<'ast>(Option<&'ast TypePath>);
    impl<'ast> Visit<'ast> for Guard<'ast> {
        fn visit_type_path(&mut self, ty: &'ast TypePath) {
            let last = ty.path.segments.last();
            if last.is_some_and(|last| GUARDS.iter().any(|name| last.ident == name)) {
                self.0 = self.0.or(Some(ty));
            }
            visit::visit_type_path(self, ty);
        }
    }
    let mut found = Guard(None);
    found.visit_type(ty);
    found.0
}

/// The first handle of an object in the type of a static, unless there is one for each interpreter or thread.
pub fn shared_handle(ty: &Type) -> Option<&TypePath> {
    struct Handle<'ast>(Option<&'ast TypePath>);
    impl<'ast> Visit<'ast> for Handle<'ast> {
        fn visit_type_path(&mut self, ty: &'ast TypePath) {
            match ty.path.segments.last() {
                Some(last) if last.ident == "PerInterpreter" || last.ident == "LocalKey" => return,
                Some(last) if last.ident == "Py" && !last.arguments.is_none() => {
                    self.0 = self.0.or(Some(ty));
                }
                _ => {}
            }
            visit::visit_type_path(self, ty);
        }

        // What a function takes or returns, nobody holds.
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    }
    let mut found = Handle(None);
    found.visit_type(ty);
    found.0
}

/// The first `PyTypeObject` in a type.
pub fn type_object(ty: &Type) -> Option<&TypePath> {
    struct TypeObject<'ast>(Option<&'ast TypePath>);
    impl<'ast> Visit<'ast> for TypeObject<'ast> {
        fn visit_type_path(&mut self, ty: &'ast TypePath) {
            let last = ty.path.segments.last();
            if last.is_some_and(|last| last.ident == "PyTypeObject") {
                self.0 = self.0.or(Some(ty));
            }
            visit::visit_type_path(self, ty);
        }
    }
    let mut found = TypeObject(None);
    found.visit_type(ty);
    found.0
}

/// The first `'static` in a type.
pub fn static_lifetime(ty: &Type) -> Option<&syn::Lifetime> {
    struct Static<'ast>(Option<&'ast syn::Lifetime>);
    impl<'ast> Visit<'ast> for Static<'ast> {
        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            if lifetime.ident == "static" {
                self.0 = self.0.or(Some(lifetime));
            }
        }
        fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
    }
    let mut found = Static(None);
    found.visit_type(ty);
    found.0
}

/// The owned type for a borrowed one, to propose instead: without its references.
pub fn owned(ty: &Type) -> String {
    struct Owned;
    impl VisitMut for Owned {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if let Type::Reference(reference) = ty {
                *ty = match &*reference.elem {
                    Type::Slice(slice) => {
                        let item = &slice.elem;
                        syn::parse_quote!(Vec<#item>)
                    }
                    Type::Path(path) if path.path.is_ident("str") => syn::parse_quote!(String),
                    owned => owned.clone(),
                };
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut owned = ty.clone();
    Owned.visit_type_mut(&mut owned);
    // What borrows without a reference, such as `Cow<'_, str>`, is most often text.
    match borrows(&owned) {
        true => "String".to_owned(),
        false => shown(&owned),
    }
}
