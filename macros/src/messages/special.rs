//! Special methods.

use super::Message;

messages! {
    receiver(name) = "`{name}` belongs to an object, and has no receiver", "take `&self` first";
    /// DU02
    returns_reference(ty) = "`{ty}` would outlive the lock: `__iter__` returns the object itself", "write `fn __iter__(slf: Py<Self>) -> Py<Self> {{ slf }}`";
    /// DU07
    init() = "`__init__` may run twice, and in two threads at once", "use `#[new]`, which makes the object";
    /// DU08
    near(name, meant) = "unknown special method `{name}`", "did you mean `{meant}`?";
    unknown(name) = "unknown special method `{name}`", "give the method a name without the underscores";
    not_yet(name) = "`{name}` is not supported yet", "give the method a name without the underscores";
    /// DU09
    operands(name, expected, proposal) = "`{name}` takes {expected}", "write `{proposal}`";
    /// DU10
    enter_section() = "the section ends when `__enter__` returns, and not with the `with` block",
        "guard the block with a lock of its own, such as a `Mutex` in a field that `__enter__` and `__exit__` use";
    /// DU12
    buffer() = "`__getbuffer__` is not supported yet: what it exports outlives every lock", "return a copy, such as `Vec<u8>`, from a method of another name";
    marker(name, marker) = "`{name}` is called by Python itself, so `#[{marker}]` means nothing on it", "remove `#[{marker}]`";
    new(name) = "`{name}` is not a method here", "mark the constructor with `#[new]`, whatever its name";
    compare() = "`__richcmp__` is PyO3's: each comparison has a method of its own here", "write `__eq__`";
    /// DU11
    beside(name, meant) = "`{name}` and `{meant}` fill the same slot", "remove `{name}`";
    inverse(name, meant) = "`{name}` is derived from `{meant}`", "write `{meant}`";
}
