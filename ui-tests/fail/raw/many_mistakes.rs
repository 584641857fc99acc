// Every mistake of a function is reported.
use freehold::prelude::*;

#[critical_section(lst, n, timeout = 3)]
async fn length(list: &Bound<'_, PyList>, n: u8) -> usize {
    list.len() + usize::from(n)
}

fn main() {}
