//! What fields are seen through.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use freehold::prelude::*;

/// No field could hold an object.
#[pyclass(subclass)]
pub struct Plain {
    value: u64,
}

#[pymethods]
impl Plain {
    #[new]
    fn new() -> Self {
        Plain { value: 1 }
    }

    #[critical_section(self)]
    fn value(&self) -> u64 {
        self.value
    }
}

/// One does, but has other owners: whoever visits it cannot know how many.
#[pyclass]
pub struct Nothing {
    shared: Arc<Py<PyAny>>,
    names: Vec<String>,
}

#[pymethods]
impl Nothing {
    #[new]
    fn new(object: Py<PyAny>) -> Self {
        Nothing {
            shared: Arc::new(object),
            names: Vec::new(),
        }
    }

    #[critical_section(self)]
    fn owners(&self) -> usize {
        Arc::strong_count(&self.shared) + self.names.len()
    }
}

/// What makes a reference, under another name.
type Link = Option<Py<PyAny>>;

/// A struct in fields.
#[derive(Default)]
pub struct Edge {
    to: Option<Py<PyAny>>,
    weight: f64,
}

freehold::traverse!(Edge { to });

impl Edge {
    fn to(object: Py<PyAny>) -> Edge {
        Edge {
            to: Some(object),
            weight: 1.0,
        }
    }
}

/// One field of each kind.
#[pyclass]
#[derive(Default)]
pub struct Fields {
    link: Link,
    list: Vec<Py<PyAny>>,
    deque: VecDeque<Py<PyAny>>,
    by_name: HashMap<String, Py<PyAny>>,
    by_number: BTreeMap<u64, Vec<Py<PyAny>>>,
    array: [Link; 2],
    pairs: Vec<(String, Py<PyAny>)>,
    edge: Edge,
    boxed: Option<Box<Edge>>,
    #[cfg(any())]
    r#absent: Py<PyAny>,
    #[cfg(not(any()))]
    present: Link,
    nested: Option<Option<Link>>,
}

#[pymethods]
impl Fields {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Puts `object` into the field of this name.
    #[critical_section(self)]
    fn put(&mut self, name: &str, object: Py<PyAny>) -> bool {
        match name {
            "link" => self.link = Some(object),
            "list" => self.list.push(object),
            "deque" => self.deque.push_back(object),
            "by_name" => drop(self.by_name.insert("name".to_owned(), object)),
            "by_number" => self.by_number.entry(1).or_default().push(object),
            "array" => self.array[1] = Some(object),
            "pairs" => self.pairs.push(("pair".to_owned(), object)),
            "edge" => self.edge = Edge::to(object),
            "boxed" => self.boxed = Some(Box::new(Edge::to(object))),
            "present" => self.present = Some(object),
            "nested" => self.nested = Some(Some(Some(object))),
            _ => return false,
        }
        self.edge.weight >= 0.0
    }
}

/// A reference that cannot be given up: somebody else has to break the cycle.
#[pyclass]
pub struct Stuck {
    held: Py<PyAny>,
}

#[pymethods]
impl Stuck {
    #[new]
    fn new(held: Py<PyAny>) -> Self {
        Stuck { held }
    }

    #[critical_section(self)]
    fn held(&self, cs: NoSuspend<'_>) -> Py<PyAny> {
        self.held.clone_ref(cs)
    }
}

/// A tuple.
#[pyclass]
pub struct Tuple(u64, Option<Py<PyAny>>, #[cfg(any())] Py<PyAny>, u8);

#[pymethods]
impl Tuple {
    #[new]
    fn new() -> Self {
        Tuple(1, None, 2)
    }

    #[critical_section(self)]
    fn put(&mut self, object: Py<PyAny>) -> u64 {
        self.1 = Some(object);
        self.0 + u64::from(self.2)
    }
}

/// An `enum`.
#[pyclass]
pub enum Scene {
    Empty,
    Loose(u64, Option<Py<PyAny>>),
    Held {
        /// Cannot be given up.
        by: Py<PyAny>,
        also: Vec<Py<PyAny>>,
    },
    #[cfg(any())]
    Absent(Py<PyAny>),
}

#[pymethods]
impl Scene {
    #[new]
    fn new() -> Self {
        Scene::Empty
    }

    #[critical_section(self)]
    fn loose(&mut self, object: Py<PyAny>) {
        *self = Scene::Loose(1, Some(object));
    }

    #[critical_section(self)]
    fn held(&mut self, by: Py<PyAny>, also: Vec<Py<PyAny>>) {
        *self = Scene::Held { by, also };
    }

    #[critical_section(self)]
    fn count(&self) -> u64 {
        match self {
            Scene::Empty => 0,
            Scene::Loose(number, object) => number + u64::from(object.is_some()),
            Scene::Held { by, also } => 1 + u64::from(also.iter().any(|other| other.is(by))),
        }
    }
}
