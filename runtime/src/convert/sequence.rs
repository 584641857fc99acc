//! Sequences: `Vec<T>`, slices and arrays.

use crate::convert::from::InPlace;
use crate::convert::{
    ConversionKind, FromPyObject, FromPyObjectOwned, IntoPyObject, Mismatch, Place,
};
use crate::handle::Bound;
use crate::section::with_critical_section;
use crate::types::{
    PyAny, PyAnyMethods, PyIterator, PyList, PyListMethods, PyString, PyTuple, PyTupleMethods,
    Unfilled,
};
use crate::{PyErr, PyResult, Python, ffi};

/// Any sequence but `str`, whose characters are hardly ever meant. A list is copied first, or read
/// under its lock, so that changes meanwhile, by another thread or by a conversion of an element, do no harm.
impl<'a, 'py, T> FromPyObject<'a, 'py> for Vec<T>
where
    T: FromPyObjectOwned<'py>,
{
    #[inline]
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        extract_all(ob)
    }
}

/// A sequence of exactly this length.
impl<'a, 'py, T, const N: usize> FromPyObject<'a, 'py> for [T; N]
where
    T: FromPyObjectOwned<'py>,
{
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        extract_all(ob)?.try_into().map_err(|items: Vec<T>| {
            Mismatch::length(format!("sequence of length {N}"), items.len()).into()
        })
    }
}

fn extract_all<'py, T>(ob: &Bound<'py, PyAny>) -> PyResult<Vec<T>>
where
    T: FromPyObjectOwned<'py>,
{
    if let Some(whole) = T::extract_vec(ob) {
        return whole;
    }
    if let Ok(list) = ob.cast_exact::<PyList>()
        && let Some(elements) = elements_in_place(list)
    {
        return Ok(elements);
    }
    if let Ok(tuple) = ob.cast_exact::<PyTuple>() {
        return elements_of_tuple(tuple);
    }
    match Items::of(ob, T::VEC_EXPECTS)? {
        Items::Tuple(tuple) => elements_of_tuple(&tuple),
        Items::Sequence(items) => elements_of_sequence(items),
    }
}

/// What the elements are taken from, if not from a tuple as it is, and not read in place.
enum Items<'py> {
    Tuple(Bound<'py, PyTuple>),
    Sequence(Steps<'py>),
}

impl<'py> Items<'py> {
    /// Compiled once, and not for each type of elements.
    #[inline(never)]
    fn of(ob: &Bound<'py, PyAny>, expects: &'static str) -> PyResult<Self> {
        if let Ok(list) = ob.cast_exact::<PyList>() {
            return list.to_tuple().map(Items::Tuple);
        }
        // SAFETY: a live object.
        let is_sequence = unsafe { ffi::PySequence_Check(ob.as_ptr()) } != 0;
        if !is_sequence || ob.cast::<PyString>().is_ok() {
            return Err(PyErr::conversion(ConversionKind::Type, expects, ob));
        }
        Ok(Items::Sequence(Steps {
            length: ob.len().unwrap_or(0),
            iterator: ob.try_iter()?,
        }))
    }
}

/// The items of a sequence, one by one.
struct Steps<'py> {
    iterator: Bound<'py, PyIterator>,
    /// As its `__len__` says.
    length: usize,
}

impl<'py> Steps<'py> {
    #[inline(never)]
    fn next(&mut self) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.iterator.next().transpose()
    }
}

/// The elements of a list, read under its lock, if all of them can be read there.
#[inline]
fn elements_in_place<'py, T>(list: &Bound<'py, PyList>) -> Option<Vec<T>>
where
    T: FromPyObjectOwned<'py>,
{
    if !T::READS_IN_PLACE {
        return None;
    }
    let mut elements = Vec::with_capacity(list.len());
    let all_read = with_critical_section(list, || {
        let length = list.len();
        // SAFETY: an exact list. Its items are only replaced, and their memory freed, under its lock, which is held
        // from the beginning to the end: reading in place suspends nothing, and the allocator is Rust's.
        let items = unsafe {
            let first = (*list.as_ptr().cast::<ffi::PyListObject>()).ob_item;
            match length {
                0 => &[],
                _ => std::slice::from_raw_parts(first.cast_const(), length),
            }
        };
        // A list that somebody is still filling in, which `gc.get_objects()` shows, ends where nothing is yet.
        let mut there = items.iter().take_while(|item| !item.is_null());
        there.all(|item| {
            // SAFETY: the list keeps its items alive.
            let item = unsafe { Bound::ref_from_ptr(list.py(), item) };
            T::read_in_place(item, InPlace(()))
                .map(|element| elements.push(element))
                .is_some()
        })
    });
    all_read.then_some(elements)
}

fn elements_of_tuple<'py, T>(tuple: &Bound<'py, PyTuple>) -> PyResult<Vec<T>>
where
    T: FromPyObjectOwned<'py>,
{
    let mut elements = Vec::with_capacity(tuple.len());
    for index in 0..tuple.len() {
        elements.push(extract_item(tuple, index)?);
    }
    Ok(elements)
}

fn elements_of_sequence<'py, T>(mut items: Steps<'py>) -> PyResult<Vec<T>>
where
    T: FromPyObjectOwned<'py>,
{
    /// A length that only a `__len__` vouches for is believed up to here.
    const TRUSTED: usize = 1024;

    let mut elements = Vec::with_capacity(items.length.min(TRUSTED));
    while let Some(item) = items.next()? {
        elements.push(extract_at(&item, elements.len())?);
    }
    Ok(elements)
}

/// An item of a tuple, and in its error where it is.
#[inline]
pub(super) fn extract_item<'a, 'py, T>(tuple: &'a Bound<'py, PyTuple>, index: usize) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    extract_at(tuple.item(index)?, index)
}

/// An element, and in its error where it is.
#[inline]
fn extract_at<'a, 'py, T>(item: &'a Bound<'py, PyAny>, index: usize) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    T::extract(item)
        .map_err(|error| error.map_mismatch(|mismatch| mismatch.push_place(Place::Item(index))))
}

/// A list of as many items as the iterator says that it has.
pub(crate) fn list_of<'py, I>(items: I, py: Python<'py>) -> PyResult<Bound<'py, PyList>>
where
    I: IntoIterator<Item: IntoPyObject<'py>>,
    I::IntoIter: ExactSizeIterator,
{
    /// So much memory is there.
    const SMALL: usize = 1 << 20;

    let items = items.into_iter();
    // Without the GIL, a `PyList_New` that finds no memory frees a list whose fields it has not set
    // (gh-152125). Tuples, and lists made of them, get that right.
    let as_tuple = cfg!(Py_GIL_DISABLED) && items.len() > SMALL;
    let mut unfilled = match as_tuple {
        true => Unfilled::<PyTuple>::new(py, items.len())?.into_any(),
        false => Unfilled::<PyList>::new(py, items.len())?.into_any(),
    };
    for item in items {
        unfilled.push(item.into_pyobject(py)?.into_any());
    }
    let filled = unfilled.finish();
    match as_tuple {
        // SAFETY: it was made as a tuple.
        true => unsafe { filled.cast_into_unchecked::<PyTuple>() }.to_list(),
        // SAFETY: it was made as a list.
        false => Ok(unsafe { filled.cast_into_unchecked() }),
    }
}

/// `bytes` for `Vec<u8>`, otherwise a list.
impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Vec<T> {
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::sequence_into_pyobject(self, py)
    }
}

/// As `Vec`.
impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Box<[T]> {
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::sequence_into_pyobject(self.into_vec(), py)
    }
}

/// As `Vec`.
impl<'py, T: IntoPyObject<'py>, const N: usize> IntoPyObject<'py> for [T; N] {
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        T::sequence_into_pyobject(self, py)
    }
}

/// As `Vec`.
impl<'a, 'py, T> IntoPyObject<'py> for &'a [T]
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        <&'a T>::sequence_into_pyobject(self, py)
    }
}

/// As `Vec`.
impl<'a, 'py, T> IntoPyObject<'py> for &'a Vec<T>
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_slice().into_pyobject(py)
    }
}

/// As `Vec`.
impl<'a, 'py, T, const N: usize> IntoPyObject<'py> for &'a [T; N]
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.as_slice().into_pyobject(py)
    }
}
