//! Where mistakes are collected, so that all of them are reported in one build.

use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};

use crate::messages::Message;

/// The mistakes found so far in one item.
///
/// Dropping it without [`Ctxt::check`] is a bug of the macros (a mistake would go unreported), so it panics.
pub struct Ctxt {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Ctxt {
    pub fn new() -> Self {
        Self {
            errors: RefCell::new(Some(Vec::new())),
        }
    }

    /// Reports `message` at everything that `at` covers.
    pub fn error(&self, at: impl ToTokens, message: Message) {
        self.error_over(&at, message);
    }

    // Compiled once, not for each type of tokens.
    fn error_over(&self, at: &dyn ToTokens, message: Message) {
        let at = at.to_token_stream();
        self.syntax(syn::Error::new_spanned(at, message.text()));
    }

    /// Reports `message` at one span.
    pub fn error_at(&self, at: Span, message: Message) {
        self.syntax(syn::Error::new(at, message.text()));
    }

    /// Reports what `syn` could not parse.
    pub fn syntax(&self, error: syn::Error) {
        let mut errors = self.errors.borrow_mut();
        errors.get_or_insert_default().push(error);
    }

    /// Whether anything was reported since `mark`, which an earlier call returned.
    pub fn mark(&self) -> usize {
        self.errors.borrow().as_ref().map_or(0, Vec::len)
    }

    /// Ends the collection: `Err` holds one `compile_error!` for each mistake.
    pub fn check(self) -> Result<(), TokenStream> {
        let errors = self.errors.take().unwrap_or_default();
        if errors.is_empty() {
            return Ok(());
        }
        let errors = errors.iter().map(syn::Error::to_compile_error);
        Err(quote!(#(#errors)*))
    }

    /// The mistakes themselves, for tests.
    #[cfg(test)]
    pub fn into_errors(self) -> Vec<syn::Error> {
        self.errors.take().unwrap_or_default()
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        if !std::thread::panicking() && self.errors.borrow().is_some() {
            panic!("the mistakes found in an item were never reported");
        }
    }
}
