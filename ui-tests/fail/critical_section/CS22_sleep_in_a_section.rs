// CS22: waiting in a section that can be suspended.
#![deny(deprecated)]

use freehold::prelude::*;
use std::time::Duration;

#[pyfunction]
#[critical_section(list)]
fn wait(list: &Bound<'_, PyList>) {
    std::thread::sleep(Duration::from_millis(list.len() as u64));
}

fn main() {}
