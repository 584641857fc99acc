//! Functions that Freehold does not export, with their body in a section, or detached.
//!
//! The body becomes a closure that is called once. As it is all of the body, `return` and `?` mean in it what they meant
//! before. A guard would not do: in an `async` block, which another macro may have put around it, it would live across
//! an `.await`; and PyO3 only detaches closures.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Block, Expr, FnArg, ItemFn, Pat, PatType, Receiver, ReceiverKind, ReturnType, Stmt, Token,
    Type, TypeImplTrait,
};

use super::paths;
use crate::check::model::RawLock;
use crate::check::types::{self, Shape};
use crate::names;
use crate::parse::words::{first_span, last_span};
use crate::plan::raw::{Asked, Proof, RawPlan, ResultAsked, Work, has_name};
use crate::rewrite::rewrite;

/// The function, with another body.
pub fn raw(item: &ItemFn, plan: &RawPlan) -> TokenStream {
    let mut item = item.clone();
    let body = match &plan.work {
        Work::Section { first, second } => section(&mut item, plan.proof, first, second.as_ref()),
        Work::Detached {
            token,
            asked,
            result,
        } => detached(&mut item, plan.proof, *token, asked, *result),
    };
    *item.block = Block {
        brace_token: item.block.brace_token,
        stmts: vec![Stmt::Expr(Expr::Verbatim(body), None)],
    };
    item.into_token_stream()
}

/// ```text
/// let first = by_handle::<&Bound<'_, T>>(&a);
/// section(first, move || -> R { … })
/// ```
fn section(
    item: &mut ItemFn,
    proof: Proof,
    first: &RawLock,
    second: Option<&RawLock>,
) -> TokenStream {
    let mut leading = TokenStream::new();
    let token = match proof {
        Proof::Token(index) => named(item, index, &mut leading),
        Proof::Handles | Proof::Promise => None,
    };
    let body = closure(item, &leading);
    let may_lock = |lock: &RawLock, local: &Ident| {
        let (name, ty) = (&lock.name, &lock.ty);
        let door = match proof {
            Proof::Handles => paths::RAW_BY_HANDLE,
            Proof::Token(_) => paths::RAW_BY_TOKEN,
            Proof::Promise => paths::RAW_BY_PROMISE,
        };
        // `impl Trait` cannot be written there.
        let ty = match types::opaque(ty) {
            Some(_) => quote_spanned!(first_span(ty)=> _),
            None => ty.to_token_stream(),
        };
        let may_lock = match &token {
            Some(token) => at_type(&lock.ty, door, quote!(#ty, _), quote!(#token, &#name)),
            None => at_type(&lock.ty, door, quote!(#ty), quote!(&#name)),
        };
        match proof {
            Proof::Promise => quote!(let #local = unsafe { #may_lock };),
            Proof::Handles | Proof::Token(_) => quote!(let #local = #may_lock;),
        }
    };
    let local1 = names::local("first");
    let lock1 = may_lock(first, &local1);
    let Some(second) = second else {
        let section = paths::RAW_SECTION;
        return quote!(#lock1 #section(#local1, #body));
    };
    let (section, local2) = (paths::RAW_SECTION2, names::local("second"));
    let lock2 = may_lock(second, &local2);
    quote!(#lock1 #lock2 #section(#local1, #local2, #body))
}

/// `function::<types>(arguments)`, from its first token to its last at a parameter's type, so that rustc says once what is
/// wrong with that.
fn at_type(
    ty: &Type,
    function: paths::Runtime,
    types: TokenStream,
    arguments: TokenStream,
) -> TokenStream {
    let function = function.at(first_span(ty));
    let mut call = quote_spanned!(first_span(ty)=> #function::<#types>);
    let mut arguments = Group::new(Delimiter::Parenthesis, arguments);
    arguments.set_span(last_span(ty));
    call.extend([TokenTree::Group(arguments)]);
    call
}

/// ```text
/// assert_enters::<&[u8]>(&data);
/// assert_leaves::<u64>();
/// let work = once(move || -> u64 { let py = TokenIsUsedUp::by_allow_threads(); … });
/// unsafe { detached_with_token(token, work) }
/// ```
///
/// SAFETY of `detached_with_token`: the body has nothing but the parameters, and each has been asked whether it may be
/// there. The token, which may not, is not among them: in the function it has a name that the body cannot write.
fn detached(
    item: &mut ItemFn,
    proof: Proof,
    token: Option<usize>,
    asked: &[(usize, Asked)],
    result: ResultAsked,
) -> TokenStream {
    let mut leading = TokenStream::new();
    let token = token.and_then(|index| used_up(item, index, &mut leading));
    let mut assertions = TokenStream::new();
    for (index, asked) in asked {
        let value = match item.sig.inputs.get(*index) {
            Some(FnArg::Receiver(receiver)) => receiver.self_token.to_token_stream(),
            _ => named(item, *index, &mut leading).into_token_stream(),
        };
        let ty = match (item.sig.inputs.get(*index), asked) {
            (Some(FnArg::Receiver(receiver)), _) => receiver_type(receiver),
            (Some(FnArg::Typed(param)), Asked::Type) => param.ty.to_token_stream(),
            (Some(FnArg::Typed(param)), Asked::Value) => quote_spanned!(first_span(&param.ty)=> _),
            (None, _) => continue,
        };
        let assert = paths::RAW_ASSERT_ENTERS;
        assertions.extend(quote!(#assert::<#ty>(&#value);));
    }
    if let (ResultAsked::Type, ReturnType::Type(_, ty)) = (result, &item.sig.output) {
        let assert = paths::RAW_ASSERT_LEAVES;
        assertions.extend(quote!(#assert::<#ty>();));
    }
    let body = closure(item, &leading);
    let (once, work, leaving) = (paths::RAW_ONCE, names::local("work"), paths::RAW_LEAVING);
    let run = match (proof, token) {
        (Proof::Token(_), Some(token)) => {
            let detached = paths::RAW_DETACHED_WITH_TOKEN;
            quote!(unsafe { #detached(#token, #work) })
        }
        _ => {
            let detached = paths::RAW_DETACHED_WITHOUT_TOKEN;
            quote!(unsafe { #detached(#work) })
        }
    };
    let run = match result {
        ResultAsked::Value => quote!(#leaving(#run)),
        ResultAsked::Not | ResultAsked::Type => run,
    };
    quote!(#assertions let #work = #once(#body); #run)
}

/// The name of a parameter: its own, or one that is given to it, and then `leading` takes it apart.
fn named(item: &mut ItemFn, index: usize, leading: &mut TokenStream) -> Option<Ident> {
    let param = param(item, index)?;
    if let (Pat::Ident(pat), true) = (&*param.pat, has_name(&param.pat)) {
        return Some(pat.ident.clone());
    }
    let name = names::argument(index);
    let pat = rename(param, &name);
    leading.extend(quote!(let #pat = #name;));
    Some(name)
}

/// The name that a token is given, which the body cannot write; what stands there under its own is no token.
fn used_up(item: &mut ItemFn, index: usize, leading: &mut TokenStream) -> Option<Ident> {
    let name = names::local("token");
    if let Pat::Ident(pat) = rename(param(item, index)?, &name) {
        let (given, used_up) = (&pat.ident, paths::RAW_TOKEN_IS_USED_UP);
        leading.extend(quote! {
            let #given = #used_up::by_allow_threads();
            let _ = #given;
        });
    }
    Some(name)
}

fn param(item: &mut ItemFn, index: usize) -> Option<&mut PatType> {
    match item.sig.inputs.get_mut(index) {
        Some(FnArg::Typed(param)) => Some(param),
        _ => None,
    }
}

/// Gives a parameter another pattern, and returns the one that it had.
fn rename(param: &mut PatType, name: &Ident) -> Pat {
    std::mem::replace(&mut param.pat, syn::parse_quote!(#name))
}

fn receiver_type(receiver: &Receiver) -> TokenStream {
    let span = receiver.self_token.span;
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => ty.to_token_stream(),
        ReceiverKind::Reference(and, _, mutability) => quote_spanned!(span=> #and #mutability Self),
        _ => quote_spanned!(span=> Self),
    }
}

/// `move || -> R { leading; body }`
fn closure(item: &ItemFn, leading: &TokenStream) -> TokenStream {
    let block = &item.block;
    let output = match &item.sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => inferred(ty),
    };
    match leading.is_empty() {
        true => quote!(move || -> #output #block),
        false => quote!(move || -> #output { #leading #block }),
    }
}

/// `_` for each `impl Trait`, which a closure cannot name.
fn inferred(ty: &Type) -> TokenStream {
    rewrite(ty.to_token_stream(), &mut |input| {
        if !input.peek(Token![impl]) {
            return Ok(None);
        }
        input.parse::<TypeImplTrait>()?;
        Ok(Some(quote!(_)))
    })
}

/// What is emitted beside mistakes: the function as it was. Its token is not taken for unused.
pub fn fallback(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    for input in &mut item.sig.inputs {
        if let FnArg::Typed(param) = input
            && let (Shape::Token, Pat::Ident(pat)) = (types::shape(&param.ty), &mut *param.pat)
        {
            pat.ident = names::generated(&pat.ident);
        }
    }
    item
}
