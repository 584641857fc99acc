//! `#[pymethods]` and receivers.

use super::Message;

messages! {
    not_an_impl(item) = "`#[pymethods]` expects an `impl` block, and this is {item}", "write `#[pymethods] impl Class {{ … }}`";
    not_a_path(ty) = "`#[pymethods]` expects the name of a class, and `{ty}` is another type", "write `impl Class {{ … }}`";
    generic_impl(parameter) = "a Python class cannot be generic, and this block has the parameter `{parameter}`", "write the methods for one type";
    unsafe_impl() = "an `impl` block of methods is not `unsafe`", "remove `unsafe`";
    /// PM01
    by_value(function, proposal) = "`{function}` takes `self` by value, but objects are shared and nothing can move out of them", "write `{proposal}`";
    smart_self(ty) = "`self: {ty}` cannot come from Python", "write `&self`, `&mut self`, or `slf: Py<Self>`";
    /// PM03
    exclusive_self(target) = "`&mut self` needs exclusive access, and nothing locks the object", "write `#[critical_section({target})]`; if the class is frozen, take `&self`";
    /// DU01
    exclusive_next(target) = "`&mut self` needs exclusive access: iterators are shared between threads too", "write `#[critical_section({target})]`";
    /// PM05
    borrow_flag(ty, reference, target) = "`{ty}` is PyO3's, and there are no borrow flags here", "write `{reference}` under `#[critical_section({target})]`";
    /// PM06
    no_receiver(function) = "`{function}` has no receiver, and is not marked as a static method", "add `#[staticmethod]`, or take `&self`";
    receiver_not_expected(marker, function) = "`{function}` has a receiver, but a `#[{marker}]` is called without an object", "remove the receiver, or remove `#[{marker}]`";
    receiver_expected(marker, function) = "`#[{marker}]` belongs to an object, and `{function}` has no receiver", "take `&self` first";
    /// PM07
    setter_value(function, receiver) = "the setter `{function}` needs one value", "add one parameter: `{function}({receiver}, value: T)`";
    setter_values(function, extra) = "the setter `{function}` takes one value, and `{extra}` is one more", "remove `{extra}`";
    getter_values(function, extra) = "the getter `{function}` takes nothing but its receiver, and `{extra}` is one more", "remove `{extra}`, or remove `#[getter]`";
    /// PM08
    twice(name) = "`{name}` is defined already", "rename one of them";
    /// PM09
    function_inside(function) = "`{function}` needs no `#[pyfunction]`: the methods of a `#[pymethods]` block are exported already", "remove `#[pyfunction]`";
    class_inside() = "a method is not a class", "remove `#[pyclass]`";
    /// PM10
    trait_impl(path, class) = "Python sees the methods of a class, not those of the trait `{path}`", "write `impl {class} {{ … }}`";
    /// PM11
    macro_item(name) = "`#[pymethods]` cannot see the methods that `{name}!` makes", "write them out, or move `{name}!` to a plain `impl` block";
    /// PM12
    two_constructors(function) = "a class has one constructor, and `{function}` is one more", "make `{function}` a `#[staticmethod]` that returns `Self`";
    two_markers(first, second) = "`#[{second}]` contradicts `#[{first}]`", "remove one of them";
    marker_twice(marker) = "`#[{marker}]` is given twice", "remove the second one";
    /// PM13
    unknown_marker(written, meant) = "unknown attribute `#[{written}]`", "did you mean `#[{meant}]`?";
    marker_not_yet(marker, proposal) = "`#[{marker}]` is not available yet", "{proposal}";
    marker_argument(marker) = "`#[{marker}]` takes no arguments", "write `#[{marker}]`";
    property_name(marker) = "`#[{marker}(…)]` takes the name of the attribute", "write `#[{marker}(name)]`";
    option_on(option, what) = "`{option}` means nothing for {what}", "remove `{option}`";
}
