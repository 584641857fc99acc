//! `#[critical_section]`.

use super::Message;

messages! {
    /// CS01
    no_object(target) = "`#[critical_section]` names no object to lock", "write `#[critical_section({target})]`";
    no_object_to_name() = "`#[critical_section]` names no object to lock",
        "take an object and name the parameter: `#[critical_section(c)]` with `c: &mut Counter` or `c: &Bound<'_, Counter>`";
    /// CS02
    too_many(third) = "at most two objects can be locked at once, and `{third}` is one more",
        "remove `{third}` and guard what it holds with a `PyMutex`, or split the function in two";
    /// CS03
    twice(name) = "`{name}` is listed twice", "remove the second `{name}`";
    /// CS04
    near(name, meant) = "there is no parameter `{name}`", "did you mean `{meant}`?";
    no_parameter(name, known) = "there is no parameter `{name}`", "what can be named is {known}";
    no_parameters(name, function) = "there is no parameter `{name}`", "`{function}` takes no parameters: remove the attribute";
    /// CS05
    not_an_object(expression, owner) = "`{expression}` has no lock: objects have locks, their fields do not",
        "write `#[critical_section({owner})]`";
    not_a_name(expression, owner) = "`{expression}` is not the name of a parameter", "write `#[critical_section({owner})]`";
    not_a_parameter(expression) = "`{expression}` is not a parameter", "name the receiver `self`, or a parameter";
    /// CS06
    self_unlocked(merged) = "`self` is not locked: `#[critical_section]` names only other objects", "write `#[critical_section({merged})]`";
    self_unlocked_full() = "`self` is not locked, and two other objects are", "split the function in two: at most two objects can be locked at once";
    /// CS07
    no_lock(ty, name) = "`{ty}` is not a Python object and has no lock", "remove `{name}` from `#[critical_section]`";
    by_value(name, ty) = "`{name}` is taken by value, and a lock gives a reference", "write `{name}: &{ty}` or `{name}: &mut {ty}`";
    /// CS08
    stacked(merged) = "stacked sections do not hold both locks: the inner one may release the outer",
        "merge them into `#[critical_section({merged})]`";
    stacked_same() = "`#[critical_section]` is given twice", "remove the second one";
    /// CS09
    token_while_locked(locked, param) = "there is no Python token while `{locked}` is exclusively locked",
        "take `{param}: NoSuspend<'_>` for what cannot release the lock, or use `{param}` before or after the section";
    token_under_block(param) = "there is no Python token while `self` is exclusively locked, as `#[critical_section(self)]` of the block says",
        "take `slf: &Bound<'_, Self>` instead of `self`, or `{param}: NoSuspend<'_>` for what cannot release the lock";
    /// CS13
    mixed(payload, handle, class, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
        "take `{handle}: &{class}` or `{handle}: &mut {class}` too, or both as handles: `{as_handle}`";
    mixed_built_in(payload, handle, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
        "remove `{handle}` from `#[critical_section]`, or take both as handles: `{as_handle}`";
    mixed_receiver(payload, handle, as_handle) = "`{payload}` is locked as a reference and `{handle}` as a handle, but one section is either exclusive or suspendable",
        "take `&self` or `&mut self` too, or both as handles: `{as_handle}`";
    unbound(name, ty, proposal) = "a section locks handles that are bound to the call, and `{name}` is `{ty}`", "take `{name}: {proposal}`";
    optional(name, held) = "`{name}` may be `None`, and a section needs an object",
        "take `{name}: {held}`, or lock in the body with `sync::with_critical_section`";
    self_beside_handle(locked) = "`self` is not locked: `#[critical_section]` names only `{locked}`, which is a handle",
        "take `slf: &Bound<'_, Self>` and write `#[critical_section(slf, {locked})]`, or use `slf.with_mut(|this| …)` in the body";
    exclusive_beside_handle(name, ty, class) = "`{name}` is `{ty}`, but the object is not locked, and this section can be suspended",
        "take `{name}: &Bound<'_, {class}>`, and use `{name}.with_mut(|{name}| …)` in the body";
    /// The options of suspendable sections.
    same_of_handles(first, second) = "handles of one object are locked once, so `same` has nothing to decide",
        "remove `same`; in the body `{first}.is({second})` tells";
    on_suspend_is_text(given) = "`on_suspend` takes `\"error\"` or `\"retry\"`, and not `{given}`", "write `on_suspend = \"error\"` or `on_suspend = \"retry\"`";
    on_suspend_word(word) = "`{word}` is not an option, but a value of one", "write `on_suspend = \"{word}\"`";
    on_suspend_near(word, meant) = "`\"{word}\"` is nothing that `on_suspend` can do", "did you mean `\"{meant}\"`?";
    on_suspend_unknown(word) = "`\"{word}\"` is nothing that `on_suspend` can do",
        "write `\"error\"` to raise an exception when another thread got in between, or `\"retry\"` to run the body again";
    on_suspend_ignore(word) = "`\"{word}\"` is what happens without `on_suspend`", "remove `on_suspend`";
    nothing_suspends(option) = "nothing can suspend a section over references, so `{option}` never happens", "remove `{option}`";
    /// On a whole block.
    block_names(written) = "`{written}` belongs to one method, and this attribute to all methods of the block",
        "write `#[critical_section(self)]` here, and `#[critical_section(self, …)]` on the methods that lock more";
    block_option(option) = "`{option}` belongs to one method, and this attribute to all methods of the block",
        "write it in a `#[critical_section(…)]` on the methods that need it";
    /// CS14
    asynchronous(function) = "a lock cannot be held across `.await`", "remove `async` from `{function}`, and lock in a synchronous function that the task calls";
    /// CS15
    with_detach() = "detaching releases every critical section, so `#[allow_threads]` would undo `#[critical_section]`",
        "keep one of them: copy what is needed under the lock, and compute detached in another function";
    /// CS16
    borrowed_result(ty, locked, owned) = "`{ty}` borrows from `{locked}`, and the borrow ends with the lock", "return an owned value, such as `{owned}`";
    /// CS17
    no_receiver(function) = "there is no `self` in `{function}`", "name one of its parameters";
    /// CS18
    constructor(function) = "the object that `{function}` makes is not shared yet", "remove `#[critical_section]`";
    /// CS23
    timeout(word) = "`{word}` is not an option: a section cannot time out", "guard the data with a `PyMutex` and use `PyMutex::try_lock`";
    option(word) = "unknown option `{word}` of `#[critical_section]`", "name the parameters to lock; the options are `same` and `on_suspend`";
    /// CS24
    constant(function) = "a lock is taken at run time, and a `const fn` also runs at compile time", "remove `const` from `{function}`";
    same_needs_two() = "`same` says what to do when both parameters are one object, and only one is locked",
        "remove `same`, or name a second parameter";
    default_value(name) = "`{name}` is locked, so it cannot have a default", "remove the default of `{name}` from `signature`";
    /// DU03
    other_unlocked(name, ty, merged) = "`{name}: {ty}` would be read without its lock", "write `#[critical_section({merged})]`";
}
