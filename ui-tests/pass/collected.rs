//! Classes that take part in collections: by their fields, or by hand.
#![deny(warnings)]

use std::collections::HashMap;
use std::sync::Mutex;

use freehold::prelude::*;
use freehold::sync::PyMutex;
use freehold::{PyTraverseError, PyVisit};

type Link = Option<Py<PyAny>>;

/// A part of a class.
#[derive(Default)]
pub struct Part {
    link: Link,
    weight: f64,
}

freehold::traverse!(Part { link });

impl Part {
    fn weight(&self) -> f64 {
        self.weight
    }
}

#[pyclass]
#[derive(Default)]
pub struct Fields {
    pub own: Option<Py<Self>>,
    pub parts: Vec<Part>,
    pub by_name: HashMap<String, (u64, Part)>,
    pub text: &'static str,
    pub callback: Option<Box<dyn Fn(u64) -> u64 + Send>>,
    #[cfg(any())]
    absent: Missing,
    #[cfg(not(any()))]
    pub present: [Link; 2],
    #[deprecated]
    pub old: Link,
    pub r#type: Link,
}

#[pymethods]
impl Fields {
    #[critical_section(self)]
    fn weight(&self) -> f64 {
        self.parts.iter().map(Part::weight).sum()
    }
}

#[pyclass(frozen)]
pub struct Tuple(pub u64, pub PyMutex<Link>, pub Mutex<Vec<Py<PyAny>>>);

#[pyclass(lock = "rw")]
pub enum Variants {
    Nothing,
    Plain(u64),
    Held(Link, u64),
    Named {
        name: String,
        held: Py<PyAny>,
    },
    #[cfg(any())]
    Absent(Missing),
}

#[pyclass]
pub enum Never {}

#[pyclass]
pub struct Unit;

#[pyclass]
#[repr(C, packed)]
pub struct Packed {
    pub small: u8,
    pub large: u64,
}

macro_rules! class {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[pyclass]
        pub struct $name {
            $(pub $field: $ty,)*
        }
    };
}

class!(FromMacro { a: Option<Py<PyAny>>, b: Link, c: u64 });

/// By hand, with a section of the whole block.
#[pyclass]
pub struct ByHand {
    pub held: Box<[Py<PyAny>]>,
}

#[pymethods]
#[critical_section(self)]
impl ByHand {
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.held.iter().try_for_each(|held| visit.call(held))
    }

    fn __clear__(&mut self) {
        self.held = Box::default();
    }
}

#[pyclass(frozen)]
pub struct Frozen {
    pub held: PyMutex<Link>,
}

#[pymethods]
impl Frozen {
    unsafe fn __traverse__(
        &self,
        visit: freehold::PyVisit<'_>,
    ) -> Result<(), freehold::PyTraverseError> {
        visit.call(&self.held)
    }

    fn __clear__(&self, py: Python<'_>) -> PyResult<()> {
        let held = self.held.lock(py).take();
        drop(held);
        Ok(())
    }
}

/// By handle, as any method; and by `#[cfg]`.
#[pyclass]
pub struct ByHandle {
    pub held: Link,
}

#[pymethods]
impl ByHandle {
    #[cfg(any())]
    unsafe fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        Missing
    }

    #[cfg(not(any()))]
    unsafe fn __traverse__(&self, _: PyVisit<'_>) -> Result<(), PyTraverseError> {
        Ok(())
    }

    fn __clear__(slf: &Bound<'_, Self>) {
        slf.with_mut(|this| this.held = None);
    }
}
