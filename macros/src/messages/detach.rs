//! `#[allow_threads]`.

use super::Message;

messages! {
    /// AT01
    token(param) = "there is no interpreter while detached, so there is no token `{param}`",
        "remove `{param}`, or keep it and detach only the inner work with `{param}.detach(|| …)`";
    no_suspend(param) = "no section is open while detached, so there is no proof `{param}`", "remove `{param}`";
    /// AT04
    exclusive_self(function) = "no lock survives detaching, so `{function}` cannot have `&mut self`",
        "split it: a method with `#[critical_section(self)]` that copies what is needed, and a detached function that computes";
    exclusive_param(name, ty) = "no lock survives detaching, so `{name}` cannot be `{ty}`",
        "copy what is needed under the lock, and take the copy here";
    /// AT07
    exclusive_bytes(ty) = "`{ty}` cannot come from Python: `bytes` never changes, and another thread may resize a `bytearray`", "take `Vec<u8>`, and return it";
    exclusive_text(ty) = "`{ty}` cannot come from Python: `str` never changes", "take `String`, and return it";
    /// AT09
    traverse() = "the collector runs `__traverse__`, and forbids detaching in it", "remove `#[allow_threads]`";
    /// AT12
    asynchronous(function) = "detaching spans no `.await`", "remove `async` from `{function}`, and detach a synchronous function that the task calls";
    /// AT13
    arguments() = "`#[allow_threads]` takes no arguments", "write `#[allow_threads]`";
    twice() = "`#[allow_threads]` is given twice", "remove the second one";
}
