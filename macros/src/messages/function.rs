//! `#[pyfunction]`, and what functions and methods have in common.

use super::Message;

messages! {
    not_a_function(item) = "`#[pyfunction]` expects a function, and this is {item}", "put it on a `fn`";
    /// FN01
    generic(function, parameter) = "Python functions cannot be generic, and `{function}` has the parameter `{parameter}`",
        "replace `{parameter}` by a concrete type";
    /// FN02
    impl_trait(name, ty) = "Python functions cannot be generic, and `{ty}` stands for any type", "give `{name}` a concrete type";
    static_borrow(name, ty, borrowed) = "`{name}: {ty}` would outlive the call, and Python keeps the object only for the call", "write `{name}: {borrowed}`, or take an owned type";
    /// FN03
    unnamed(proposal) = "an argument of a Python function needs a name", "write `{proposal}`";
    /// FN04
    pattern(pattern, ty) = "an argument of a Python function needs a name, and `{pattern}` is a pattern",
        "write `value: {ty}`, and `let {pattern} = value;` in the body";
    /// FN05
    exclusive_class(name, ty, merged) = "`{name}` is `{ty}`, but the object is not locked", "write `#[critical_section({merged})]`";
    exclusive_class_full(name, ty, class) = "`{name}` is `{ty}`, but the object is not locked, and at most two can be",
        "take `{name}` by value or as `Py<{class}>`, or split the function in two";
    /// FN10
    entry_near(name, meant) = "there is no parameter `{name}`", "did you mean `{meant}`?";
    entry_unknown(name, known) = "there is no parameter `{name}`", "the parameters are {known}";
    entry_only(name, known) = "there is no parameter `{name}`", "the only parameter is {known}";
    entry_none(name) = "there is no parameter `{name}`", "remove it, or add it to the function";
    entry_twice(name) = "`{name}` is listed twice in `signature`", "remove the second `{name}`";
    entry_missing(name) = "`{name}` is missing from `signature`", "add it: `signature = (…, {name})`";
    entry_token(name) = "`{name}` does not come from Python", "remove `{name}` from `signature`";
    /// FN11
    required_after_default(name) = "`{name}` has no default, but a parameter before it has one",
        "move `{name}` to the front, give it a default, or make it keyword-only: put `*` before it";
    /// FN12
    star_args(entry) = "`{entry}` is not available yet", "list the parameters one by one";
    slash_twice() = "`/` is given twice", "remove the second `/`";
    slash_first() = "`/` stands after the parameters that are positional only, and there are none", "remove `/`, or move it behind a parameter";
    slash_after_star() = "`/` must come before `*`", "write `(a, /, *, c)`";
    star_twice() = "`*` is given twice", "remove the second `*`";
    star_last() = "`*` stands before the parameters that are keyword-only, and there are none", "remove `*`, or add a parameter behind it";
    entry_form() = "this is not an entry of a signature", "write a parameter `a`, one with a default `b = 1`, `/` or `*`";
    too_many(function) = "`{function}` has more than 64 parameters", "group some of them in a class";
    /// FN13
    two_tokens(second) = "the Python token is given once, and `{second}` is one more", "remove `{second}`";
    two_proofs(second) = "the proof that the section does not suspend is given once, and `{second}` is one more", "remove `{second}`";
    suspendable_section(name) = "`{name}: NoSuspend<'_>` is the proof of an exclusive section, and handles are locked by one that can be suspended",
        "take `{name}: Python<'_>`, or lock `&self`, `&mut self` or another reference instead";
    section_by_value(name, ty) = "the section lives as long as the body, so `{name}` cannot be `{ty}`", "write `{name}: &Section<'_>`";
    two_sections(second) = "a function has one section, and `{second}` asks for it once more", "remove `{second}`";
    no_suspendable_section(name) = "`{name}: &Section<'_>` is a section that can be suspended, and there is none",
        "name the locked handles with `#[critical_section(…)]`, or remove `{name}`";
    section_of_references(name, locked) = "nothing can suspend the section on `{locked}`, so there is nothing to ask `{name}`",
        "remove `{name}`, or lock a handle: `&Bound<'_, T>`";
    no_section(name) = "`{name}: NoSuspend<'_>` is the proof of an exclusive section, and there is none",
        "take `{name}: Python<'_>`, or name the locked parameters with `#[critical_section(…)]`";
    /// TH03
    guard_param(name, ty) = "`{ty}` stays where the lock was taken, so `{name}` cannot come from Python", "take the object that the `PyMutex` is in, and lock it in the body";
    guard_result(ty) = "`{ty}` stays where the lock was taken, so it cannot be returned to Python", "return a copy of what is needed";
    /// MS04
    exclusive_state(name, class) = "`{name}` is the state of the module, which all threads share", "take `{name}: &{class}`, with a `PyMutex` or an atomic around what changes; an object of a class goes under `#[critical_section({name})]`";
    two_states(name) = "the state of the module is the same in both, and `{name}` is the second one", "remove `{name}`";
    /// FN17
    asynchronous(function) = "`async` functions are not supported", "remove `async` from `{function}`; `#[allow_threads]` lets other threads run meanwhile";
    /// FN19
    unsafe_function(function) = "Python cannot uphold the contract of an `unsafe fn`", "remove `unsafe` from `{function}`, and check what it needs in its body";
    foreign(function) = "the function that C calls is generated, so `{function}` is an ordinary Rust function", "remove `extern` from `{function}`";
    variadic(function) = "`{function}` cannot take C's variable arguments", "remove `...`";
    /// FN18
    receiver(function) = "`{function}` is not a method, so it has no `self`", "move it into a `#[pymethods]` block, or take the object as a parameter";
    default_of_reference(name, ty, class) = "`{name}: {ty}` is a reference to an object, so it cannot have a default", "take `{name}: Option<Py<{class}>>`";
    two_sources(word) = "`{word}` is given by two attributes", "keep one of them";
    foreign_attribute(written, project, meant) = "`#[{written}]` is {project}'s spelling", "write `#[{meant}]`";
    unknown_attribute(written, meant) = "unknown attribute `#[{written}]`", "did you mean `#[{meant}]`?";
    nogil_option() = "`nogil` is Cython's spelling", "write `#[allow_threads]` below `#[pyfunction]`";
    pyo3_options(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[freehold({options})]`";
}
