// Submodules come later, and say so.
use freehold::prelude::*;

#[pymodule]
mod tally {
    use super::*;

    #[pymodule]
    mod inner {
        use freehold::prelude::*;

        #[pyfunction]
        fn count() -> u64 {
            1
        }
    }
}

fn main() {}
