//! The token of a detached function, in its body.
//!
//! There it has another type, so that nothing can be done with it. What is found here only says so in better words.

use syn::visit::{self, Visit};
use syn::{Block, ExprClosure, ExprPath, Ident, ItemFn, PatIdent};

/// The places where the body uses its token. None, if something in the body has the same name: then it may be that.
pub fn uses<'ast>(body: &'ast Block, token: &Ident) -> Vec<&'ast Ident> {
    let mut uses = Uses {
        token,
        found: Vec::new(),
        shadowed: false,
    };
    uses.visit_block(body);
    match uses.shadowed {
        true => Vec::new(),
        false => uses.found,
    }
}

struct Uses<'a, 'ast> {
    token: &'a Ident,
    found: Vec<&'ast Ident>,
    shadowed: bool,
}

impl<'ast> Visit<'ast> for Uses<'_, 'ast> {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(name) = path.path.get_ident()
            && name == self.token
        {
            self.found.push(name);
        }
    }

    /// `reattach(|py| …)` has a token of its own.
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let mut own = Uses {
            token: self.token,
            found: Vec::new(),
            shadowed: false,
        };
        closure.inputs.iter().for_each(|input| own.visit_pat(input));
        if !own.shadowed {
            visit::visit_expr_closure(self, closure);
        }
    }

    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.shadowed |= pat.ident == *self.token;
        visit::visit_pat_ident(self, pat);
    }

    /// What it calls `py` is none of ours.
    fn visit_item_fn(&mut self, _: &'ast ItemFn) {}
}
