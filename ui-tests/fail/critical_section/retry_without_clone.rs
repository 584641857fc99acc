// A body that runs again takes its arguments again.
use freehold::prelude::*;

struct Ticket(u64);

impl<'a, 'py> FromPyObject<'a, 'py> for Ticket {
    fn extract(object: &'a Bound<'py, PyAny>) -> PyResult<Self> {
        object.extract().map(Ticket)
    }
}

#[pyclass]
struct Queue {
    length: u64,
}

#[pyfunction]
#[critical_section(queue, on_suspend = "retry")]
fn first(queue: &Bound<'_, Queue>, ticket: Ticket) -> u64 {
    ticket.0 + queue.with(|queue| queue.length)
}

fn main() {}
