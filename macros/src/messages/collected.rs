//! `__traverse__` and `__clear__`.

use super::Message;

messages! {
    /// GC01
    clear_alone() = "`__clear__` without `__traverse__`: the collector only clears what it has looked through",
        "remove it: fields that own objects are visited and cleared by themselves; or write `__traverse__` too";
    /// GC02
    exclusive() = "the collector looks at an object several times, so `__traverse__` must not change it", "write `&self`";
    /// GC03
    section() = "the world is stopped while `__traverse__` runs, so it cannot lock", "remove `#[critical_section]`";
    /// GC04
    token(param) = "no Python code may run in `__traverse__`, so there is no token `{param}`", "remove `{param}`: all that can be done is `visit.call(&self.field)?`";
    handle(ty) = "no Python code may run in `__traverse__`, so there is no handle `{ty}`", "write `&self`";
    counts(expression) = "reference counts must not change in `__traverse__`, and `{expression}` raises one", "write `visit.call(&self.field)?`, which borrows";
    attach(path) = "no Python code may run in `__traverse__`, so `{path}` fails", "remove it: all that can be done is `visit.call(&self.field)?`";
    more(param) = "`__traverse__` is given the collector's visitor, and nothing else, so there is no `{param}`", "remove `{param}`";
    no_visitor() = "`__traverse__` takes the collector's visitor", "write `unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError>`";
    visitor_by_reference(name) = "the visitor is taken by value", "write `{name}: PyVisit<'_>`";
    result() = "`__traverse__` has to tell the collector whether it has seen enough", "write `-> Result<(), PyTraverseError>`, and pass on what `visit.call(…)?` returns";
    safe() = "what `__traverse__` visits twice, or does not own alone, is taken for garbage while it is used, so it is `unsafe` to write one",
        "remove it: fields that own objects are visited by themselves; or write `unsafe fn __traverse__`";
}
