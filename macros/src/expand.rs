//! One function per attribute: the four stages, in order.
//!
//! The user's item is part of every expansion, without the attributes that are ours; beside errors, so that they are
//! the only ones.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, Item, ItemFn};

use crate::ctxt::Ctxt;
use crate::messages::{Message, function, place};
use crate::parse::class::ClassInput;
use crate::parse::function::FunctionInput;
use crate::parse::methods::MethodsInput;
use crate::parse::module::ModuleInput;
use crate::parse::raw::RawInput;
use crate::parse::words::{self, Word};

use crate::{check, emit, parse, plan};

pub fn pyfunction(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let input = match FunctionInput::parse(&ctxt, arguments, item) {
        Ok(input) => input,
        Err(item) => return beside_errors(ctxt, item),
    };
    let model = check::function(&ctxt, &input);
    match ctxt.check() {
        Ok(()) => {
            let (item, made) = (&input.item, emit::function(&plan::function(&model)));
            quote!(#item #made)
        }
        Err(errors) => {
            let fallback = emit::fallback::function(&input);
            quote!(#fallback #errors)
        }
    }
}

pub fn pyclass(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let input = match ClassInput::parse(&ctxt, arguments, item) {
        Ok(input) => input,
        Err(item) => return beside_errors(ctxt, item),
    };
    let model = check::class(&ctxt, &input);
    let item = &input.item;
    let made = match ctxt.check() {
        Ok(()) => emit::class(&plan::class(&model)),
        Err(errors) => {
            let fallback = emit::fallback::class(&input);
            quote!(#fallback #errors)
        }
    };
    quote!(#item #made)
}

pub fn pymethods(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let input = match MethodsInput::parse(&ctxt, arguments, item) {
        Ok(input) => input,
        Err(item) => return beside_errors(ctxt, item),
    };
    let model = check::methods(&ctxt, &input);
    let item = &input.item;
    // A class without a table has no methods, so nothing else misses the one that is not made here.
    let made = match ctxt.check() {
        Ok(()) => model.map(|model| emit::methods(&plan::methods(&model))),
        Err(errors) => Some(errors),
    };
    quote!(#item #made)
}

pub fn pymodule(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let ctxt = Ctxt::new();
    let input = match ModuleInput::parse(&ctxt, arguments, item) {
        Ok(input) => input,
        Err(item) => return beside_errors(ctxt, item),
    };
    let model = check::module(&ctxt, &input);
    match ctxt.check() {
        Ok(()) => emit::module(&plan::module(&model)),
        Err(errors) => {
            let item = emit::fallback::module(&input);
            quote!(#item #errors)
        }
    }
}

/// An attribute that expands nothing by itself. If it stands above the one that it belongs to, the two change places;
/// elsewhere it means nothing, and says so.
pub fn marker(word: Word, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut parsed = match syn::parse2::<Item>(item.clone()) {
        Ok(parsed) => parsed,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    if let Some(reordered) = owner_first(word.spelling(), &arguments, &mut parsed) {
        return reordered;
    }
    let parsed = match (word, parsed) {
        (Word::CriticalSection | Word::AllowThreads, Item::Fn(function)) => {
            return raw(word, &arguments, function);
        }
        (_, parsed) => parsed,
    };
    let ctxt = Ctxt::new();
    ctxt.error_at(attribute_place(&item), misplaced(word, &parsed));
    // Further attributes like this one speak for themselves, unless they would say the same.
    beside_errors(ctxt, quote!(#parsed))
}

/// A function that Freehold does not export.
fn raw(word: Word, arguments: &TokenStream, function: ItemFn) -> TokenStream {
    let ctxt = Ctxt::new();
    let attribute = this_attribute(word.spelling(), arguments, attribute_place(&function));
    let input = RawInput::parse(&ctxt, attribute, function);
    let model = check::raw(&ctxt, &input);
    let item = &input.item;
    match (ctxt.check(), model) {
        (Ok(()), Some(model)) => emit::raw(item, &plan::raw(&input, &model)),
        (Ok(()), None) => quote!(#item),
        (Err(errors), _) => {
            let item = emit::raw_fallback(item);
            quote!(#item #errors)
        }
    }
}

/// PyO3's `#[pyo3(…)]` where it stands above the attribute that translates it, or alone.
pub fn pyo3(arguments: TokenStream, item: TokenStream) -> TokenStream {
    if let Ok(mut parsed) = syn::parse2::<Item>(item.clone())
        && let Some(reordered) = owner_first("pyo3", &arguments, &mut parsed)
    {
        return reordered;
    }
    let ctxt = Ctxt::new();
    ctxt.error_at(attribute_place(&item), function::pyo3_options(arguments));
    beside_errors(ctxt, item)
}

/// Where the attribute that expands now is, but of the code of its item, so that messages do not speak of a macro.
fn attribute_place(item: &impl ToTokens) -> Span {
    words::first_span(item).located_at(Span::call_site())
}

fn owner_first(spelling: &str, arguments: &TokenStream, item: &mut Item) -> Option<TokenStream> {
    let place = attribute_place(item);
    let attributes = parse::item::attributes(item)?;
    let owner = attributes
        .iter()
        .position(|attribute| words::word(attribute).is_some_and(Word::owns_items))?;
    let owner = attributes.remove(owner);
    let this = this_attribute(spelling, arguments, place);
    attributes.insert(0, this);
    attributes.insert(0, owner);
    Some(quote!(#item))
}

/// The attribute that expands now, as it was written.
fn this_attribute(spelling: &str, arguments: &TokenStream, place: Span) -> Attribute {
    let spelling = Ident::new(spelling, place);
    match arguments.is_empty() {
        true => syn::parse_quote_spanned!(place=> #[#spelling]),
        false => syn::parse_quote_spanned!(place=> #[#spelling(#arguments)]),
    }
}

fn misplaced(word: Word, item: &Item) -> Message {
    let (kind, _) = parse::item::describe(item);
    match word {
        Word::CriticalSection => place::section_on_block(kind),
        Word::AllowThreads => place::detach_on_block(kind),
        Word::Export | Word::Init => place::module_marker(word.spelling()),
        Word::Options => place::options_marker(),
        _ => place::method_marker(word.spelling()),
    }
}

fn beside_errors(ctxt: Ctxt, item: TokenStream) -> TokenStream {
    match ctxt.check() {
        Ok(()) => item,
        Err(errors) => quote!(#item #errors),
    }
}
