//! Functions in every calling convention.

use freehold::exceptions::{PyKeyError, PyOSError, PyRuntimeError, PyValueError};
use freehold::prelude::*;

/// Takes nothing, returns nothing.
#[pyfunction]
pub fn nothing() {}

/// Takes nothing.
#[pyfunction]
pub fn answer() -> i64 {
    42
}

/// Adds two numbers.
///
/// The second paragraph, with `code` and a word that is not ASCII: Größe.
///
///     an indented line
#[pyfunction]
pub fn add(a: i64, b: i64) -> PyResult<i64> {
    a.checked_add(b)
        .ok_or_else(|| PyValueError::new_err("the sum is too large"))
}

/// One argument, by position.
#[pyfunction(signature = (value, /))]
pub fn one<'py>(value: Bound<'py, PyAny>) -> Bound<'py, PyAny> {
    value
}

/// One argument that may be named.
#[pyfunction]
pub fn cheapest(value: u8) -> u8 {
    value
}

/// Two arguments, by position.
#[pyfunction(signature = (a, b, /))]
pub fn pair(a: String, b: String) -> (String, String) {
    (a, b)
}

/// One argument has a default.
#[pyfunction(signature = (value, factor = 2))]
pub fn scaled(value: i64, factor: i64) -> i64 {
    value * factor
}

/// Every kind of parameter.
#[pyfunction(signature = (a, b = 2, /, c = 3, *, d, e = 5))]
pub fn every_kind(a: i64, b: i64, c: i64, d: i64, e: i64) -> Vec<i64> {
    vec![a, b, c, d, e]
}

/// Only keywords.
#[pyfunction(signature = (*, a, b = 1))]
pub fn keyword_only(a: i64, b: i64) -> (i64, i64) {
    (a, b)
}

/// Defaults of every kind.
#[pyfunction(signature = (flag = true, text = "x\n", ratio = 0.5, nothing = None, data = b"ab", number = -1, constant = MOST))]
pub fn defaults(
    flag: bool,
    text: &str,
    ratio: f64,
    nothing: Option<i64>,
    data: &[u8],
    number: i64,
    constant: u32,
) -> String {
    format!("{flag} {text:?} {ratio} {nothing:?} {data:?} {number} {constant}")
}

const MOST: u32 = 7;

/// The token is no argument.
#[pyfunction]
pub fn with_token(a: i64, py: Python<'_>, b: i64) -> PyResult<(i64, bool)> {
    let version: (u8, u8) = py.import("sys")?.getattr("version_info")?.get_item_pair()?;
    let known = py.version_info();
    Ok((a + b, version == (known.major, known.minor)))
}

/// The first two items of `sys.version_info`.
trait VersionPair {
    fn get_item_pair(&self) -> PyResult<(u8, u8)>;
}

impl VersionPair for Bound<'_, PyAny> {
    fn get_item_pair(&self) -> PyResult<(u8, u8)> {
        Ok((
            self.getattr("major")?.extract()?,
            self.getattr("minor")?.extract()?,
        ))
    }
}

/// Names that are keywords of Rust.
#[pyfunction]
pub fn raw(r#type: i64, r#fn: i64) -> i64 {
    r#type - r#fn
}

/// Exported under the name that the module gives it.
#[pyfunction(name = "match")]
pub fn soft_keyword() -> &'static str {
    "match"
}

#[pyfunction]
pub fn undocumented(a: i64) -> i64 {
    a
}

#[doc = "Written as an attribute."]
#[doc = ""]
#[doc = "Über mehrere Zeilen."]
#[pyfunction]
pub fn documented() {}

/// Raises `KeyError(key)`.
#[pyfunction]
pub fn fails(key: String) -> PyResult<()> {
    Err(PyKeyError::new_err(key))
}

/// Raises what `kind` says.
#[pyfunction]
pub fn fails_with(kind: &str) -> PyResult<i64> {
    Err(match kind {
        "value" => PyValueError::new_err("a value"),
        "runtime" => PyRuntimeError::new_err(("two", 2)),
        "missing file" => PyOSError::new_err((2, "No such file")),
        "parse" => return Ok(kind.parse()?),
        "io" => std::io::Error::from(std::io::ErrorKind::PermissionDenied).into(),
        "utf8" => String::from_utf8(vec![0xff]).unwrap_err().into(),
        _ => return Ok(0),
    })
}

/// An error type of this crate.
#[derive(Debug)]
pub struct Broke {
    missing: u64,
}

impl From<Broke> for PyErr {
    fn from(broke: Broke) -> PyErr {
        PyValueError::new_err(format!("{} missing", broke.missing))
    }
}

/// Raises an error of its own type.
#[pyfunction]
pub fn fails_with_own(missing: u64) -> Result<u64, Broke> {
    if missing > 0 {
        Err(Broke { missing })
    } else {
        Ok(0)
    }
}

/// Panics.
#[pyfunction]
pub fn panics(message: &str) -> i64 {
    panic!("{message}")
}
