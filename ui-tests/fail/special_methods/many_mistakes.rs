// DU01, DU07, DU08 and DU09 in one block: all are reported at once, and nothing else.
use freehold::prelude::*;

#[pyclass]
struct Basket {
    items: Vec<String>,
}

#[pymethods]
impl Basket {
    #[critical_section(self)]
    fn __init__(&mut self) {
        self.items.clear();
    }

    fn __next__(&mut self) -> Option<String> {
        self.items.pop()
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, index: usize) {
        self.items.remove(index);
    }

    #[critical_section(self)]
    fn __contians__(&self, item: String) -> bool {
        self.items.contains(&item)
    }
}

fn main() {}
