//! One function per attribute: the four stages, in order.
//!
//! The user's item is part of every expansion, without the attributes that are ours; beside errors, so that they are
//! the only ones.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Ident, Item};

use crate::ctxt::Ctxt;
use crate::messages::{Message, function, place};
use crate::parse::class::ClassInput;
use crate::parse::function::FunctionInput;
use crate::parse::methods::MethodsInput;
use crate::parse::module::ModuleInput;
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
    let ctxt = Ctxt::new();
    match &parsed {
        Item::Fn(function) if word == Word::AllowThreads => {
            ctxt.error(&function.sig.ident, misplaced(word, &parsed));
        }
        _ => ctxt.error_at(attribute_place(&item), misplaced(word, &parsed)),
    }
    // Further attributes like this one speak for themselves, unless they would say the same.
    beside_errors(ctxt, quote!(#parsed))
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
    let spelling = Ident::new(spelling, place);
    let this: Attribute = match arguments.is_empty() {
        true => syn::parse_quote_spanned!(place=> #[#spelling]),
        false => syn::parse_quote_spanned!(place=> #[#spelling(#arguments)]),
    };
    attributes.insert(0, this);
    attributes.insert(0, owner);
    Some(quote!(#item))
}

fn misplaced(word: Word, item: &Item) -> Message {
    let (kind, _) = parse::item::describe(item);
    match (word, item) {
        (Word::CriticalSection, Item::Fn(function)) => {
            place::section_on_plain_function(&function.sig.ident)
        }
        (Word::CriticalSection, _) => place::section_on_block(kind),
        (Word::AllowThreads, Item::Fn(function)) => match parse::item::takes_token(function) {
            true => place::detach_on_plain_function(&function.sig.ident),
            false => place::detach_without_proof(&function.sig.ident),
        },
        (Word::AllowThreads, _) => place::detach_on_block(kind),
        (Word::Export | Word::Init, _) => place::module_marker(word.spelling()),
        (Word::Options, _) => place::options_marker(),
        _ => place::method_marker(word.spelling()),
    }
}

fn beside_errors(ctxt: Ctxt, item: TokenStream) -> TokenStream {
    match ctxt.check() {
        Ok(()) => item,
        Err(errors) => quote!(#item #errors),
    }
}
