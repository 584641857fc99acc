//! What can only be seen in a body: warnings.

use super::Message;

messages! {
    /// CS11
    attach_under_lock() = "running Python here would release the lock, so `Python::attach` fails in an exclusive section",
        "do it after the section, in the caller";
    /// CS22
    blocking_std_lock(call, extension) = "`{call}` may wait while attached and locked, and every thread that needs the interpreter waits with it",
        "move the data under this lock, or take the other lock outside of the section, with `{extension}`";
    std_lock_in_section(call, extension) = "`{call}` may wait while attached and in a section, and every thread that needs the interpreter waits with it",
        "use `{extension}`, which detaches while it waits (and so suspends the section)";
    waiting_in_section(call) = "`{call}` waits while attached and in a section, and stops every other thread's collector meanwhile",
        "do it before or after the section, or wrap it: `py.detach(|| …)`, which suspends the section";
    /// CS20
    container(name, between, instead) = "other threads can get in between {between}: `{name}` locks itself in each, and CPython 3.13 suspends this section for that",
        "use {instead}, or take `section: &Section<'_>` and ask `section.suspensions()`";
    /// MS08
    once_around_python(call) = "`{call}` runs Python while other threads wait for the result attached, which can deadlock", "use `PyOnce`, whose waiters detach";
    lazy_around_python(ty) = "a `{ty}` runs Python while other threads wait for the result attached, which can deadlock", "use `PyLazy` or `PyOnce`, whose waiters detach";
    blocking_lock(call) = "`{call}` may wait while attached and locked, and every thread that needs the interpreter waits with it",
        "move the data under this lock, or take the other lock outside of the section";
    /// CS12
    call_under_lock(call) = "`{call}` needs the Python token, and there is none under this lock",
        "clone the handle with `NoSuspend` (`clone_ref(proof)`), return it, and call it after the section";
    /// AT06
    call_detached(call) = "`{call}` needs the interpreter, and the thread is detached here", "wrap it: `freehold::reattach(|py| …)`";
    /// AT08
    ffi_detached(path) = "`{path}` needs the interpreter, and the thread is detached here", "wrap it: `freehold::reattach(|py| …)`";
    /// AT10
    blocking_attached(call) = "`{call}` waits while attached, and stops every other thread's collector meanwhile",
        "write `#[allow_threads]`, or wrap it: `py.detach(|| …)`";
    /// AT11
    parallel_attach() = "its workers wait for the interpreter that this thread holds", "detach the caller: `py.detach(|| …)`";
    /// MS07
    module_by_definition(path) = "`{path}` finds one module of an interpreter, and there may be more instances", "take `state: &State` of `#[pymodule(state = State)]`, which is the function's own";
    main_interpreter(path) = "`{path}` attaches to the main interpreter, whichever the objects belong to", "keep `Interpreter::current(py)`, and call its `attach`";
    /// FN14
    borrowed_reference(path, strong) = "`{path}` returns a borrowed reference, and another thread may drop the item", "use `{strong}`, which returns a strong one";
    /// FN15
    dict_next() = "`PyDict_Next` does not lock the dict, and another thread may change it", "write `dict.iter_locked(|items| …)`, which locks it, or `dict.iter()`, which copies it";
    /// FN16
    index_loop(list) = "the length of `{list}` may change while the loop runs", "iterate: `for item in {list}.iter()`, over `{list}.iter_locked(…)`, or over the snapshot `{list}.to_tuple()`";
    /// PC12
    lost_update(atomic) = "`{atomic}` is loaded and stored apart, so updates of other threads in between are lost", "write `{atomic}.fetch_add(…)`, or `{atomic}.fetch_update(…)`";
    /// PC11
    unsafe_marker(class, marker) = "without the GIL, only the fields of `{class}` can keep its threads apart, and this vouches for them unseen",
        "change the fields: with an atomic, a `Mutex` or `Arc` in them, `{class}` is `{marker}` by itself";
    keyword_parameter(name) = "`{name}` is a keyword of Python, so it can only be passed as `**{{\"{name}\": …}}`",
        "rename it to `{name}_`, or make it positional-only: `signature = (…, {name}, /)`";
    /// DU05
    mutable_hash(class) = "the hash of a `{class}` may change while it is in a dict, because `{class}` is not frozen",
        "write `#[pyclass(frozen)]`, or remove `__hash__`";
    /// MO15
    foreign_block() = "with `gil_not_used` nothing serialises the calls of this library any more", "wrap its state in a lock";
}
