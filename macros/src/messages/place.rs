//! Attributes that stand where they mean nothing.

use super::Message;

messages! {
    not_here(attribute, item, home) = "`#[{attribute}]` means nothing on {item}", "{home}";
    method_marker(attribute) = "`#[{attribute}]` marks a method of a `#[pymethods]` block",
        "put `#[pymethods]` on the `impl` block, or remove `#[{attribute}]`";
    module_marker(attribute) = "`#[{attribute}]` marks an item of a `#[pymodule]`",
        "put `#[pymodule]` on the inline module around it, or remove `#[{attribute}]`";
    options_marker() = "`#[freehold(…)]` gives options to a method of `#[pymethods]` or a field of `#[pyclass]`",
        "put `#[pymethods]` on the `impl` block or `#[pyclass]` on the struct, or remove it";
    section_on_block(item) = "`#[critical_section]` locks for one call, and this is {item}",
        "put it on the functions and methods that need the lock; above an `impl` block it needs `#[pymethods]`";
    detach_on_block(item) = "`#[allow_threads]` detaches for one call, and this is {item}",
        "put it on the functions and methods that need no interpreter";
}
