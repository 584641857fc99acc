//! Structs with `traverse!` in structs with `traverse!`, and in locks.

use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;
use freehold::sync::PyMutex;

/// What is in the lock of a frozen class.
#[derive(Default)]
pub struct Inner {
    hook: Option<Py<PyAny>>,
    others: Vec<Py<PyAny>>,
}

freehold::traverse!(Inner { hook, others });

/// The end of what it holds may need its lock.
#[pyclass(frozen)]
#[derive(Default)]
pub struct Hooked {
    inner: PyMutex<Inner>,
}

#[pymethods]
impl Hooked {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    fn hold(&self, py: Python<'_>, hook: Py<PyAny>, others: Vec<Py<PyAny>>) {
        let before = std::mem::replace(
            &mut *self.inner.lock(py),
            Inner {
                hook: Some(hook),
                others,
            },
        );
        drop(before);
    }

    /// How much it holds; waits for the lock.
    fn holds(&self, py: Python<'_>) -> usize {
        self.inner
            .with(py, |inner| inner.others.len() + inner.hook.iter().count())
    }
}

static ENDED: AtomicU64 = AtomicU64::new(0);

/// It needs Python when it ends.
pub struct Note;

impl Drop for Note {
    fn drop(&mut self) {
        Python::attach(|_| ENDED.fetch_add(1, Ordering::Relaxed));
    }
}

pub struct Edge {
    to: Py<PyAny>,
    _note: Note,
}

freehold::traverse!(Edge { to });

#[derive(Default)]
pub struct Part {
    edges: Vec<Edge>,
}

freehold::traverse!(Part { edges });

#[derive(Default)]
pub struct Whole {
    parts: [Part; 2],
}

freehold::traverse!(Whole { parts });

/// A locked class of them.
#[pyclass]
#[derive(Default)]
pub struct Net {
    whole: Whole,
}

#[pymethods]
impl Net {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    #[critical_section(self)]
    fn join(&mut self, part: usize, to: Py<PyAny>) -> bool {
        let edge = Edge { to, _note: Note };
        match self.whole.parts.get_mut(part) {
            Some(part) => {
                part.edges.push(edge);
                true
            }
            None => false,
        }
    }

    /// How many notes have ended, of all nets.
    #[staticmethod]
    fn ended() -> u64 {
        ENDED.load(Ordering::Relaxed)
    }
}
