// There is no `.await` in a block.
use freehold::prelude::*;

async fn late(py: Python<'_>, list: &Bound<'_, PyList>) {
    freehold::critical_section!(list => { std::future::ready(()).await });
    freehold::allow_threads!(py => { std::future::ready(()).await });
}

fn main() {}
