// MO10: an export from elsewhere, and a constant of the same name under `as`.
use freehold::prelude::*;

mod parts {
    use freehold::prelude::*;

    #[pyclass(frozen)]
    pub struct Limit;
}

#[pymodule]
mod tally {
    use super::*;

    #[pymodule_export]
    use super::parts::Limit;

    #[pyclass(frozen, name = "Limit")]
    struct Bound2;
}

fn main() {}
