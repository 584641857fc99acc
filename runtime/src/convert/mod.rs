//! Conversions between Python objects and Rust values.
//!
//! [`FromPyObject`] is what a parameter of a `#[pyfunction]` needs, [`IntoPyObject`] what a result
//! needs.
//!
//! | Rust | from Python | to Python |
//! |---|---|---|
//! | `i8` … `i128`, `u8` … `u128`, `isize`, `usize` | `int`, and objects with `__index__` | `int` |
//! | `f32`, `f64` | `float`, and objects with `__float__` or `__index__` | `float` |
//! | `bool` | `True`, `False` | `bool` |
//! | `&str`, `String`, `Cow<str>`, `Box<str>`, `char` | `str` | `str` |
//! | `&[u8]`, `Cow<[u8]>` | `bytes` (`Cow` also `bytearray`) | `bytes` |
//! | `Vec<u8>` | `bytes`, `bytearray`, sequences of `int` | `bytes` |
//! | `Vec<T>`, `[T; N]` | sequences other than `str` | `list` (`bytes` if `T` is `u8`) |
//! | `Option<T>` | `None` or a `T` | `None` or a `T` |
//! | `(A, …)`, up to 12 | `tuple` of that length | `tuple` |
//! | `()` | | `None` |
//! | `HashMap`, `BTreeMap` | `dict` | `dict` |
//! | `HashSet`, `BTreeSet` | `set`, `frozenset` | `set` |
//! | `Bound<'py, T>`, `&Bound<'py, T>`, `Py<T>` | a `T` | the object |
//!
//! `&str` and `&[u8]` borrow from the object without a copy: nothing can change it while the caller
//! keeps it alive. The elements of a container are always converted from a snapshot of it, so that
//! other threads may change it meanwhile.

mod boolean;
mod bytes;
mod float;
mod from;
mod handle;
mod int;
mod into;
mod map;
mod mismatch;
mod option;
mod sequence;
mod text;
mod tuple;
mod wide;

pub use from::{FromPyObject, FromPyObjectOwned};
pub use into::IntoPyObject;

pub use mismatch::ConversionKind;

pub(crate) use into::{CResult, object_of};
pub(crate) use mismatch::{Mismatch, Place};
pub(crate) use sequence::list_of;
pub(crate) use tuple::tuple_rows;
