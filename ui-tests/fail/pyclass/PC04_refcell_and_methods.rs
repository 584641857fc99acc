// PC04: with methods, which are fine: one message.
use freehold::prelude::*;
use std::cell::RefCell;

#[pyclass(frozen)]
struct Basket {
    name: String,
    items: RefCell<Vec<String>>,
}

#[pymethods]
impl Basket {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn add(&self, item: String) {
        self.items.borrow_mut().push(item);
    }
}

fn main() {}
