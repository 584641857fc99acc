//! Errors with a literal text, of which the objects may be kept: what they say, and that memory is bounded.

use freehold::exceptions::{PyKeyError, PyValueError};
use freehold::ffi;
use freehold::prelude::*;

/// What Python gets: the text, and its address.
fn raised(py: Python<'_>, error: PyErr) -> (String, usize) {
    error.restore(py);
    let error = PyErr::take(py).expect("an exception is set");
    let args = error.value(py).getattr("args").expect("args");
    let text = args.get_item(0).expect("a text");
    (
        text.extract().expect("the text is a str"),
        text.as_ptr().addr(),
    )
}

/// A static, which unlike a constant is in one place.
static TEXT: &str = "a literal";

fn leaked(text: String) -> &'static str {
    text.leak()
}

#[test]
fn literals() {
    // SAFETY: nobody has initialised Python in this process.
    unsafe { ffi::Py_InitializeEx(0) }
    Python::attach(|py| {
        let (text, first) = raised(py, PyValueError::new_err(TEXT));
        assert_eq!(text, TEXT);
        // Texts that begin in one place are told apart by their lengths, and none is taken for another.
        let whole = leaked("0123456789 äöü".repeat(100));
        let parts: Vec<&'static str> = whole
            .char_indices()
            .map(|(index, _)| &whole[..index])
            .chain(whole.char_indices().map(|(index, _)| &whole[index..]))
            .chain((0..1000).map(|number| leaked(format!("number {number}"))))
            .collect();
        for _ in 0..2 {
            for part in &parts {
                assert_eq!(raised(py, PyValueError::new_err(*part)).0, *part);
                assert_eq!(raised(py, PyKeyError::new_err(*part)).0, *part);
            }
        }
        let again = || raised(py, PyValueError::new_err(TEXT));
        assert_eq!(again().1, first, "the first text of all is kept");
    });
}
