//! The token of a detached function, in its body.
//!
//! There it has another type, so that nothing can be done with it. What is found here only says so in better words.

use syn::visit::Visit;
use syn::{Block, ExprClosure, ExprPath, Ident, Item, PatIdent};

use crate::walk::{Look, Walk};

/// The places where the body uses its token. None, if something in the body has the same name: then it may be that.
pub fn uses<'ast>(body: &'ast Block, token: &Ident) -> Vec<&'ast Ident> {
    let mut uses = Uses {
        token,
        found: Vec::new(),
        shadowed: false,
    };
    Walk(&mut uses).visit_block(body);
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

impl<'ast> Look<'ast> for Uses<'_, 'ast> {
    fn path(&mut self, path: &'ast ExprPath) -> bool {
        if let Some(name) = path.path.get_ident()
            && name == self.token
        {
            self.found.push(name);
        }
        false
    }

    /// `reattach(|py| …)` has a token of its own.
    fn closure(&mut self, closure: &'ast ExprClosure) -> bool {
        let mut own = Uses {
            token: self.token,
            found: Vec::new(),
            shadowed: false,
        };
        for input in &closure.inputs {
            Walk(&mut own).visit_pat(input);
        }
        !own.shadowed
    }

    fn name(&mut self, pat: &'ast PatIdent) -> bool {
        self.shadowed |= pat.ident == *self.token;
        true
    }

    /// What it calls `py` is none of ours.
    fn item(&mut self, item: &'ast Item) -> bool {
        !matches!(item, Item::Fn(_))
    }
}
