//! Tuples of up to twelve elements.

use crate::PyErr;
use crate::convert::sequence::extract_item;
use crate::convert::{ConversionKind, FromPyObject, IntoPyObject, Mismatch, object_of};
use crate::handle::Bound;
use crate::types::{PyAny, PyTuple, PyTupleMethods, Unfilled};
use crate::{PyResult, Python};

/// Calls `$row!` once per length of a tuple, as `$row! { length; Type index, … }`.
macro_rules! tuple_rows {
    ($row:ident) => {
        $row! { 1; A 0 }
        $row! { 2; A 0, B 1 }
        $row! { 3; A 0, B 1, C 2 }
        $row! { 4; A 0, B 1, C 2, D 3 }
        $row! { 5; A 0, B 1, C 2, D 3, E 4 }
        $row! { 6; A 0, B 1, C 2, D 3, E 4, F 5 }
        $row! { 7; A 0, B 1, C 2, D 3, E 4, F 5, G 6 }
        $row! { 8; A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7 }
        $row! { 9; A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8 }
        $row! { 10; A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9 }
        $row! { 11; A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10 }
        $row! { 12; A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11 }
    };
}

pub(crate) use tuple_rows;

/// The tuple that `ob` is, of this length.
fn of_length<'a, 'py>(
    ob: &'a Bound<'py, PyAny>,
    length: usize,
) -> PyResult<&'a Bound<'py, PyTuple>> {
    let tuple = ob
        .cast::<PyTuple>()
        .map_err(|_| PyErr::conversion(ConversionKind::Type, "tuple", ob))?;
    if tuple.len() == length {
        Ok(tuple)
    } else {
        Err(Mismatch::length(format!("tuple of length {length}"), tuple.len()).into())
    }
}

macro_rules! row {
    ($length:literal; $($element:ident $index:tt),+) => {
        /// The elements borrow from the tuple, so `(&str, &[u8])` needs no copy.
        impl<'a, 'py, $($element: FromPyObject<'a, 'py>),+> FromPyObject<'a, 'py> for ($($element,)+) {
            fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
                let tuple = of_length(ob, $length)?;
                Ok(($(extract_item::<$element>(tuple, $index)?,)+))
            }
        }

        impl<'py, $($element: IntoPyObject<'py>),+> IntoPyObject<'py> for ($($element,)+) {
            type Target = PyTuple;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
                let mut tuple = Unfilled::<PyTuple>::new(py, $length)?;
                $(tuple.push(object_of(self.$index, py)?);)+
                Ok(tuple.finish())
            }
        }
    };
}

tuple_rows!(row);
