//! Every section over handles.
#![deny(warnings)]

use freehold::prelude::*;
use freehold::sync::Section;

#[pyclass]
#[derive(Default)]
pub struct Queue {
    items: Vec<i64>,
    on_change: Option<Py<PyAny>>,
}

#[pyclass(frozen)]
pub struct Limits {
    most: usize,
}

#[pymethods]
impl Queue {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(slf)]
    fn push(slf: &Bound<'_, Self>, item: i64) -> PyResult<usize> {
        let callback = slf.with_cs(|this, cs| this.on_change.as_ref().map(|it| it.clone_ref(cs)));
        if let Some(callback) = callback {
            callback.bind(slf.py()).call0()?;
        }
        Ok(slf.with_mut(|this| {
            this.items.push(item);
            this.items.len()
        }))
    }

    /// The attribute may say `self` too.
    #[critical_section(self)]
    fn len(slf: &Bound<'_, Self>) -> usize {
        slf.with(|this| this.items.len())
    }

    #[critical_section(queue)]
    fn by_value(queue: Bound<'_, Self>, py: Python<'_>, names: Vec<String>) -> Py<Self> {
        let _ = (py, names);
        queue.unbind()
    }

    #[critical_section(slf, other)]
    fn absorb(slf: &Bound<'_, Self>, other: &Bound<'_, Queue>) {
        let items = other.with_mut(|other| std::mem::take(&mut other.items));
        slf.with_mut(|this| this.items.extend(items));
    }

    #[allow(deprecated)]
    #[critical_section(other, slf)]
    fn into_list<'py>(
        slf: Bound<'py, Self>,
        py: Python<'py>,
        other: Bound<'py, PyList>,
    ) -> PyResult<Bound<'py, PyList>> {
        for item in slf.with(|this| this.items.clone()) {
            let _ = py;
            other.append(item)?;
        }
        Ok(other)
    }

    #[critical_section(slf)]
    fn suspensions(slf: &Bound<'_, Self>, section: &Section<'_>) -> usize {
        let _ = slf;
        section.suspensions()
    }

    #[critical_section(slf, other)]
    fn interleaved(
        slf: &Bound<'_, Self>,
        other: &Bound<'_, PyAny>,
        section: &Section<'_>,
        by: i64,
    ) -> PyResult<bool> {
        let _ = (slf, other, by);
        Ok(section.interleaved())
    }

    #[getter]
    #[critical_section(slf)]
    fn first(slf: &Bound<'_, Self>) -> Option<i64> {
        slf.with(|this| this.items.first().copied())
    }

    #[setter]
    #[critical_section(slf)]
    fn set_on_change(slf: &Bound<'_, Self>, callback: Option<Py<PyAny>>) {
        slf.with_mut(|this| this.on_change = callback);
    }

    #[critical_section(slf)]
    fn __len__(slf: &Bound<'_, Self>) -> usize {
        slf.with(|this| this.items.len())
    }

    #[critical_section(slf, other)]
    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, Self>) -> bool {
        slf.is(other)
    }

    #[critical_section(slf)]
    fn __setitem__(slf: &Bound<'_, Self>, index: usize, item: i64) -> PyResult<()> {
        slf.with_mut(|this| this.items[index] = item);
        Ok(())
    }

    /// The object itself is not locked.
    #[critical_section(seen)]
    fn visit(slf: Py<Self>, seen: &Bound<'_, PyDict>, limits: &Limits) -> PyResult<bool> {
        let _ = slf;
        Ok(seen.len() < limits.most)
    }
}

#[pymethods]
impl Limits {
    #[critical_section(list)]
    fn fits(&self, list: &Bound<'_, PyList>) -> bool {
        list.len() < self.most
    }
}

#[pyfunction]
#[critical_section(list)]
pub fn pop_all<'py>(list: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyTuple>> {
    list.to_tuple()
}

#[pyfunction]
#[critical_section(a, b)]
#[freehold(signature = (a, b, /, *, deep = false))]
pub fn swap(a: Bound<'_, PyAny>, b: &Bound<'_, PyAny>, deep: bool) {
    let _ = (a, b, deep);
}

#[pyfunction]
#[critical_section(object, on_suspend = "error")]
pub fn checked(object: &Bound<'_, Queue>, name: &str) -> PyResult<String> {
    Ok(object.getattr(name)?.str()?.to_string())
}

#[pyfunction]
#[critical_section(a, b, on_suspend = "error")]
pub fn checked_two(a: &Bound<'_, Queue>, b: &Bound<'_, Queue>, section: &Section<'_>) -> usize {
    let _ = (a, b);
    section.suspensions()
}

#[pyfunction]
#[critical_section(object, on_suspend = "retry")]
pub fn retried(
    py: Python<'_>,
    object: Bound<'_, Queue>,
    names: Vec<String>,
    name: &str,
    other: Bound<'_, PyAny>,
    optional: Option<&Bound<'_, PyAny>>,
    limits: &Limits,
) -> Result<usize, std::io::Error> {
    let _ = (py, object, name, other, optional);
    Ok(names.len() + limits.most)
}

#[pyfunction]
#[critical_section(a, b, on_suspend = "retry")]
pub fn retried_two(a: &Bound<'_, Queue>, b: Bound<'_, Log>) {
    let _ = (a, b);
}

#[pyclass]
pub struct Log {
    lines: Vec<String>,
}

#[pymethods]
impl Log {
    /// What a constructor is given is shared already.
    #[new]
    #[critical_section(lines)]
    fn new(lines: &Bound<'_, PyList>) -> PyResult<Self> {
        let lines = lines.as_any().extract()?;
        Ok(Log { lines })
    }

    #[critical_section(slf, on_suspend = "retry")]
    fn write(slf: &Bound<'_, Self>, line: String) -> PyResult<usize> {
        Ok(slf.with_mut(|this| {
            this.lines.push(line);
            this.lines.len()
        }))
    }

    #[critical_section(slf, on_suspend = "retry")]
    fn owned(slf: Bound<'_, Self>, section: &Section<'_>) -> usize {
        let _ = slf;
        section.suspensions()
    }

    #[critical_section(queue, on_suspend = "retry")]
    fn elsewhere(slf: Py<Self>, queue: &Bound<'_, Queue>) -> Py<Self> {
        let _ = queue;
        slf
    }
}

/// Names that the generated code has, too, and names that need `r#`.
#[pyfunction]
#[critical_section(r#type, py)]
pub fn names<'py>(
    r#type: &Bound<'py, PyList>,
    slf: u8,
    out: u8,
    arg0: u8,
    section: &Section<'_>,
    identity: u8,
    py: Bound<'py, PyAny>,
) -> Bound<'py, PyAny> {
    let _ = (r#type, slf, out, arg0, identity, section.suspensions());
    py
}

/// Deprecated, and exported all the same.
#[pyfunction]
#[critical_section(log, on_suspend = "retry")]
#[deprecated]
pub fn old(log: &Bound<'_, Log>, name: String) -> usize {
    log.with_mut(|log| {
        log.lines.push(name);
        log.lines.len()
    })
}
