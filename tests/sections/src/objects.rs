//! Functions that lock built-in objects: lists, dicts, and any object.

use freehold::prelude::*;
use freehold::sync;

use crate::probe::Probe;
use crate::suspendable::Cell;

#[pyfunction]
#[critical_section(list)]
pub fn pass_list(list: &Bound<'_, PyList>, probe: &Probe, turns: u32) -> usize {
    probe.pass(turns);
    list.len()
}

#[pyfunction]
#[critical_section(dict)]
pub fn pass_dict(dict: Bound<'_, PyDict>, probe: &Probe, turns: u32) -> usize {
    probe.pass(turns);
    dict.len()
}

#[pyfunction]
#[critical_section(object)]
pub fn pass_any(object: &Bound<'_, PyAny>, probe: &Probe, turns: u32) {
    let _ = object;
    probe.pass(turns);
}

#[pyfunction]
#[critical_section(first, second)]
pub fn pass_two(
    first: &Bound<'_, PyAny>,
    second: &Bound<'_, PyAny>,
    probe: &Probe,
    turns: u32,
) -> bool {
    probe.pass(turns);
    first.is(second)
}

#[pyfunction]
#[critical_section(list, dict)]
pub fn pass_list_and_dict(
    list: &Bound<'_, PyList>,
    dict: &Bound<'_, PyDict>,
    probe: &Probe,
    turns: u32,
) -> usize {
    probe.pass(turns);
    list.len() + dict.len()
}

/// One of any class and one of our own; the parameters are not in the order of the attribute.
#[pyfunction]
#[critical_section(cell, object)]
pub fn pass_object_and_cell(
    object: &Bound<'_, PyAny>,
    cell: &Bound<'_, Cell>,
    probe: &Probe,
    turns: u32,
) {
    let _ = (object, cell);
    probe.pass(turns);
}

#[pyfunction]
#[critical_section(list)]
pub fn call_list<'py>(
    list: &Bound<'py, PyList>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let _ = list;
    callback.call0()
}

#[pyfunction]
#[critical_section(dict)]
pub fn call_dict<'py>(
    dict: &Bound<'py, PyDict>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let _ = dict;
    callback.call0()
}

#[pyfunction(signature = (object, callback, *, times = 1))]
#[critical_section(object)]
pub fn call_any(
    object: &Bound<'_, PyAny>,
    callback: &Bound<'_, PyAny>,
    times: u32,
) -> PyResult<u32> {
    let _ = object;
    for _ in 0..times {
        callback.call0()?;
    }
    Ok(times)
}

#[pyfunction]
#[critical_section(first, second)]
pub fn call_two<'py>(
    first: &Bound<'py, PyAny>,
    second: &Bound<'py, PyAny>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let _ = (first, second);
    callback.call0()
}

#[pyfunction]
#[critical_section(list, cell)]
pub fn call_pair<'py>(
    list: &Bound<'py, PyList>,
    cell: &Bound<'py, Cell>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let _ = (list, cell);
    callback.call0()
}

/// Reads the number in a list of one, and writes the next one: two calls, in one section of any object.
#[pyfunction]
#[critical_section(lock)]
pub fn count_up(lock: &Bound<'_, PyAny>, numbers: &Bound<'_, PyList>) -> PyResult<i64> {
    let _ = lock;
    let next = numbers.get_item(0)?.extract::<i64>()? + 1;
    std::thread::yield_now();
    numbers.set_item(0, next)?;
    Ok(next)
}

/// The same in a section of two objects.
#[pyfunction]
#[critical_section(first, second)]
pub fn count_up_pair(
    first: &Bound<'_, PyAny>,
    second: &Bound<'_, PyAny>,
    numbers: &Bound<'_, PyList>,
) -> PyResult<i64> {
    let _ = (first, second);
    let next = numbers.get_item(0)?.extract::<i64>()? + 1;
    std::thread::yield_now();
    numbers.set_item(0, next)?;
    Ok(next)
}

/// Moves the last item of `list` to the front. Each of the calls locks the list once more, inside of the section.
#[allow(deprecated, reason = "it does what the warning is about")]
#[pyfunction]
#[critical_section(list)]
pub fn rotate(list: &Bound<'_, PyList>) -> PyResult<()> {
    let length = list.len();
    if length > 1 {
        let last = list.get_item(length - 1)?;
        list.insert(0, &last)?;
        list.del_item(list.len() - 1)?;
    }
    Ok(())
}

/// The block form, on any object.
#[pyfunction]
pub fn call_block<'py>(
    object: &Bound<'py, PyAny>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    sync::with_critical_section(object, || callback.call0())
}

#[pyfunction]
pub fn call_block_of_two<'py>(
    first: &Bound<'py, Cell>,
    second: &Bound<'py, PyAny>,
    callback: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    sync::with_critical_section2(first, second, || callback.call0())
}

/// One block in the other, with work before, between and after.
#[pyfunction]
pub fn pass_blocks(
    outer: &Bound<'_, PyAny>,
    inner: &Bound<'_, Cell>,
    probe: &Probe,
    turns: u32,
) -> i64 {
    sync::with_critical_section(outer, || {
        let before = sync::with_critical_section(inner, || {
            probe.pass(turns);
            inner.with_mut(|cell| {
                cell.value += 1;
                cell.value
            })
        });
        before + inner.with(|cell| cell.value)
    })
}

#[pyfunction]
pub fn panic_in_blocks(outer: &Bound<'_, PyAny>, inner: &Bound<'_, Cell>) -> i64 {
    sync::with_critical_section(outer, || {
        sync::with_critical_section2(inner, outer, || panic!("panicked in blocks"))
    })
}
