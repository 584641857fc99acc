// What a closure makes in an interpreter stays there.
use freehold::prelude::*;

fn name(of: &Interpreter) -> Option<Bound<'_, PyAny>> {
    of.attach(|py| py.eval(c"__name__", None, None).ok())
}

fn main() {}
