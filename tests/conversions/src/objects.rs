//! The methods of objects.

use freehold::prelude::*;
use freehold::types::{CompareOp, PySet, PySetMethods};

#[pyfunction]
pub fn any_attributes<'py>(
    object: &Bound<'py, PyAny>,
    value: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyAny>, bool, bool, Option<Bound<'py, PyAny>>)> {
    object.setattr("colour", value)?;
    let colour = object.getattr("colour")?;
    let before = object.hasattr("colour")?;
    object.delattr(PyString::new(object.py(), "colour"))?;
    Ok((
        colour,
        before,
        object.hasattr("colour")?,
        object.getattr_opt("colour")?,
    ))
}

#[pyfunction]
pub fn any_items<'py>(
    object: &Bound<'py, PyAny>,
    key: &Bound<'py, PyAny>,
    value: i32,
) -> PyResult<(Bound<'py, PyAny>, usize, bool, bool)> {
    object.set_item(key, value)?;
    let item = object.get_item(key)?;
    let (len, contains) = (object.len()?, object.contains(key)?);
    object.del_item(key)?;
    Ok((item, len, contains, object.contains(key)?))
}

#[pyfunction]
pub fn any_calls<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let kwargs = PyDict::new(object.py());
    kwargs.set_item("key", "value")?;
    Ok(vec![
        object.call0()?,
        object.call1((1,))?,
        object.call((1, 2), Some(&kwargs))?,
        object.call((), Some(&kwargs))?,
        object.call((3,), None)?,
        object.call_method0("method")?,
        object.call_method1("method", (1, 2, 3))?,
        object.call_method("method", (1,), Some(&kwargs))?,
        object.call_method("method", (4,), None)?,
    ])
}

#[pyfunction]
pub fn call_with_tuple<'py>(
    object: &Bound<'py, PyAny>,
    args: Bound<'py, PyTuple>,
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let py = object.py();
    let free = args.clone().unbind();
    Ok(vec![
        object.call1(&args)?,
        object.call1(&free)?,
        object.call_method1("method", &args)?,
        object.call_method1("method", free.clone_ref(py))?,
        object.call1(free)?,
        object.call1(args)?,
    ])
}

#[pyfunction]
pub fn any_compare<'py>(a: &Bound<'py, PyAny>, b: &Bound<'py, PyAny>) -> PyResult<[bool; 7]> {
    let le = a.rich_compare(b, CompareOp::Le)?.is_truthy()?;
    Ok([
        a.eq(b)?,
        a.ne(b)?,
        a.lt(b)?,
        a.le(b)?,
        a.gt(b)?,
        a.ge(b)?,
        le,
    ])
}

#[pyfunction]
pub fn any_questions<'py>(
    object: &Bound<'py, PyAny>,
    cls: &Bound<'py, PyAny>,
) -> PyResult<(bool, bool, bool, bool, bool, bool, isize, String, String)> {
    Ok((
        object.is_none(),
        object.is_callable(),
        object.is_truthy()?,
        object.is_instance(cls)?,
        object.is_instance_of::<PyList>(),
        object.is_exact_instance_of::<PyList>(),
        object.hash().unwrap_or(-2),
        object.repr()?.extract()?,
        object.str()?.to_str()?.to_owned(),
    ))
}

#[pyfunction]
pub fn iterate<'py>(object: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    object.try_iter()?.collect()
}

#[pyfunction]
pub fn list_methods<'py>(list: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyTuple>> {
    let py = list.py();
    list.append(3)?;
    list.insert(0, 2)?;
    list.insert(100, 1)?;
    list.set_item(1, "two")?;
    list.del_item(1)?;
    list.sort()?;
    let sorted = list.to_tuple()?;
    list.reverse()?;
    let facts = (
        list.len(),
        list.is_empty(),
        list.contains(3)?,
        list.index(3)?,
    );
    let slice = list.get_slice(1, 100)?;
    let first = list.get_item(0)?;
    (sorted, facts, slice, first, PyList::new(py, [1, 2])?).into_pyobject(py)
}

/// The items, while others change the list.
#[pyfunction]
pub fn list_items<'py>(list: &Bound<'py, PyList>) -> Vec<Bound<'py, PyAny>> {
    list.iter().collect()
}

#[pyfunction]
pub fn tuple_methods<'py>(tuple: &Bound<'py, PyTuple>) -> PyResult<Bound<'py, PyTuple>> {
    let py = tuple.py();
    let items: Vec<_> = tuple.iter().collect();
    let facts = (
        tuple.len(),
        tuple.is_empty(),
        tuple.contains(2)?,
        tuple.index(2)?,
    );
    let error = tuple
        .get_item(tuple.len())
        .expect_err("past the end")
        .to_string();
    let made = PyTuple::new(py, ["a", "b"])?;
    let slices = (
        tuple.get_slice(1, 100)?,
        tuple.to_list()?,
        PyTuple::empty(py),
    );
    (items, facts, error, made, slices).into_pyobject(py)
}

#[pyfunction]
pub fn dict_methods<'py>(dict: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyTuple>> {
    let py = dict.py();
    dict.set_item("a", 1)?;
    dict.set_item("b", 2)?;
    dict.del_item("a")?;
    let found = (
        dict.get_item("b")?,
        dict.get_item("a")?,
        dict.contains("b")?,
        dict.contains("a")?,
    );
    let copy = dict.copy()?;
    copy.update(&PyDict::new(py).into_any())?;
    let lists = (dict.keys()?, dict.values()?, dict.items()?, dict.len());
    let entries: Vec<_> = dict.iter().collect();
    dict.clear();
    (found, copy, lists, entries, dict.is_empty()).into_pyobject(py)
}

/// The entries, while others change the dictionary.
#[pyfunction]
pub fn dict_entries<'py>(dict: &Bound<'py, PyDict>) -> Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    dict.iter().collect()
}

#[pyfunction]
pub fn set_methods(set: &Bound<'_, PySet>) -> PyResult<(bool, bool, bool, usize, bool)> {
    set.add("a")?;
    Ok((
        set.contains("a")?,
        set.discard("a")?,
        set.discard("a")?,
        set.len(),
        set.is_empty(),
    ))
}

#[pyfunction]
pub fn string_forms(text: &Bound<'_, PyString>) -> (Option<String>, String, bool) {
    (
        text.to_str().ok().map(str::to_owned),
        text.to_string_lossy().into_owned(),
        text.to_cow().is_ok(),
    )
}

#[pyfunction]
pub fn intern_twice<'py>(py: Python<'py>, text: &str) -> (Bound<'py, PyString>, bool) {
    let one = PyString::intern(py, text);
    let other = PyString::intern(py, text);
    let same = one.is(&other);
    (one, same)
}

#[pyfunction]
pub fn import_attribute<'py>(
    py: Python<'py>,
    module: &str,
    name: &str,
) -> PyResult<Bound<'py, PyAny>> {
    PyModule::import(py, module)?.getattr(name)
}

#[pyfunction]
pub fn module_facts(py: Python<'_>) -> PyResult<(String, i32, String)> {
    let module = PyModule::new(py, "made")?;
    module.add("answer", 42)?;
    let answer = module
        .dict()
        .get_item("answer")?
        .expect("just added")
        .extract()?;
    let error = module.filename().expect_err("it has no file");
    Ok((module.name()?.extract()?, answer, error.to_string()))
}

#[pyfunction]
pub fn type_facts<'py>(
    cls: &Bound<'py, PyType>,
    base: &Bound<'py, PyAny>,
) -> PyResult<(String, String, String, bool, bool, Bound<'py, PyTuple>)> {
    Ok((
        cls.name()?.extract()?,
        cls.qualname()?.extract()?,
        cls.module()?.extract()?,
        cls.is_subclass(base)?,
        cls.is_subclass_of::<PyDict>()?,
        cls.mro()?,
    ))
}
