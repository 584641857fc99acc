// FN08 in a special method.
use freehold::prelude::*;

struct Rgb(u8, u8, u8);

#[pyclass(frozen)]
struct Palette {
    size: u8,
}

#[pymethods]
impl Palette {
    fn __getitem__(&self, index: usize) -> Rgb {
        let _ = index;
        Rgb(self.size, 0, 0)
    }
}

fn main() {}
