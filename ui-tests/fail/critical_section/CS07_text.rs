// CS07: `&str` is a reference, but not to an object of a class.
use freehold::prelude::*;

#[pyclass]
struct Words {
    all: Vec<String>,
}

#[pymethods]
impl Words {
    #[critical_section(self, word)]
    fn add(&mut self, word: &str) {
        self.all.push(word.to_owned());
    }
}

fn main() {}
