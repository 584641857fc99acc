//! What an exclusive section can do with objects.

use freehold::exceptions::PyValueError;
use freehold::ffi;
use freehold::prelude::*;
use freehold::sync::with_watched_section;
use freehold::types::{PyBool, PyFloat, PyInt};

/// Objects that are only looked at under a lock.
#[pyclass]
pub struct Sight {
    objects: Vec<Py<PyAny>>,
}

#[pymethods]
impl Sight {
    #[new]
    fn new(objects: Vec<Py<PyAny>>) -> Self {
        Self { objects }
    }

    #[critical_section(self)]
    fn ints(&self, cs: NoSuspend<'_>) -> Vec<Option<i64>> {
        self.objects.iter().map(|object| cs.int(object)).collect()
    }

    #[critical_section(self)]
    fn floats(&self, cs: NoSuspend<'_>) -> Vec<Option<f64>> {
        self.objects.iter().map(|object| cs.float(object)).collect()
    }

    #[critical_section(self)]
    fn bools(&self, cs: NoSuspend<'_>) -> Vec<Option<bool>> {
        self.objects.iter().map(|object| cs.bool(object)).collect()
    }

    #[critical_section(self)]
    fn nones(&self, cs: NoSuspend<'_>) -> Vec<bool> {
        self.objects
            .iter()
            .map(|object| object.is_none(cs))
            .collect()
    }

    #[critical_section(self)]
    fn strs(&self, cs: NoSuspend<'_>) -> Vec<Option<String>> {
        let texts = self.objects.iter().map(|object| cs.str(object));
        texts.map(|text| text.map(str::to_owned)).collect()
    }

    #[critical_section(self)]
    fn bytes(&self, cs: NoSuspend<'_>) -> Vec<Option<Vec<u8>>> {
        let contents = self.objects.iter().map(|object| cs.bytes(object));
        contents.map(|bytes| bytes.map(<[u8]>::to_vec)).collect()
    }

    #[critical_section(self)]
    fn tuple_lens(&self, cs: NoSuspend<'_>) -> Vec<Option<usize>> {
        self.objects
            .iter()
            .map(|object| cs.tuple_len(object))
            .collect()
    }

    #[critical_section(self)]
    fn tuple_items(&self, index: usize, cs: NoSuspend<'_>) -> Vec<Option<Py<PyAny>>> {
        let items = self
            .objects
            .iter()
            .map(|object| cs.tuple_item(object, index));
        items.collect()
    }

    #[critical_section(self)]
    fn types(&self, cs: NoSuspend<'_>) -> Vec<Py<PyAny>> {
        let types = self
            .objects
            .iter()
            .map(|object| cs.type_of(object).into_any());
        types.collect()
    }

    /// Which of the objects are exactly of the type with this name.
    #[critical_section(self)]
    fn exact(&self, name: &str, cs: NoSuspend<'_>) -> Vec<bool> {
        let is_exact = |object: &Py<PyAny>| match name {
            "object" => cs.is_exact::<PyAny>(object),
            "bool" => cs.is_exact::<PyBool>(object),
            "int" => cs.is_exact::<PyInt>(object),
            "float" => cs.is_exact::<PyFloat>(object),
            "list" => cs.is_exact::<PyList>(object),
            "Sight" => cs.is_exact::<Sight>(object),
            _ => false,
        };
        self.objects.iter().map(is_exact).collect()
    }

    /// Which of the objects is this one.
    #[critical_section(self)]
    fn position(&self, wanted: Py<PyAny>) -> Option<usize> {
        self.objects.iter().position(|object| object.is(&wanted))
    }
}

/// Does something with each of the objects that `sight` has, `times` times under its lock, and all of that in a section
/// on `guard`: how often that was suspended, and how often the answer was something.
#[pyfunction]
pub fn suspensions(
    guard: &Bound<'_, PyAny>,
    sight: &Bound<'_, Sight>,
    operation: &str,
    times: usize,
) -> PyResult<(usize, usize)> {
    let Some(operation) = find(operation) else {
        return Err(PyValueError::new_err(format!("no operation {operation}")));
    };
    let counted = with_watched_section(guard, |section| {
        let (hits, kept) = sight.with_cs(|this, cs| {
            let mut kept = Vec::new();
            let mut hits = 0;
            for _ in 0..times {
                for object in &this.objects {
                    hits += usize::from(operation(cs, object, &mut kept));
                }
            }
            (hits, kept)
        });
        // New references are given up when the section has been asked.
        let counted = (section.suspensions(), hits);
        drop(kept);
        counted
    });
    match PyErr::take(guard.py()) {
        Some(error) => Err(error),
        None => Ok(counted),
    }
}

type Operation = fn(NoSuspend<'_>, &Py<PyAny>, &mut Vec<Py<PyAny>>) -> bool;

fn find(name: &str) -> Option<Operation> {
    Some(match name {
        "int" => |cs, object, _| cs.int(object).is_some(),
        "float" => |cs, object, _| cs.float(object).is_some(),
        "bool" => |cs, object, _| cs.bool(object).is_some(),
        "is_none" => |cs, object, _| object.is_none(cs),
        "is" => |_, object, _| object.is(object),
        "str" => |cs, object, _| cs.str(object).is_some(),
        "bytes" => |cs, object, _| cs.bytes(object).is_some(),
        "tuple_len" => |cs, object, _| cs.tuple_len(object).is_some(),
        "is_exact" => |cs, object, _| cs.is_exact::<PyInt>(object) || cs.is_exact::<Sight>(object),
        "tuple_item" => |cs, object, kept| {
            kept.extend(cs.tuple_item(object, 1));
            cs.tuple_item(object, usize::MAX).is_none()
        },
        "type_of" => |cs, object, kept| {
            kept.push(cs.type_of(object).into_any());
            true
        },
        "clone_ref" => |cs, object, kept| {
            kept.push(object.clone_ref(cs));
            true
        },
        // Two that do what the others must not.
        "detach" => |_, _, _| {
            // SAFETY: the thread is attached, as in every exclusive section, and is so again afterwards. That this
            // suspends is what is wanted.
            unsafe { ffi::PyEval_RestoreThread(ffi::PyEval_SaveThread()) };
            true
        },
        "call" => |_, object, _| {
            // SAFETY: the thread is attached, and the handle keeps the object alive. That Python code suspends is what is
            // wanted.
            unsafe {
                let result = ffi::PyObject_CallNoArgs(object.as_ptr());
                !result.is_null() && {
                    ffi::Py_DECREF(result);
                    true
                }
            }
        },
        _ => return None,
    })
}
