//! Special methods: with plain results, with errors, with panics.

use freehold::exceptions::{PyIndexError, PyKeyError, PyValueError};
use freehold::prelude::*;

/// A list of integers.
#[pyclass]
pub struct Sequence {
    items: Vec<i64>,
}

impl Sequence {
    fn position(&self, index: isize) -> PyResult<usize> {
        let length = self.items.len();
        let position = if index < 0 {
            index + length as isize
        } else {
            index
        };
        usize::try_from(position)
            .ok()
            .filter(|position| *position < length)
            .ok_or_else(|| PyIndexError::new_err("index out of range"))
    }
}

#[pymethods]
impl Sequence {
    #[new]
    #[freehold(signature = (items = Vec::new()))]
    fn new(items: Vec<i64>) -> Self {
        Sequence { items }
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.items.len()
    }

    #[critical_section(self)]
    fn __getitem__(&self, index: isize) -> PyResult<i64> {
        Ok(self.items[self.position(index)?])
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, index: isize, value: i64) -> PyResult<()> {
        let position = self.position(index)?;
        self.items[position] = value;
        Ok(())
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, index: isize) -> PyResult<()> {
        let position = self.position(index)?;
        self.items.remove(position);
        Ok(())
    }

    #[critical_section(self)]
    fn __contains__(&self, item: i64) -> bool {
        self.items.contains(&item)
    }

    #[critical_section(self)]
    fn __iter__(&self) -> SequenceIterator {
        SequenceIterator {
            rest: self.items.clone().into_iter(),
        }
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Sequence) -> bool {
        self.items == other.items
    }

    #[critical_section(self)]
    fn __repr__(&self) -> String {
        format!("Sequence({:?})", self.items)
    }

    #[critical_section(self)]
    fn push(&mut self, item: i64) {
        self.items.push(item);
    }
}

/// What `iter(Sequence())` returns.
#[pyclass]
pub struct SequenceIterator {
    rest: std::vec::IntoIter<i64>,
}

#[pymethods]
impl SequenceIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<i64> {
        self.rest.next()
    }
}

/// A frozen mapping from words to their lengths.
#[pyclass(frozen)]
pub struct Words {
    words: Vec<String>,
}

#[pymethods]
impl Words {
    #[new]
    fn new(words: Vec<String>) -> Self {
        Words { words }
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.words.len())
    }

    fn __getitem__(&self, word: &str) -> PyResult<usize> {
        let found = self.words.iter().find(|known| *known == word);
        found
            .map(|word| word.len())
            .ok_or_else(|| PyKeyError::new_err(word.to_owned()))
    }

    fn __contains__(&self, word: &Bound<'_, PyAny>) -> PyResult<bool> {
        let word: String = word.extract()?;
        Ok(self.words.contains(&word))
    }
}

/// Called like a function, compared and hashed.
#[pyclass(frozen)]
pub struct Adder {
    amount: i64,
}

#[pymethods]
impl Adder {
    #[new]
    fn new(amount: i64) -> Self {
        Adder { amount }
    }

    /// Adds the amount, `times` times.
    #[freehold(signature = (value, /, times = 1, *, negate = false))]
    fn __call__(&self, value: i64, times: i64, negate: bool) -> PyResult<i64> {
        let sum = value + self.amount * times;
        Ok(if negate { -sum } else { sum })
    }

    fn __eq__(&self, other: &Adder) -> PyResult<bool> {
        Ok(self.amount == other.amount)
    }

    fn __hash__(&self) -> isize {
        self.amount as isize
    }
}

/// The hash that it is told to have; equal to nothing.
#[pyclass(frozen)]
pub struct HashOf {
    hash: u64,
}

#[pymethods]
impl HashOf {
    #[new]
    fn new(hash: u64) -> Self {
        HashOf { hash }
    }

    fn __hash__(&self) -> u64 {
        self.hash
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.is_none()
    }
}

/// Longer than Python can say.
#[pyclass(frozen)]
pub struct Huge;

#[pymethods]
impl Huge {
    #[new]
    fn new() -> Self {
        Huge
    }

    fn __len__(&self) -> usize {
        usize::MAX
    }
}

/// Yields `None`s before it ends, and then an error.
#[pyclass]
pub struct Gaps {
    left: u32,
}

#[pymethods]
impl Gaps {
    #[new]
    fn new(left: u32) -> Self {
        Gaps { left }
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> PyResult<Option<Option<u32>>> {
        match self.left {
            0 => Err(PyValueError::new_err("asked once too often")),
            1 => {
                self.left = 0;
                Ok(None)
            }
            left => {
                self.left -= 1;
                Ok(Some((left % 2 == 0).then_some(left)))
            }
        }
    }
}

/// Only `__setitem__`.
#[pyclass]
pub struct SetOnly {
    #[freehold(get)]
    last: Option<(i64, i64)>,
}

#[pymethods]
impl SetOnly {
    #[new]
    fn new() -> Self {
        SetOnly { last: None }
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, key: i64, value: i64) {
        self.last = Some((key, value));
    }
}

/// Only `__delitem__`.
#[pyclass]
pub struct DeleteOnly {
    #[freehold(get)]
    last: Option<i64>,
}

#[pymethods]
impl DeleteOnly {
    #[new]
    fn new() -> Self {
        DeleteOnly { last: None }
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, key: i64) {
        self.last = Some(key);
    }
}

/// `__eq__` without `__hash__`.
#[pyclass]
pub struct EqualOnly {
    value: i64,
}

#[pymethods]
impl EqualOnly {
    #[new]
    fn new(value: i64) -> Self {
        EqualOnly { value }
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &EqualOnly) -> bool {
        self.value == other.value
    }
}

/// Every special method raises `ValueError` with its own name.
#[pyclass]
pub struct Failing;

fn error<T>(name: &'static str) -> PyResult<T> {
    Err(PyValueError::new_err(name))
}

#[pymethods]
impl Failing {
    #[new]
    fn new() -> Self {
        Failing
    }

    #[critical_section(self)]
    fn __repr__(&self) -> PyResult<String> {
        error("repr")
    }

    #[critical_section(self)]
    fn __len__(&self) -> PyResult<usize> {
        error("len")
    }

    #[critical_section(self)]
    fn __getitem__(&self, _key: i64) -> PyResult<i64> {
        error("getitem")
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, _key: i64, _value: i64) -> PyResult<()> {
        error("setitem")
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, _key: i64) -> PyResult<()> {
        error("delitem")
    }

    #[critical_section(self)]
    fn __contains__(&self, _item: i64) -> PyResult<bool> {
        error("contains")
    }

    #[critical_section(self)]
    fn __iter__(&self) -> PyResult<SequenceIterator> {
        error("iter")
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> PyResult<Option<i64>> {
        error("next")
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Failing) -> PyResult<bool> {
        let _ = other;
        error("eq")
    }

    #[critical_section(self)]
    #[allow(deprecated, reason = "a hash that never comes cannot change")]
    fn __hash__(&self) -> PyResult<u64> {
        error("hash")
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> PyResult<i64> {
        error("call")
    }

    #[getter]
    #[critical_section(self)]
    fn attribute(&self) -> PyResult<i64> {
        error("get")
    }

    #[setter]
    #[critical_section(self)]
    fn set_attribute(&mut self, _value: i64) -> PyResult<()> {
        error("set")
    }

    #[critical_section(self)]
    fn method(&mut self) -> PyResult<i64> {
        error("method")
    }
}

/// Every special method panics with its own name.
#[pyclass]
pub struct Panicking {
    calls: u64,
}

#[pymethods]
impl Panicking {
    #[new]
    fn new() -> Self {
        Panicking { calls: 0 }
    }

    /// The one that does not.
    #[critical_section(self)]
    fn calls(&self) -> u64 {
        self.calls
    }

    #[critical_section(self)]
    fn __repr__(&self) -> String {
        panic!("repr")
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        panic!("len")
    }

    #[critical_section(self)]
    fn __getitem__(&self, _key: i64) -> i64 {
        panic!("getitem")
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, _key: i64, _value: i64) {
        self.calls += 1;
        panic!("setitem")
    }

    #[critical_section(self)]
    fn __delitem__(&mut self, _key: i64) {
        self.calls += 1;
        panic!("delitem")
    }

    #[critical_section(self)]
    fn __contains__(&self, _item: i64) -> bool {
        panic!("contains")
    }

    #[critical_section(self)]
    fn __iter__(&self) -> SequenceIterator {
        panic!("iter")
    }

    #[critical_section(self)]
    fn __next__(&mut self) -> Option<i64> {
        self.calls += 1;
        panic!("next")
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Panicking) -> bool {
        let _ = other;
        panic!("eq")
    }

    #[critical_section(self)]
    #[allow(deprecated, reason = "a hash that never comes cannot change")]
    fn __hash__(&self) -> u64 {
        panic!("hash")
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> i64 {
        self.calls += 1;
        panic!("call")
    }

    #[getter]
    #[critical_section(self)]
    fn attribute(&self) -> i64 {
        panic!("get")
    }

    #[setter]
    #[critical_section(self)]
    fn set_attribute(&mut self, _value: i64) {
        self.calls += 1;
        panic!("set")
    }

    #[critical_section(self)]
    fn method(&mut self) -> i64 {
        self.calls += 1;
        panic!("method")
    }
}
