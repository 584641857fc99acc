//! Ways into Python code, from which a thread may not come back.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync::{with_critical_section, with_critical_section2};
use freehold::types::{PySet, PySetMethods};

/// Ends the process if the thread does not return: what unwinds a thread runs destructors.
struct MustReturn;

impl Drop for MustReturn {
    fn drop(&mut self) {
        eprintln!("a thread was unwound");
        std::process::abort();
    }
}

/// Has methods of `busy` run, or whatever is named.
#[pyfunction]
pub fn go_inside(py: Python<'_>, way: &str, busy: &Bound<'_, PyAny>) -> PyResult<()> {
    let must_return = MustReturn;
    let result = go(py, way, busy);
    std::mem::forget(must_return);
    result
}

fn go(py: Python<'_>, way: &str, busy: &Bound<'_, PyAny>) -> PyResult<()> {
    match way {
        "call0" => busy.call0().map(drop)?,
        "call1" => busy.call1((1, 2)).map(drop)?,
        "keywords" => {
            let keywords = PyDict::new(py);
            keywords.set_item("a", 1)?;
            busy.call((), Some(&keywords)).map(drop)?
        }
        "method" => busy.call_method0("method").map(drop)?,
        "method1" => busy.call_method1("method", (1,)).map(drop)?,
        "getattr" => busy.getattr("attribute").map(drop)?,
        "hasattr" => busy.hasattr("attribute").map(drop)?,
        "setattr" => busy.setattr("attribute", 1)?,
        "delattr" => busy.delattr("attribute")?,
        "repr" => busy.repr().map(drop)?,
        "str" => busy.str().map(drop)?,
        "hash" => busy.hash().map(drop)?,
        "truth" => busy.is_truthy().map(drop)?,
        "len" => busy.len().map(drop)?,
        "get item" => busy.get_item(0).map(drop)?,
        "set item" => busy.set_item(0, 0)?,
        "del item" => busy.del_item(0)?,
        "contains" => busy.contains(0).map(drop)?,
        "iter" => busy.try_iter().map(drop)?,
        "next" => busy
            .getattr("generator")?
            .call0()?
            .try_iter()?
            .try_for_each(|item| item.map(drop))?,
        "eq" => busy.eq(0).map(drop)?,
        "lt" => busy.lt(0).map(drop)?,
        "isinstance" => py.None().bind(py).is_instance(busy).map(drop)?,
        "index" => busy.extract::<i64>().map(drop)?,
        "float" => busy.extract::<f64>().map(drop)?,
        "list" => busy.extract::<Vec<i64>>().map(drop)?,
        "dict key" => PyDict::new(py).set_item(busy, 0)?,
        "dict get" => PyDict::new(py).get_item(busy).map(drop)?,
        "set" => PySet::empty(py)?.add(busy)?,
        "list contains" => PyList::new(py, [busy])?.contains(0).map(drop)?,
        "sort" => PyList::new(py, [busy, busy])?.sort()?,
        "import" => py.import("busy_module").map(drop)?,
        "run" => py.run(c"while True: pass", None, None)?,
        "eval" => py
            .eval(c"[0 for _ in iter(int, 1)]", None, None)
            .map(drop)?,
        "exception" => {
            let error = PyErr::from_value(busy.getattr("error")?);
            error.value(py).is_none();
        }
        "finalizer" => drop(busy.call_method0("mortal")?),
        "finalizer of a Py" => drop(busy.call_method0("mortal")?.unbind()),
        // Whichever thread of the interpreter is attached next releases it. The main thread comes back from that.
        "finalizer after detaching" => loop {
            let mortal = busy.call_method0("mortal")?.unbind();
            py.detach(|| drop(mortal));
        },
        "finalizer of an item" => {
            let list = PyList::new(py, [busy.call_method0("mortal")?])?;
            list.set_item(0, 0)?;
        }
        "section" => with_critical_section(busy, || busy.call0().map(drop))?,
        "two sections" => {
            with_critical_section2(busy, &PyList::empty(py), || busy.call0().map(drop))?
        }
        "reattached" => {
            let busy = busy.clone().unbind();
            py.detach(|| freehold::reattach(|py| busy.bind(py).call0().map(drop)))?
        }
        "unraisable" => {
            py.import("sys")?.setattr("unraisablehook", busy)?;
            PyValueError::new_err("reported").write_unraisable(py, None);
        }
        _ => return Err(PyValueError::new_err("no such way")),
    }
    Ok(())
}
