//! The raw tier under test: plain functions and raw C functions with the attributes, and blocks.

mod detaching;
mod sections;

use freehold::prelude::*;

#[pymodule(gil_not_used)]
mod raw {
    #[pymodule_export]
    use super::detaching::{
        block, block_panics, block_without_token, method, nested, panics_detached, plain, raw_c,
        refused_in_section,
    };
    #[pymodule_export]
    use super::sections::{
        Cell, bump, bumps, early, misuse, pair, panics_locked, same_twice, suspended, suspended2,
    };
}
