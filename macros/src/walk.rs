//! Walks over what users have written.
//!
//! syn compiles its visitors anew for each type that implements one: some 300 functions, which were a third of this
//! crate. So all of ours are one type, which asks.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};

/// What somebody looks at. `true` goes on with what is inside.
macro_rules! looks {
    ($($(#[$doc:meta])* $name:ident($visit:ident, $node:ty);)*) => {
        pub trait Look<'ast> {
            $(
                $(#[$doc])*
                fn $name(&mut self, _: &'ast $node) -> bool {
                    true
                }
            )*
        }

        impl<'ast> Visit<'ast> for Walk<'_, 'ast> {
            $(
                fn $visit(&mut self, node: &'ast $node) {
                    if self.0.$name(node) {
                        visit::$visit(self, node);
                    }
                }
            )*
        }
    };
}

/// The way through everything that is inside of something. Who wants to go in at another time than after looking goes
/// with a `Walk` of their own, and returns `false`.
pub struct Walk<'w, 'ast>(pub &'w mut dyn Look<'ast>);

looks! {
    expr(visit_expr, syn::Expr);
    call(visit_expr_method_call, syn::ExprMethodCall);
    closure(visit_expr_closure, syn::ExprClosure);
    for_loop(visit_expr_for_loop, syn::ExprForLoop);
    while_loop(visit_expr_while, syn::ExprWhile);
    endless_loop(visit_expr_loop, syn::ExprLoop);
    path(visit_expr_path, syn::ExprPath);
    name(visit_pat_ident, syn::PatIdent);
    item(visit_item, syn::Item);
    lifetime(visit_lifetime, syn::Lifetime);
    type_path(visit_type_path, syn::TypePath);
    reference(visit_type_reference, syn::TypeReference);
    fn_pointer(visit_type_fn_ptr, syn::TypeFnPtr);
    impl_trait(visit_type_impl_trait, syn::TypeImplTrait);
}

/// The same for what somebody changes.
macro_rules! changes {
    ($($name:ident($visit:ident, $node:ty);)*) => {
        pub trait Change {
            /// Of one item. What is in them is never gone through: it is no syntax yet.
            fn attributes(&mut self, _: &mut Vec<syn::Attribute>) {}

            $(
                fn $name(&mut self, _: &mut $node) -> bool {
                    true
                }
            )*
        }

        impl VisitMut for Rewrite<'_> {
            fn visit_attributes_mut(&mut self, node: &mut Vec<syn::Attribute>) {
                self.0.attributes(node);
            }

            $(
                fn $visit(&mut self, node: &mut $node) {
                    if self.0.$name(node) {
                        visit_mut::$visit(self, node);
                    }
                }
            )*
        }
    };
}

/// The way through everything that is inside of something.
pub struct Rewrite<'w>(pub &'w mut dyn Change);

changes! {
    ty(visit_type_mut, syn::Type);
    lifetime(visit_lifetime_mut, syn::Lifetime);
    fn_pointer(visit_type_fn_ptr_mut, syn::TypeFnPtr);
    use_name(visit_use_name_mut, syn::UseName);
    use_rename(visit_use_rename_mut, syn::UseRename);
    use_glob(visit_use_glob_mut, syn::UseGlob);
}
