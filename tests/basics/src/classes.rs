//! Classes: locked, frozen, with and without constructors, subclassable or not.

use freehold::exceptions::{PyTypeError, PyValueError};
use freehold::prelude::*;

/// A locked class with a field that Python can read and set.
#[pyclass]
#[derive(Default)]
pub struct Counter {
    /// How often it was hit.
    #[freehold(get, set)]
    hits: u64,
    #[freehold(get)]
    label: Option<String>,
}

#[pymethods]
impl Counter {
    /// A counter that starts at `hits`.
    #[new]
    #[freehold(signature = (hits = 0, *, label = None))]
    fn new(hits: u64, label: Option<String>) -> Self {
        Counter { hits, label }
    }

    /// Counts one more.
    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    /// Counts `amount` more, `times` times.
    #[freehold(name = "add", signature = (amount, /, times = 1))]
    #[critical_section(self)]
    fn add_many(&mut self, amount: u64, times: u64) -> u64 {
        self.hits += amount * times;
        self.hits
    }

    /// The larger of two numbers.
    #[staticmethod]
    fn larger(a: i64, b: i64) -> i64 {
        a.max(b)
    }

    /// One that starts at `hits`.
    #[staticmethod]
    #[freehold(signature = (hits = 7))]
    fn starting_at(hits: u64) -> Self {
        Counter { hits, label: None }
    }

    fn undocumented(slf: &Bound<'_, Self>) -> PyResult<String> {
        Ok(slf.as_any().get_type().name()?.to_string())
    }
}

/// A frozen class, taken by reference and by value.
#[pyclass(frozen, from_py_object)]
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    #[freehold(get)]
    x: f64,
    #[freehold(get)]
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }

    #[staticmethod]
    fn origin() -> Point {
        Point { x: 0.0, y: 0.0 }
    }

    fn plus(&self, other: &Point) -> Point {
        Point {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }

    #[getter]
    fn norm(&self) -> f64 {
        self.x.hypot(self.y)
    }

    fn __repr__(&self) -> String {
        format!("Point({}, {})", self.x, self.y)
    }

    fn __eq__(&self, other: &Point) -> bool {
        self == other
    }

    fn __hash__(&self) -> u64 {
        self.x.to_bits() ^ self.y.to_bits().rotate_left(1)
    }
}

/// The mean of several points, which are copied out of their objects.
#[pyfunction]
pub fn centre(points: Vec<Point>) -> PyResult<Point> {
    let count = points.len() as f64;
    if points.is_empty() {
        return Err(PyValueError::new_err("there are no points"));
    }
    Ok(Point {
        x: points.iter().map(|point| point.x).sum::<f64>() / count,
        y: points.iter().map(|point| point.y).sum::<f64>() / count,
    })
}

/// Reads a frozen object that is not the receiver.
#[pyfunction]
pub fn x_of(point: &Point) -> f64 {
    point.x
}

/// A locked class that is copied out of its object under the lock.
#[pyclass(from_py_object)]
#[derive(Clone)]
pub struct Settings {
    #[freehold(get, set)]
    name: String,
    #[freehold(get, set)]
    level: u8,
}

#[pymethods]
impl Settings {
    #[new]
    fn new(name: String, level: u8) -> Self {
        Settings { name, level }
    }
}

/// Takes the settings by value.
#[pyfunction]
pub fn level_of(settings: Settings) -> (String, u8) {
    (settings.name, settings.level)
}

/// Python may derive from this one.
#[pyclass(subclass)]
pub struct Shape {
    #[freehold(get, set)]
    name: String,
}

#[pymethods]
impl Shape {
    #[new]
    #[freehold(signature = (name = "shape"))]
    fn new(name: &str) -> PyResult<Self> {
        if name.is_empty() {
            return Err(PyValueError::new_err("a shape needs a name"));
        }
        Ok(Shape {
            name: name.to_owned(),
        })
    }

    #[critical_section(self)]
    fn describe(&self) -> String {
        format!("a {}", self.name)
    }

    fn itself(slf: Py<Self>) -> Py<Self> {
        slf
    }
}

/// Properties that are computed.
#[pyclass]
pub struct Temperature {
    celsius: f64,
}

#[pymethods]
impl Temperature {
    #[new]
    fn new(celsius: f64) -> Self {
        Temperature { celsius }
    }

    /// Degrees Fahrenheit.
    #[getter]
    #[critical_section(self)]
    fn fahrenheit(&self) -> f64 {
        self.celsius * 1.8 + 32.0
    }

    #[setter]
    #[critical_section(self)]
    fn set_fahrenheit(&mut self, degrees: f64) -> PyResult<()> {
        let celsius = (degrees - 32.0) / 1.8;
        if celsius < -273.15 {
            return Err(PyValueError::new_err("below absolute zero"));
        }
        self.celsius = celsius;
        Ok(())
    }

    #[getter(kelvin)]
    #[critical_section(self)]
    fn in_kelvin(&self) -> f64 {
        self.celsius + 273.15
    }

    #[setter]
    #[critical_section(self)]
    fn set_write_only(&mut self, celsius: f64) {
        self.celsius = celsius;
    }

    #[getter]
    #[critical_section(self)]
    fn get_celsius(&self) -> f64 {
        self.celsius
    }

    #[getter]
    fn broken(slf: &Bound<'_, Self>) -> PyResult<f64> {
        slf.as_any().getattr("missing")?.extract()
    }
}

/// Without a constructor: only Rust makes these.
#[pyclass(frozen)]
pub struct Token {
    #[freehold(get)]
    number: u64,
}

/// A token.
#[pyfunction]
pub fn token(number: u64) -> Token {
    Token { number }
}

/// Its name in Python differs.
#[pyclass(frozen, name = "PythonName")]
pub struct Named;

#[pymethods]
impl Named {
    #[new]
    fn new() -> Self {
        Named
    }

    fn own_name(&self) -> &'static str {
        "PythonName"
    }
}

/// A tuple struct.
#[pyclass]
pub struct Wrapper(Vec<i64>);

#[pymethods]
impl Wrapper {
    #[new]
    fn new(items: Vec<i64>) -> Self {
        Wrapper(items)
    }

    #[critical_section(self)]
    fn push(&mut self, item: i64) -> Vec<i64> {
        self.0.push(item);
        self.0.clone()
    }
}

/// An enum.
#[pyclass(frozen)]
#[derive(PartialEq, Clone, Copy)]
pub enum Color {
    Red,
    Mixed { red: u8, green: u8 },
}

#[pymethods]
impl Color {
    #[staticmethod]
    fn red() -> Color {
        Color::Red
    }

    #[staticmethod]
    fn mixed(red: u8, green: u8) -> Color {
        Color::Mixed { red, green }
    }

    fn __eq__(&self, other: &Color) -> bool {
        self == other
    }

    fn __repr__(&self) -> String {
        match self {
            Color::Red => "Color.red()".to_owned(),
            Color::Mixed { red, green } => format!("Color.mixed({red}, {green})"),
        }
    }
}

/// No fields, no methods.
#[pyclass(frozen)]
pub struct Empty;

/// Two that are alike but for the cache lines that they are on.
#[pyclass(cache_aligned, subclass)]
#[derive(Default)]
pub struct Apart {
    #[freehold(get, set)]
    value: u64,
}

/// See `Apart`.
#[pyclass]
#[derive(Default)]
pub struct SideBySide {
    #[freehold(get, set)]
    value: u64,
}

#[pymethods]
impl Apart {
    #[new]
    fn new() -> Self {
        Self::default()
    }
}

#[pymethods]
impl SideBySide {
    #[new]
    fn new() -> Self {
        Self::default()
    }
}

/// A payload that needs the most alignment that there is.
#[pyclass]
#[repr(align(16))]
pub struct Aligned {
    value: u8,
}

#[pymethods]
impl Aligned {
    #[new]
    fn new(value: u8) -> Self {
        Aligned { value }
    }

    #[critical_section(self)]
    fn is_aligned(&self) -> (u8, bool) {
        (
            self.value,
            std::ptr::from_ref(self).cast::<u8>().align_offset(16) == 0,
        )
    }
}

/// A constructor that can fail, and one that can panic.
#[pyclass(frozen)]
pub struct Picky;

#[pymethods]
impl Picky {
    #[new]
    fn new(what: Bound<'_, PyAny>) -> PyResult<Self> {
        let text: String = what.extract()?;
        match text.as_str() {
            "fine" => Ok(Picky),
            "panic" => panic!("a picky constructor"),
            _ => Err(PyTypeError::new_err("not fine")),
        }
    }
}

/// Every kind of receiver that is a handle.
#[pyclass]
pub struct Receivers;

#[pymethods]
impl Receivers {
    #[new]
    fn new() -> Self {
        Receivers
    }

    fn owned(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn borrowed(slf: &Bound<'_, Self>) -> Py<Receivers> {
        slf.clone().unbind()
    }

    fn bound<'py>(this: Bound<'py, Self>) -> Bound<'py, Self> {
        this
    }

    fn by_class_name(receiver: &Bound<'_, Receivers>, other: i64) -> (Py<Receivers>, i64) {
        (receiver.clone().unbind(), other)
    }
}

/// An object made by converting the result.
#[pyfunction]
pub fn make_counter(hits: u64) -> Counter {
    Counter {
        hits,
        label: Some("made".to_owned()),
    }
}

/// An object made by hand.
#[pyfunction]
pub fn new_counter(py: Python<'_>, hits: u64) -> PyResult<Py<Counter>> {
    Py::new(py, Counter { hits, label: None })
}

/// Whether both arguments are one object, where the second may be missing.
#[pyfunction(signature = (first, second = None))]
pub fn same_object(first: Py<Counter>, second: Option<Py<Counter>>) -> Option<bool> {
    second.map(|second| first.is(&second))
}

/// Reads an attribute of each.
#[pyfunction]
pub fn hits_of_all(py: Python<'_>, counters: Vec<Py<Counter>>) -> PyResult<u64> {
    let mut sum = 0;
    for counter in &counters {
        sum += counter
            .bind(py)
            .as_any()
            .getattr("hits")?
            .extract::<u64>()?;
    }
    Ok(sum)
}
