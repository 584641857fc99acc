//! `wordindex`: an inverted index of a folder of text, fed by any number of threads.
//!
//! The slow part, reading a file and finding its words, runs detached and touches nothing shared. What remains for the
//! lock is one short call per file. `index.rs` and `tokens.rs` are plain Rust; this file is all that knows of Python.

mod index;
mod tokens;

use std::io;
use std::sync::Arc;
use std::vec;

use freehold::exceptions::{PyKeyError, PyOSError, PyValueError};
use freehold::prelude::*;

use index::{AlreadyIndexed, Inverted};
use tokens::WordCounts;

/// An inverted index of text files that any number of threads may feed.
#[pymodule(gil_not_used)]
mod wordindex {
    use super::*;

    /// The words of one file, counted. Made by `read()`, for `Index.add()`.
    #[pyclass(frozen)]
    struct FileWords {
        name: Arc<str>,
        counts: WordCounts,
    }

    #[pymethods]
    impl FileWords {
        /// The path that was read.
        #[getter]
        fn name(&self) -> String {
            self.name.to_string()
        }

        /// How many words the file has, repetitions included.
        #[getter]
        fn words(&self) -> u64 {
            self.counts.total()
        }

        /// Each distinct word with its count, in no particular order.
        fn counts(&self) -> Vec<(String, u64)> {
            self.counts
                .iter()
                .map(|(word, count)| (word.to_owned(), count))
                .collect()
        }

        fn __len__(&self) -> usize {
            self.counts.distinct()
        }

        fn __repr__(&self) -> String {
            format!("<FileWords {:?}: {} words>", self.name, self.counts.total())
        }
    }

    /// Reads the file at `path`, which must be UTF-8, and counts its words. Other threads run meanwhile.
    ///
    /// Raises the `OSError` that `open()` would, and `UnicodeDecodeError` for bytes that are no UTF-8.
    #[pyfunction]
    #[allow_threads]
    fn read(path: &str) -> PyResult<FileWords> {
        let bytes = std::fs::read(path).map_err(|error| with_path(error, path))?;
        let text = String::from_utf8(bytes)?;
        Ok(FileWords {
            name: path.into(),
            counts: WordCounts::of(text),
        })
    }

    /// Which words occur, how often, and in which files. Words are in lower case.
    #[pyclass]
    #[derive(Default)]
    struct Index {
        inverted: Inverted,
    }

    #[pymethods]
    impl Index {
        /// An empty index.
        #[new]
        fn new() -> Self {
            Self::default()
        }

        /// Adds the words of one file. A name that is in the index already is a `ValueError`.
        #[critical_section(self)]
        fn add(&mut self, file: &FileWords) -> PyResult<()> {
            Ok(self.inverted.add(&file.name, &file.counts)?)
        }

        /// Adds all that `other` holds; `other` keeps it. If they share a file: `ValueError`, and nothing changes.
        #[critical_section(self, other)]
        fn merge(&mut self, other: &Index) -> PyResult<()> {
            Ok(self.inverted.merge(&other.inverted)?)
        }

        /// The `n` most frequent words with their counts; equally frequent ones in alphabetical order.
        #[critical_section(self)]
        fn top(&self, n: usize) -> Vec<(String, u64)> {
            let top = self.inverted.top(n);
            top.into_iter()
                .map(|(word, count)| (word.to_string(), count))
                .collect()
        }

        /// The names of the files that hold `word`, sorted.
        #[critical_section(self)]
        fn files(&self, word: &str) -> Vec<String> {
            self.inverted
                .files(word)
                .iter()
                .map(|name| name.to_string())
                .collect()
        }

        /// How many words there are, repetitions included.
        #[critical_section(self)]
        fn words(&self) -> u64 {
            self.inverted.total()
        }

        /// How many distinct words there are.
        #[critical_section(self)]
        fn __len__(&self) -> usize {
            self.inverted.distinct()
        }

        #[critical_section(self)]
        fn __contains__(&self, word: &str) -> bool {
            self.inverted.count(word).is_some()
        }

        /// How often `word` occurs in all files together.
        #[critical_section(self)]
        fn __getitem__(&self, word: &str) -> PyResult<u64> {
            self.inverted
                .count(word)
                .ok_or_else(|| PyKeyError::new_err(word.to_owned()))
        }

        /// The words as they are now, in no particular order; files added later do not disturb the iteration.
        #[critical_section(self)]
        fn __iter__(&self) -> Words {
            Words {
                rest: self.inverted.snapshot().into_iter(),
            }
        }

        #[critical_section(self)]
        fn __repr__(&self) -> String {
            format!(
                "<Index of {} files: {} words, {} distinct>",
                self.inverted.file_count(),
                self.inverted.total(),
                self.inverted.distinct()
            )
        }
    }

    /// An iterator over the words of an `Index`. Threads may share one: each word goes to one of them.
    #[pyclass]
    struct Words {
        rest: vec::IntoIter<Arc<str>>,
    }

    #[pymethods]
    impl Words {
        fn __iter__(slf: Py<Self>) -> Py<Self> {
            slf
        }

        #[critical_section(self)]
        fn __next__(&mut self) -> Option<String> {
            self.rest.next().map(|word| word.to_string())
        }
    }
}

/// `error` as Python words it, with the name of the file.
fn with_path(error: io::Error, path: &str) -> PyErr {
    match error.raw_os_error() {
        // Given a number, OSError() makes the right subclass of itself, such as FileNotFoundError.
        Some(number) => PyOSError::new_err((number, error.to_string(), path.to_owned())),
        None => PyOSError::new_err(error.to_string()),
    }
}

impl From<AlreadyIndexed> for PyErr {
    fn from(error: AlreadyIndexed) -> Self {
        PyValueError::new_err(error.to_string())
    }
}
