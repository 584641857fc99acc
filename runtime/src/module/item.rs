//! What a module exports.

use std::ffi::CStr;

use crate::class::{Description, PyClass, add_to_module, settle};
use crate::function::ReturnValue;
use crate::types::{PyAny, PyModule};
use crate::{Bound, Py, PyResult, Python, ffi};

/// An item that a module can export. The attributes implement it.
///
/// # Safety
/// A function's entry has a function of the calling convention that its flags say, that treats its
/// arguments as CPython passes them; its strings are static.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be exported from a module",
    label = "not a `#[pyfunction]` or a `#[pyclass]`",
    note = "`#[pymodule_export]` takes what `#[pyfunction]`, `#[pyclass]` and `const` items declare"
)]
pub unsafe trait ModuleItem {
    /// The item.
    const ITEM: Item;
}

/// One export.
#[derive(Clone, Copy)]
pub enum Item {
    /// An entry of the module's method table.
    Function(ffi::PyMethodDef),
    /// The same under another name.
    RenamedFunction(ffi::PyMethodDef, &'static CStr),
    /// A class, made for each module instance.
    Class(ClassItem),
    /// A value, made for each module instance.
    Constant(ConstantItem),
}

/// A class to export.
#[derive(Clone, Copy)]
pub struct ClassItem {
    name: &'static str,
    class: &'static Description,
}

/// A constant to export.
#[derive(Clone, Copy)]
pub struct ConstantItem {
    /// Its name in Python.
    pub name: &'static CStr,
    /// Makes the value.
    pub value: fn(Python<'_>) -> PyResult<Py<PyAny>>,
}

/// The export of a class.
pub const fn class_item<T: PyClass>() -> Item {
    Item::Class(ClassItem {
        name: T::NAME,
        class: Description::of::<T>(),
    })
}

/// The same export under another name (`use path::Item as Name`).
pub const fn renamed(item: Item, name: &'static CStr) -> Item {
    match item {
        Item::Function(def) | Item::RenamedFunction(def, _) => Item::RenamedFunction(def, name),
        Item::Class(class) => Item::Class(ClassItem {
            name: match name.to_str() {
                Ok(name) => name,
                Err(_) => panic!("the name of an export is a Rust identifier"),
            },
            ..class
        }),
        Item::Constant(constant) => Item::Constant(ConstantItem { name, ..constant }),
    }
}

/// The value of a constant.
///
/// # Errors
/// What its conversion raises.
pub fn constant<'py>(py: Python<'py>, value: impl ReturnValue<'py>) -> PyResult<Py<PyAny>> {
    let value = value.into_return(py)?;
    // SAFETY: a new reference is returned, or null with an exception set.
    unsafe { Bound::from_owned_ptr_or_err(py, value).map(Bound::unbind) }
}

impl Item {
    /// Gives the item to a module that is being executed. Functions are there already: the module was
    /// made with them.
    pub(super) fn add_to(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        match self {
            Item::Function(_) | Item::RenamedFunction(..) => Ok(()),
            Item::Class(item) => add_to_module(item.class, module, item.name),
            Item::Constant(constant) => {
                let value = (constant.value)(module.py())?;
                // SAFETY: live objects; the name is static.
                let set = unsafe {
                    let name = constant.name.as_ptr();
                    ffi::PyObject_SetAttrString(module.as_ptr(), name, value.as_ptr())
                };
                crate::err::check(module.py(), set)
            }
        }
    }

    /// Says whether the module that has the item is there to stay.
    pub(super) fn settle(&self, module: &Bound<'_, PyModule>, stays: bool) -> PyResult<()> {
        match self {
            Item::Class(item) => settle(item.class, module, stays),
            Item::Function(_) | Item::RenamedFunction(..) | Item::Constant(_) => Ok(()),
        }
    }
}
