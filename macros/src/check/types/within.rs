//! What is somewhere in a type.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit::Visit;
use syn::{Token, Type, TypePath, TypeReference};

use super::{is_one_of, shown};
use crate::rewrite::rewrite;

use crate::walk::{Look, Walk};

/// Whether a type borrows from something that is not `'static`.
pub fn borrows(ty: &Type) -> bool {
    struct Borrows(bool);
    impl<'ast> Look<'ast> for Borrows {
        fn reference(&mut self, reference: &'ast syn::TypeReference) -> bool {
            self.0 |= reference
                .lifetime
                .as_ref()
                .is_none_or(|lifetime| lifetime.ident != "static");
            true
        }
        fn lifetime(&mut self, lifetime: &'ast syn::Lifetime) -> bool {
            self.0 |= lifetime.ident != "static";
            false
        }
        fn fn_pointer(&mut self, _: &'ast syn::TypeFnPtr) -> bool {
            false
        }
    }
    let mut found = Borrows(false);
    Walk(&mut found).visit_type(ty);
    found.0
}

/// The first `impl Trait` in a type.
pub fn opaque(ty: &Type) -> Option<&syn::TypeImplTrait> {
    struct Opaque<'ast>(Option<&'ast syn::TypeImplTrait>);
    impl<'ast> Look<'ast> for Opaque<'ast> {
        fn impl_trait(&mut self, ty: &'ast syn::TypeImplTrait) -> bool {
            self.0 = self.0.or(Some(ty));
            false
        }
    }
    let mut found = Opaque(None);
    Walk(&mut found).visit_type(ty);
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
    impl<'ast> Look<'ast> for Guard<'ast> {
        fn type_path(&mut self, ty: &'ast TypePath) -> bool {
            let last = ty.path.segments.last();
            if last.is_some_and(|last| is_one_of(&last.ident, GUARDS)) {
                self.0 = self.0.or(Some(ty));
            }
            true
        }
    }
    let mut found = Guard(None);
    Walk(&mut found).visit_type(ty);
    found.0
}

/// The first handle of an object in the type of a static, unless there is one for each interpreter or thread.
pub fn shared_handle(ty: &Type) -> Option<&TypePath> {
    struct Handle<'ast>(Option<&'ast TypePath>);
    impl<'ast> Look<'ast> for Handle<'ast> {
        fn type_path(&mut self, ty: &'ast TypePath) -> bool {
            match ty.path.segments.last() {
                Some(last) if last.ident == "PerInterpreter" || last.ident == "LocalKey" => {
                    return false;
                }
                Some(last) if last.ident == "Py" && !last.arguments.is_none() => {
                    self.0 = self.0.or(Some(ty));
                }
                _ => {}
            }
            true
        }

        // What a function takes or returns, nobody holds.
        fn fn_pointer(&mut self, _: &'ast syn::TypeFnPtr) -> bool {
            false
        }
    }
    let mut found = Handle(None);
    Walk(&mut found).visit_type(ty);
    found.0
}

/// The first `PyTypeObject` in a type.
pub fn type_object(ty: &Type) -> Option<&TypePath> {
    struct TypeObject<'ast>(Option<&'ast TypePath>);
    impl<'ast> Look<'ast> for TypeObject<'ast> {
        fn type_path(&mut self, ty: &'ast TypePath) -> bool {
            let last = ty.path.segments.last();
            if last.is_some_and(|last| last.ident == "PyTypeObject") {
                self.0 = self.0.or(Some(ty));
            }
            true
        }
    }
    let mut found = TypeObject(None);
    Walk(&mut found).visit_type(ty);
    found.0
}

/// The first `'static` in a type.
pub fn static_lifetime(ty: &Type) -> Option<&syn::Lifetime> {
    struct Static<'ast>(Option<&'ast syn::Lifetime>);
    impl<'ast> Look<'ast> for Static<'ast> {
        fn lifetime(&mut self, lifetime: &'ast syn::Lifetime) -> bool {
            if lifetime.ident == "static" {
                self.0 = self.0.or(Some(lifetime));
            }
            false
        }
        fn fn_pointer(&mut self, _: &'ast syn::TypeFnPtr) -> bool {
            false
        }
    }
    let mut found = Static(None);
    Walk(&mut found).visit_type(ty);
    found.0
}

/// The owned type for a borrowed one, to propose instead: without its references.
pub fn owned(ty: &Type) -> String {
    // What borrows without a reference, such as `Cow<'_, str>`, is most often text.
    match syn::parse2(without_references(ty)) {
        Ok(owned) if !borrows(&owned) => shown(&owned),
        _ => "String".to_owned(),
    }
}

fn without_references(ty: &Type) -> TokenStream {
    rewrite(ty.to_token_stream(), &mut |input| {
        if !input.peek(Token![&]) {
            return Ok(None);
        }
        let reference: TypeReference = input.parse()?;
        Ok(Some(match &*reference.elem {
            Type::Slice(slice) => {
                let item = without_references(&slice.elem);
                quote!(Vec<#item>)
            }
            Type::Path(path) if path.path.is_ident("str") => quote!(String),
            owned => without_references(owned),
        }))
    })
}
