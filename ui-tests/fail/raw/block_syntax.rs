// Blocks that lack something.
use freehold::prelude::*;

fn length(list: &Bound<'_, PyList>) {
    freehold::critical_section!();
    freehold::critical_section!({ list.len() });
    freehold::critical_section!(list, { list.len() });
    freehold::critical_section!(list => );
    freehold::critical_section!(list => let n = list.len(); n);
    freehold::critical_section!( => { list.len() });
    freehold::critical_section!(list, list, => { list.len() });
}

fn detached(py: Python<'_>) {
    freehold::allow_threads!();
    freehold::allow_threads!(py);
    freehold::allow_threads!(py, { 1 });
    freehold::allow_threads!( => { 1 });
    freehold::allow_threads!(py => let n = 1; n);
}

fn main() {}
