//! Walks over what users have written.
//!
//! `syn` compiles its visitor anew for each type that implements it: some 300 functions, and all of ours together were a
//! third of this crate. So all of ours are one type, which asks.

use syn::visit::{self, Visit};

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
