//! References that live, are copied and die under a lock.

use freehold::exceptions::PyKeyError;
use freehold::prelude::*;

/// A list of objects that nothing is ever called on while it is locked.
#[pyclass]
#[derive(Default)]
pub struct Registry {
    objects: Vec<Py<PyAny>>,
    notes: u64,
}

#[pymethods]
impl Registry {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn add(&mut self, object: Py<PyAny>) -> usize {
        self.objects.push(object);
        self.objects.len()
    }

    /// What finalizers call.
    #[critical_section(self)]
    fn note(&mut self) -> u64 {
        self.notes += 1;
        self.notes
    }

    #[critical_section(self)]
    fn notes(&self) -> u64 {
        self.notes
    }

    #[critical_section(self)]
    fn snapshot(&self, cs: NoSuspend<'_>) -> Vec<Py<PyAny>> {
        self.objects
            .iter()
            .map(|object| object.clone_ref(cs))
            .collect()
    }

    /// The proof may be anywhere in the list.
    #[critical_section(self)]
    fn get(
        &self,
        index: usize,
        cs: NoSuspend<'_>,
        default: Option<Py<PyAny>>,
    ) -> Option<Py<PyAny>> {
        self.objects
            .get(index)
            .map(|object| object.clone_ref(cs))
            .or(default)
    }

    #[critical_section(self)]
    fn pop(&mut self) -> PyResult<Py<PyAny>> {
        self.objects
            .pop()
            .ok_or_else(|| PyKeyError::new_err("pop from an empty registry"))
    }

    /// Drops every object inside of the section; says how many notes there were at its end.
    #[critical_section(self)]
    fn clear(&mut self) -> u64 {
        self.objects.clear();
        self.notes
    }

    /// Drops the argument inside of the section.
    #[critical_section(self)]
    fn forget(&mut self, object: Py<PyAny>) -> u64 {
        drop(object);
        self.notes
    }

    #[critical_section(self)]
    fn clear_and_fail(&mut self) -> PyResult<()> {
        self.objects.clear();
        Err(PyKeyError::new_err(("failed after", self.notes)))
    }

    #[critical_section(self)]
    fn clear_and_panic(&mut self) {
        self.objects.clear();
        panic!("panicked after {} notes", self.notes)
    }

    #[critical_section(self)]
    fn clear_early(&mut self, early: bool) -> u64 {
        let _dying = std::mem::take(&mut self.objects);
        if early {
            return self.notes;
        }
        self.notes + 1000
    }

    /// Drops the objects of both.
    #[critical_section(self, other)]
    fn clear_both(&mut self, other: &mut Registry) -> u64 {
        self.objects.clear();
        other.objects.clear();
        self.notes + other.notes
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.objects.len()
    }
}
