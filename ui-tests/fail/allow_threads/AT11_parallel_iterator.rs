// AT11: workers that wait for the interpreter which their caller holds.
#![deny(deprecated)]

use freehold::prelude::*;

/// As rayon's.
trait ParallelIterator: Iterator + Sized {
    fn for_each_parallel(self, work: impl Fn(Self::Item)) {
        self.for_each(work);
    }
}

trait IntoParallelRefIterator<T> {
    fn par_iter(&self) -> std::slice::Iter<'_, T>;
}

impl<T> IntoParallelRefIterator<T> for Vec<T> {
    fn par_iter(&self) -> std::slice::Iter<'_, T> {
        self.iter()
    }
}

#[pyfunction]
fn report(numbers: Vec<u64>) {
    numbers.par_iter().for_each(|number| {
        Python::attach(|py| {
            let _ = (py, number);
        });
    });
}

fn main() {}
