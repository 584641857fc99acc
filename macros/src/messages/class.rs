//! `#[pyclass]`.

use super::Message;

messages! {
    /// PC01
    generic(class, parameter) = "a Python class cannot be generic, and `{class}` has the parameter `{parameter}`",
        "write one class for each type: `struct {class} {{ inner: Inner<i64> }}`";
    /// PC02
    lifetime(class, lifetime) = "Python may keep `{class}` longer than any borrow, so it cannot have the lifetime `{lifetime}`",
        "own what it borrows, or share it with `Arc`";
    /// PC03
    frozen_setter(field, class) = "`{field}` cannot be set: `{class}` is frozen, and frozen fields are read-only", "remove `set` from `{field}`, or `frozen` from `{class}`";
    frozen_and_lock(second, first) = "`{second}` contradicts `{first}`: objects that never change need no lock", "remove `{second}`, or `{first}`";
    lock_is_text() = "`lock` takes a string", "write `lock = \"rw\"`";
    lock_word(word) = "`{word}` is not an option, but a kind of lock", "write `lock = \"rw\"`";
    lock_near(word, meant) = "`\"{word}\"` is not a lock that a class can have", "did you mean `\"{meant}\"`?";
    lock_unknown(word) = "`\"{word}\"` is not a lock that a class can have", "write `lock = \"rw\"` to let methods with `&self` run side by side, or remove `lock`";
    lock_is_default(word) = "`\"{word}\"` is not a lock that a class can have", "did you mean `\"rw\"`? Without `lock`, every method has the object to itself";
    lock_is_frozen(word) = "`\"{word}\"` is not a lock that a class can have", "write `frozen` for objects that never change";
    guard_field(ty) = "`{ty}` ends where the lock was taken, so it cannot be kept in an object", "keep what it locks, such as a `PyMutex<T>`, and lock it in the methods";
    /// PC07
    unsendable() = "`unsendable` is not an option: objects cannot be confined to one thread", "remove it, and put a lock around what is not thread-safe";
    /// PC09
    extends_text(value) = "`extends` expects a type, not a string", "write `extends = {value}`";
    extends() = "`extends` is not available yet", "remove `extends`, and keep the base object in a field";
    /// PC13
    not_a_class(item) = "`#[pyclass]` expects a struct or an enum, and this is {item}", "put it on a `struct` or an `enum`";
    unnamed_field() = "a field without a name cannot be an attribute of a Python object", "name the field, or write a `#[getter]`";
    variant_option() = "options of variants and of their fields are not available yet", "write a `#[getter]` in `#[pymethods]`";
    pyo3_field(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[freehold({options})]`";
    pyo3_class(options) = "`#[pyo3({options})]` is PyO3's spelling", "write `#[pyclass({options})]`";
    no_meaning(word) = "`{word}` is not an option: there is nothing that it would change", "remove `{word}`";
}
