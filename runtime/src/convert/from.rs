//! Python to Rust.

use crate::PyResult;
use crate::handle::Bound;
use crate::types::PyAny;

/// Types that a Python object converts to: the parameters of a `#[pyfunction]`.
///
/// `'a` is the borrow of the object, for values that keep borrowing from it (`&'a str`,
/// `&'a Bound<'py, PyList>`); `'py` the attached thread. See the [table](crate::convert) of what is
/// built in.
///
/// Raise with [`PyErr::conversion`](crate::PyErr::conversion), so that a wrong argument reads as
/// CPython words it. An extraction may run Python code, so may suspend a critical section.
///
/// ```
/// use freehold::prelude::*;
///
/// struct Point { x: f64, y: f64 }
///
/// impl<'a, 'py> FromPyObject<'a, 'py> for Point {
///     fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
///         let (x, y) = ob.extract()?;
///         Ok(Point { x, y })
///     }
/// }
///
/// #[pyfunction]
/// fn norm(p: Point) -> f64 { p.x.hypot(p.y) }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot come from Python",
    label = "no conversion from a Python object",
    note = "implement `FromPyObject` for it",
    note = "if it is a `#[pyclass]`, take a reference (`&{Self}`) or a handle (`&Bound<'_, {Self}>`), or derive `Clone` and write `#[pyclass(from_py_object)]`"
)]
pub trait FromPyObject<'a, 'py>: Sized {
    /// Converts `ob`.
    ///
    /// # Errors
    /// What Python sees when the object does not fit.
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self>;

    /// What a `Vec` of this type expects, for the text of the error.
    #[doc(hidden)]
    const VEC_EXPECTS: &'static str = "list or another sequence";

    /// The `Vec` of this type, where the object gives it in one piece: bytes do.
    #[doc(hidden)]
    #[inline]
    fn extract_vec(_ob: &Bound<'py, PyAny>) -> Option<PyResult<Vec<Self>>> {
        None
    }

    /// Whether there is a [`read_in_place`](Self::read_in_place).
    #[doc(hidden)]
    const READS_IN_PLACE: bool = false;

    /// The value of an object of exactly the right type, without running Python code, raising or locking. Else
    /// `None`, and [`extract`](Self::extract) has to see to it. Only this crate can say that of a type.
    #[doc(hidden)]
    #[inline(always)]
    fn read_in_place(_ob: &Bound<'py, PyAny>, _: InPlace) -> Option<Self> {
        None
    }
}

mod in_place {
    /// What nobody outside of this crate can name, and so no `read_in_place` be written with.
    #[derive(Clone, Copy)]
    pub struct InPlace(pub(in crate::convert) ());
}

pub(super) use in_place::InPlace;

/// A [`FromPyObject`] that keeps nothing borrowed from the object: what an element of a container has
/// to be, because the objects that it is extracted from are gone afterwards.
///
/// It cannot be implemented by hand: it follows from `impl<'a, 'py> FromPyObject<'a, 'py>` for a type
/// that does not name `'a`.
///
/// ```
/// use freehold::convert::FromPyObjectOwned;
/// use freehold::prelude::*;
///
/// fn first<'py, T: FromPyObjectOwned<'py>>(list: &Bound<'py, PyList>) -> PyResult<T> {
///     list.get_item(0)?.extract()
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot come from Python as an element",
    label = "no conversion that owns its value",
    note = "elements own their values: `String` for `&str`, `Vec<u8>` for `&[u8]`, `Bound<'_, PyList>` for `&Bound<'_, PyList>`",
    note = "a type of your own implements `FromPyObject`, or is a `#[pyclass(from_py_object)]`"
)]
pub trait FromPyObjectOwned<'py>: for<'x> FromPyObject<'x, 'py> {}

#[diagnostic::do_not_recommend]
impl<'py, T> FromPyObjectOwned<'py> for T where T: for<'x> FromPyObject<'x, 'py> {}
