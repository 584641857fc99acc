// A handle cannot die in the section.
use freehold::prelude::*;

fn dies(list: Bound<'_, PyList>) {
    freehold::critical_section!(list => { drop(list) })
}

fn main() {}
