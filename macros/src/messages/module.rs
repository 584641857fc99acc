//! `#[pymodule]`.

use super::Message;

messages! {
    /// MO01
    not_inline(name) = "`#[pymodule]` needs to see what is in `{name}`", "write `mod {name} {{ … }}` with its items inside the braces";
    /// MO02
    gil_twice(first, second) = "`{second}` contradicts `{first}`", "keep one of them";
    /// MO03
    pyo3_gil(value, meant) = "`gil_used = {value}` is PyO3's spelling", "write `{meant}`";
    foreign_gil(word, project, meant) = "`{word}` is {project}'s spelling", "write `{meant}`";
    /// MO05
    policy() = "`multiple_interpreters` expects a policy",
        "write `multiple_interpreters = \"not_supported\"`, `\"shared_gil\"` or `\"per_interpreter_gil\"`";
    c_policy(value, meant) = "`{value}` is C's spelling", "write `multiple_interpreters = \"{meant}\"`";
    near_policy(value, meant) = "`{value}` is not a policy for several interpreters", "did you mean `\"{meant}\"`?";
    /// MO07
    not_a_module(item) = "`#[pymodule]` expects an inline module, and this is {item}", "wrap it: `#[pymodule] mod name {{ … }}`";
    not_a_function_module(name) = "`#[pymodule]` expects an inline module, and `{name}` is a function",
        "write `#[pymodule] mod {name} {{ #[pymodule_init] fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }} }}`";
    /// MO08
    not_importable(name, proposal) = "no module can be imported as `{name}`", "write `name = \"{proposal}\"`";
    /// MO09
    two_inits(name) = "a module has one `#[pymodule_init]`, and `{name}` is one of several", "merge them into one function";
    /// MO10
    exported_twice(name) = "`{name}` is exported twice", "give one of them another name with `name = \"…\"`, or with `as` in the `use`";
    /// MO11
    glob() = "`#[pymodule_export]` cannot see what `*` holds", "list the items: `use path::{{first, second}};`";
    underscore(name) = "`{name} as _` has no name to export", "write `{name}`";
    self_export() = "`self` in a `use` names a module, and submodules are not available yet", "list functions and classes";
    /// MO12
    gil_of_submodule(option, parent) = "`{option}` is decided by the top level module", "move it to `#[pymodule]` of `{parent}`";
    submodule(name) = "submodules, such as `{name}`, are not available yet", "remove `#[pymodule]` from `{name}` and export its items with `#[pymodule_export] use`";
    exported_already(name) = "`{name}` is exported already: items with `#[pyfunction]` and `#[pyclass]` need no `#[pymodule_export]`",
        "remove `#[pymodule_export]`";
    cannot_export(item) = "`#[pymodule_export]` exports `use` and `const` items, and this is {item}",
        "add `#[pyfunction]` to functions and `#[pyclass]` to types, which exports them";
    init_is_function(item) = "`#[pymodule_init]` marks a function, and this is {item}", "write `fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }}`";
    init_shape(name) = "`{name}` takes the module, and nothing else", "write `fn {name}(m: &Bound<'_, PyModule>) -> PyResult<()> {{ … }}`";
    /// MO14
    single_phase_interpreters(policy) = "`{policy}` contradicts `single_phase`: modules that are made in one step belong to the main interpreter", "remove `single_phase`, or `multiple_interpreters`";
    /// MS01
    static_mut(name) = "all threads change `{name}` at once, and nothing keeps them apart", "put it into a `struct State`, in an atomic or a lock, write `#[pymodule(state = State)]`, and take `state: &State`";
    /// MS02
    static_handle(name, handle) = "`{name}` is shared by all interpreters, and the object in its `{handle}` belongs to one",
        "put it into a `struct State`, write `#[pymodule(state = State)]`, and take `state: &State`; or wrap it: `PerInterpreter<…>`";
    /// MS03
    static_type(name) = "`{name}` is shared by all interpreters, and a type belongs to one", "declare a `struct` with `#[pyclass]`, which makes a type in each";
    /// MS06
    two_states(state) = "a module has one state, and `{state}` is one more", "merge them into one `struct`";
    foreign_state(ty) = "`{ty}` belongs to another crate, and a state to one module", "put it into a struct of your own: `struct State {{ … }}`";
}
