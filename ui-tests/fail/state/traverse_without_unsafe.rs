// The contract of `Traverse` is one that the compiler cannot check.
use freehold::prelude::*;
use freehold::{PyTraverseError, PyVisit, Traverse};

pub struct State {
    hook: Py<PyAny>,
}

impl Traverse for State {
    fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.hook)?;
        visit.call(&self.hook)
    }
}

fn main() {}
