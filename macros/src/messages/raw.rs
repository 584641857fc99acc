//! The raw tier: both attributes on functions that Freehold does not export.

use super::Message;

messages! {
    /// CS01
    no_object_to_name() = "`#[critical_section]` names no object to lock",
        "take a handle and name the parameter: `#[critical_section(list)]` with `list: &Bound<'_, PyList>`";
    receiver(function) = "`self` is a reference to a value, and `{function}` is no method that Python calls: nothing says in which object the value is",
        "put `#[pymethods]` on the `impl` block, which locks the object, or take it as a handle, `slf: &Bound<'_, Self>`, and name that";
    payload(name, ty, function, class) = "`{name}: {ty}` is a reference to a value, and `{function}` is a plain function: nothing says in which object the value is",
        "add `#[pyfunction]` to `{function}` (in a class, `#[pymethods]` to the block), which locks the object, or take `{name}: &Bound<'_, {class}>`";
    exclusive_handle(name, ty, handle) = "`{name}: {ty}` may become another object while the first one is locked", "write `{name}: &{handle}`";
    borrow_flag(ty, name) = "`{ty}` is a reference to a value, with PyO3's borrow flag taken already", "take `{name}: &Bound<'_, Self>`, and borrow in the body, under the lock";
    owned_handle(ty, function) = "`{ty}` does not prove that the thread is attached", "add `py: Python<'_>` to `{function}`, or take a `Bound<'_, T>`";
    pointer(ty, function, name) = "`{ty}` does not prove that its object is alive, nor that the thread is attached",
        "write `unsafe fn {function}`, whose callers promise both, or take `{name}: &Bound<'_, PyAny>`";
    same() = "`same` is an option of exclusive sections", "remove it: here two parameters may be one object, which is locked once";
    on_suspend(function) = "`on_suspend` is an option of functions that Python calls", "add `#[pyfunction]` to `{function}`, or ask in the block `freehold::critical_section!(a => |section| …)`";
    option(word) = "unknown option `{word}` of `#[critical_section]`", "name the parameters to lock; on a plain function there are no options";
    /// AT01
    token_is_used_up(token) = "`#[allow_threads]` has used `{token}` up: there is no interpreter while detached",
        "wrap what needs one: `freehold::reattach(|{token}| …)`";
    constant(function) = "a thread is detached at run time, and a `const fn` also runs at compile time", "remove `const` from `{function}`";
    /// AT14
    without_proof(function) = "nothing proves that the thread is attached when the plain function `{function}` is called",
        "add `py: Python<'_>` to `{function}`, or use `#[allow_threads]` on a `#[pyfunction]` or a method of `#[pymethods]`";
}
