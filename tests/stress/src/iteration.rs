//! Iterating over what others change.

use freehold::prelude::*;
use freehold::sync::with_critical_section;

/// How many items an iteration saw.
#[pyfunction]
pub fn iterate_list(list: &Bound<'_, PyList>) -> PyResult<usize> {
    let mut seen = 0;
    for item in list.iter() {
        item.len()?;
        seen += 1;
    }
    Ok(seen)
}

/// How many items an iteration saw, unless the dictionary changed meanwhile.
#[pyfunction]
pub fn iterate_dict(dict: &Bound<'_, PyDict>) -> PyResult<usize> {
    let mut seen = 0;
    for (_, value) in dict.iter() {
        value.len()?;
        seen += 1;
    }
    Ok(seen)
}

/// How many items a copy has, and how many of them are whole.
#[pyfunction]
pub fn snapshot_list(list: &Bound<'_, PyList>) -> PyResult<(usize, usize)> {
    let copy = list.to_tuple()?;
    let mut whole = 0;
    for item in copy.iter() {
        whole += usize::from(item.len()? == 2);
    }
    Ok((copy.len(), whole))
}

/// How many items a copy has, and how many of them are whole.
#[pyfunction]
pub fn snapshot_dict(dict: &Bound<'_, PyDict>) -> PyResult<(usize, usize)> {
    let copy = dict.items()?;
    let mut whole = 0;
    for item in copy.iter() {
        whole += usize::from(item.get_item(1)?.len()? == 2);
    }
    Ok((copy.len(), whole))
}

/// How many items there were under the lock, and how many of them were whole: nothing in the loop suspends the section,
/// so it sees one state.
#[pyfunction]
pub fn count_list_locked(list: &Bound<'_, PyList>) -> usize {
    list.iter_locked(|items| items.count())
}

/// The same for a dictionary.
#[pyfunction]
pub fn count_dict_locked(dict: &Bound<'_, PyDict>) -> PyResult<usize> {
    dict.iter_locked(|entries| {
        let mut seen = 0;
        for entry in entries {
            entry?;
            seen += 1;
        }
        Ok(seen)
    })
}

/// Calls `callback` with each item: what it does may suspend the section.
#[pyfunction]
pub fn iterate_list_locked(
    list: &Bound<'_, PyList>,
    callback: &Bound<'_, PyAny>,
) -> PyResult<usize> {
    list.iter_locked(|items| {
        let mut seen = 0;
        for item in items {
            callback.call1((item,))?;
            seen += 1;
        }
        Ok(seen)
    })
}

/// The same for a dictionary, with another section around each call: during the next step, the dictionary's is not the
/// innermost one.
#[pyfunction]
pub fn iterate_dict_locked(
    dict: &Bound<'_, PyDict>,
    callback: &Bound<'_, PyAny>,
    nested: &Bound<'_, PyAny>,
) -> PyResult<usize> {
    dict.iter_locked(|entries| {
        with_critical_section(nested, || {
            let mut seen = 0;
            for entry in entries {
                callback.call1((entry?.1,))?;
                seen += 1;
            }
            Ok(seen)
        })
    })
}
