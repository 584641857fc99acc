//! Dictionaries and sets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, Hash};

use crate::convert::{ConversionKind, FromPyObject, FromPyObjectOwned, IntoPyObject, Place};
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyDictMethods, PySet, PySetMethods};
use crate::{PyErr, PyResult, Python, ffi};

/// Extracts a key or a value, and says which in its error.
fn extract_in<'a, 'py, T>(item: &'a Bound<'py, PyAny>, place: Place) -> PyResult<T>
where
    T: FromPyObject<'a, 'py>,
{
    T::extract(item).map_err(|error| error.map_mismatch(|mismatch| mismatch.push_place(place)))
}

/// The entries of a snapshot of a dictionary.
fn entries<'py, K, V, M>(ob: &Bound<'py, PyAny>, mut map: M) -> PyResult<M>
where
    K: FromPyObjectOwned<'py>,
    V: FromPyObjectOwned<'py>,
    M: Extend<(K, V)>,
{
    let dict = ob
        .cast::<PyDict>()
        .map_err(|_| PyErr::conversion(ConversionKind::Type, "dict", ob))?;
    for (key, value) in dict.iter() {
        let key = extract_in(&key, Place::Key)?;
        map.extend([(key, extract_in(&value, Place::Value)?)]);
    }
    Ok(map)
}

/// The elements of a snapshot of a set.
fn elements<'py, T, S>(ob: &Bound<'py, PyAny>, mut set: S) -> PyResult<S>
where
    T: FromPyObjectOwned<'py>,
    S: Extend<T>,
{
    // SAFETY: a live object.
    if unsafe { ffi::PyAnySet_Check(ob.as_ptr()) } == 0 {
        return Err(PyErr::conversion(
            ConversionKind::Type,
            "set or frozenset",
            ob,
        ));
    }
    // SAFETY: a live set, which is copied under its lock; the call returns a new reference or null
    // with an error set.
    let snapshot =
        unsafe { Bound::from_owned_ptr_or_err(ob.py(), ffi::PyFrozenSet_New(ob.as_ptr()))? };
    for item in snapshot.try_iter()? {
        set.extend([extract_in::<T>(&item?, Place::Element)?]);
    }
    Ok(set)
}

fn dict_of<'py, K, V>(
    entries: impl Iterator<Item = (K, V)>,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyDict>>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    let dict = PyDict::new(py);
    for (key, value) in entries {
        dict.set_item(key, value)?;
    }
    Ok(dict)
}

fn set_of<'py, T: IntoPyObject<'py>>(
    items: impl Iterator<Item = T>,
    py: Python<'py>,
) -> PyResult<Bound<'py, PySet>> {
    let set = PySet::empty(py)?;
    for item in items {
        set.add(item)?;
    }
    Ok(set)
}

impl<'a, 'py, K, V, S> FromPyObject<'a, 'py> for HashMap<K, V, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    V: FromPyObjectOwned<'py>,
    S: BuildHasher + Default,
{
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        entries(ob, HashMap::default())
    }
}

impl<'a, 'py, K, V> FromPyObject<'a, 'py> for BTreeMap<K, V>
where
    K: FromPyObjectOwned<'py> + Ord,
    V: FromPyObjectOwned<'py>,
{
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        entries(ob, BTreeMap::new())
    }
}

impl<'a, 'py, T, S> FromPyObject<'a, 'py> for HashSet<T, S>
where
    T: FromPyObjectOwned<'py> + Eq + Hash,
    S: BuildHasher + Default,
{
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        elements(ob, HashSet::default())
    }
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for BTreeSet<T>
where
    T: FromPyObjectOwned<'py> + Ord,
{
    fn extract(ob: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        elements(ob, BTreeSet::new())
    }
}

impl<'py, K: IntoPyObject<'py>, V: IntoPyObject<'py>, S> IntoPyObject<'py> for HashMap<K, V, S> {
    type Target = PyDict;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict_of(self.into_iter(), py)
    }
}

/// In the order of the keys.
impl<'py, K: IntoPyObject<'py>, V: IntoPyObject<'py>> IntoPyObject<'py> for BTreeMap<K, V> {
    type Target = PyDict;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict_of(self.into_iter(), py)
    }
}

impl<'py, T: IntoPyObject<'py>, S> IntoPyObject<'py> for HashSet<T, S> {
    type Target = PySet;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PySet>> {
        set_of(self.into_iter(), py)
    }
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for BTreeSet<T> {
    type Target = PySet;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PySet>> {
        set_of(self.into_iter(), py)
    }
}
