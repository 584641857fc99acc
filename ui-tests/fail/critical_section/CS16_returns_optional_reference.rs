// CS16: the same inside an `Option`, and a reference to `self` itself.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self)]
    fn first(&self) -> Option<&String> {
        self.items.first()
    }

    #[critical_section(self)]
    fn cleared(&mut self) -> &mut Self {
        self.items.clear();
        self
    }
}

fn main() {}
