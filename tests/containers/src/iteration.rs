//! Loops over containers, under their locks and over snapshots.

use freehold::prelude::*;
use freehold::sync::with_critical_section;
use freehold::types::{LockedDictIterator, PySet, PySetMethods};

type Any<'py> = Bound<'py, PyAny>;
type Entry<'py> = (Any<'py>, Any<'py>);

/// The entries. `each` is called with every key and value.
#[pyfunction(signature = (dict, each = None))]
pub fn walk_dict<'py>(
    dict: &Bound<'py, PyDict>,
    each: Option<Bound<'py, PyAny>>,
) -> PyResult<Vec<Entry<'py>>> {
    dict.iter_locked(|entries| {
        let mut found = Vec::new();
        for entry in entries {
            let (key, value) = entry?;
            if let Some(each) = &each {
                each.call1((&key, &value))?;
            }
            found.push((key, value));
        }
        Ok(found)
    })
}

/// How many entries there are. `each` is called with every key and value, of which nothing is kept.
#[pyfunction]
pub fn count_dict<'py>(dict: &Bound<'py, PyDict>, each: &Bound<'py, PyAny>) -> PyResult<usize> {
    dict.iter_locked(|entries| {
        let mut count = 0;
        for entry in entries {
            each.call1(entry?)?;
            count += 1;
        }
        Ok(count)
    })
}

/// The entries, each asked for inside a section on `other`, after the thread has been detached there: so the section on
/// `dict` has been suspended, and does not have its lock back.
#[pyfunction]
pub fn walk_dict_inside<'py>(
    dict: &Bound<'py, PyDict>,
    other: &Bound<'py, PyList>,
) -> PyResult<Vec<Entry<'py>>> {
    let py = dict.py();
    dict.iter_locked(|entries: LockedDictIterator<'_, 'py>| {
        with_critical_section(other, || {
            let mut found = Vec::new();
            for entry in entries {
                found.push(entry?);
                py.detach(std::thread::yield_now);
            }
            Ok(found)
        })
    })
}

#[pyfunction(signature = (list, each = None))]
pub fn walk_list<'py>(
    list: &Bound<'py, PyList>,
    each: Option<Bound<'py, PyAny>>,
) -> PyResult<Vec<Any<'py>>> {
    list.iter_locked(|items| {
        let mut found = Vec::new();
        for item in items {
            if let Some(each) = &each {
                each.call1((&item,))?;
            }
            found.push(item);
        }
        Ok(found)
    })
}

#[pyfunction]
pub fn walk_list_inside<'py>(
    list: &Bound<'py, PyList>,
    other: &Bound<'py, PyList>,
) -> Vec<Any<'py>> {
    let py = list.py();
    list.iter_locked(|items| {
        with_critical_section(other, || {
            items
                .inspect(|_| py.detach(std::thread::yield_now))
                .collect()
        })
    })
}

/// The first entry, taken before the dictionary is cleared, and what the iterator says then.
#[pyfunction]
pub fn after_clearing<'py>(dict: &Bound<'py, PyDict>) -> PyResult<(Entry<'py>, String)> {
    dict.iter_locked(|mut entries| {
        let first = entries.next().expect("an entry")?;
        dict.clear();
        let then = match entries.next() {
            Some(Ok(_)) => "an entry".to_owned(),
            Some(Err(error)) => error.to_string(),
            None => "the end".to_owned(),
        };
        Ok((first, then))
    })
}

/// The first item, taken before the list is cleared, and how many come then.
#[pyfunction]
pub fn after_clearing_list<'py>(list: &Bound<'py, PyList>) -> PyResult<(Any<'py>, usize)> {
    list.iter_locked(|mut items| {
        let first = items.next().expect("an item");
        list.call_method0("clear")?;
        Ok((first, items.count()))
    })
}

/// What the iterator says before each step about how much is left.
#[pyfunction]
pub fn entries_left(dict: &Bound<'_, PyDict>) -> Vec<(usize, Option<usize>)> {
    dict.iter_locked(|mut entries| {
        let mut left = vec![entries.size_hint()];
        while entries.next().is_some() {
            left.push(entries.size_hint());
        }
        left
    })
}

/// Adds a key after the first entry: the error, and how many more items come.
#[pyfunction]
pub fn ends_after_error(
    dict: &Bound<'_, PyDict>,
    key: &Bound<'_, PyAny>,
) -> PyResult<(String, usize)> {
    dict.iter_locked(|mut entries| {
        entries.next().expect("an entry")?;
        dict.set_item(key, 1)?;
        let error = entries
            .next()
            .expect("one more item")
            .expect_err("an error");
        Ok((error.to_string(), entries.count()))
    })
}

#[pyfunction]
pub fn dict_snapshot<'py>(dict: &Bound<'py, PyDict>) -> Vec<Entry<'py>> {
    let entries = dict.iter();
    let expected = entries.size_hint();
    let found: Vec<_> = entries.collect();
    assert_eq!(expected, (found.len(), Some(found.len())));
    found
}

#[pyfunction]
pub fn list_snapshot<'py>(list: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyTuple>> {
    list.to_tuple()
}

#[pyfunction]
pub fn set_snapshot<'py>(set: &Bound<'py, PySet>) -> Vec<Any<'py>> {
    let elements = set.iter();
    let expected = elements.size_hint();
    let found: Vec<_> = elements.collect();
    assert_eq!(expected, (found.len(), Some(found.len())));
    found
}
