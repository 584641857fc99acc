// MS01: a global without anything that keeps threads apart.
use freehold::prelude::*;

#[pymodule]
mod tally {
    static mut HITS: u64 = 0;
}

fn main() {}
