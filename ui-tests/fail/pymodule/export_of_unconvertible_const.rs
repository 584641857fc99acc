// A constant that cannot become a Python object.
use freehold::prelude::*;

#[pymodule]
mod tally {
    pub struct Version(u8);

    #[pymodule_export]
    const VERSION: Version = Version(1);
}

fn main() {}
