// CS19: a suspendable section on a class whose readers run side by side.
use freehold::prelude::*;

#[pyclass(lock = "rw")]
struct Table {
    rows: u64,
}

#[pyfunction]
#[critical_section(table)]
fn rows(table: &Bound<'_, Table>) -> u64 {
    table.with(|table| table.rows)
}

fn main() {}
