//! A class with readers and writers: `#[pyclass(lock = "rw")]`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use freehold::exceptions::PyValueError;
use freehold::prelude::*;
use freehold::sync;

use crate::suspendable::Cell;

/// Of a reader for others that never come, because they wait for it: less than the test's outer timeout.
const PATIENCE: Duration = Duration::from_secs(300);

/// Read by many, written by few. All its numbers are always the same.
#[pyclass(lock = "rw", subclass)]
#[derive(Default)]
pub struct Board {
    #[freehold(get, set)]
    name: String,
    first: u64,
    rows: Vec<u64>,
    last: u64,
    /// What readers tell each other while they are inside.
    readers: AtomicUsize,
    most_readers: AtomicUsize,
    object: Option<Py<PyAny>>,
}

impl Board {
    fn is_whole(&self) -> bool {
        self.first == self.last && self.rows.iter().all(|row| *row == self.first)
    }

    fn fill(&mut self, value: u64) {
        self.first = value;
        self.rows.clear();
        self.rows
            .extend(std::iter::repeat_n(value, (value % 7) as usize));
        self.last = value;
    }
}

#[pymethods]
impl Board {
    #[new]
    #[freehold(signature = (value = 0, name = ""))]
    fn new(value: u64, name: &str) -> Self {
        let mut board = Board {
            name: name.to_owned(),
            ..Board::default()
        };
        board.fill(value);
        board
    }

    #[critical_section(self)]
    fn read(&self) -> Vec<u64> {
        let mut all = vec![self.first, self.last];
        all.extend(&self.rows);
        all
    }

    #[critical_section(self)]
    fn is_torn(&self) -> bool {
        !self.is_whole()
    }

    #[critical_section(self)]
    fn write(&mut self, value: u64) -> bool {
        let whole = self.is_whole();
        self.fill(value);
        whole
    }

    #[critical_section(self)]
    fn add(&mut self, by: u64) -> u64 {
        let value = self.first + by;
        self.fill(value);
        value
    }

    /// Waits inside until `parties` readers are there at the same time. Attached: nothing else lets go of anything.
    #[critical_section(self)]
    fn meet(&self, parties: usize) -> bool {
        let begin = Instant::now();
        self.readers.fetch_add(1, Ordering::SeqCst);
        while self.most_readers.load(Ordering::SeqCst) < parties {
            self.most_readers
                .fetch_max(self.readers.load(Ordering::SeqCst), Ordering::SeqCst);
            if begin.elapsed() > PATIENCE {
                break;
            }
            std::thread::yield_now();
        }
        self.readers.fetch_sub(1, Ordering::SeqCst);
        self.most_readers.load(Ordering::SeqCst) >= parties
    }

    /// A reader that stays inside for a while. Whether the board was whole from the beginning to the end.
    #[critical_section(self)]
    fn stay(&self, turns: u32) -> bool {
        self.readers.fetch_add(1, Ordering::SeqCst);
        let before = self.first;
        for _ in 0..turns {
            std::thread::yield_now();
        }
        self.readers.fetch_sub(1, Ordering::SeqCst);
        self.is_whole() && self.first == before
    }

    /// How many readers there are inside, asked by a writer, who is alone. Leaves the board torn meanwhile.
    #[critical_section(self)]
    fn count_readers(&mut self, turns: u32) -> usize {
        let value = self.first;
        self.last = value + 1;
        let mut readers = 0;
        for _ in 0..turns {
            readers += self.readers.load(Ordering::SeqCst);
            std::thread::yield_now();
        }
        self.last = value;
        readers
    }

    #[critical_section(self)]
    fn panic_writing(&mut self) {
        self.first += 1;
        self.last += 1;
        self.rows.clear();
        panic!("panicked writing")
    }

    #[critical_section(self)]
    fn panic_reading(&self) {
        panic!("panicked reading {}", self.first)
    }

    #[critical_section(self)]
    fn fail_writing(&mut self) -> PyResult<()> {
        Err(PyValueError::new_err("failed writing"))
    }

    #[critical_section(self)]
    fn fail_reading(&self) -> PyResult<()> {
        Err(PyValueError::new_err("failed reading"))
    }

    #[allow(deprecated, reason = "it does what the warning is about")]
    #[critical_section(self)]
    fn attach_reading(&self) {
        Python::attach(|_| ())
    }

    #[critical_section(self)]
    fn keep(&mut self, object: Option<Py<PyAny>>) {
        self.object = object;
    }

    #[critical_section(self)]
    fn kept(&self, cs: NoSuspend<'_>) -> Option<Py<PyAny>> {
        self.object.as_ref().map(|object| object.clone_ref(cs))
    }

    /// Two readers.
    #[critical_section(self, other)]
    fn same(&self, other: &Board) -> bool {
        self.first == other.first && self.is_whole() && other.is_whole()
    }

    /// A writer and a reader.
    #[critical_section(self, other)]
    fn copy_from(&mut self, other: &Board) -> bool {
        let whole = self.is_whole() && other.is_whole();
        self.fill(other.first);
        whole
    }

    /// Two writers.
    #[critical_section(self, other)]
    fn move_to(&mut self, other: &mut Board, amount: u64) -> PyResult<u64> {
        if !self.is_whole() || !other.is_whole() {
            return Err(PyValueError::new_err("torn"));
        }
        let amount = amount.min(self.first);
        let (from, to) = (self.first - amount, other.first + amount);
        self.fill(from);
        other.fill(to);
        Ok(from + to)
    }

    #[critical_section(self, other)]
    fn total(&self, other: &Board) -> u64 {
        self.first + other.last
    }

    /// With a class of the other kind.
    #[critical_section(self, cell)]
    fn total_with(&self, cell: &Cell) -> i64 {
        self.last as i64 + cell.value
    }

    #[critical_section(self, cell)]
    fn pay(&mut self, cell: &mut Cell, amount: u64) -> i64 {
        let amount = amount.min(self.first);
        let value = self.first - amount;
        self.fill(value);
        cell.value += amount as i64;
        value as i64 + cell.value
    }

    #[critical_section(self, cell)]
    fn collect(&mut self, cell: &mut Cell) -> i64 {
        let value = self.first + cell.value as u64;
        self.fill(value);
        cell.value = 0;
        value as i64
    }

    #[getter]
    #[critical_section(self)]
    fn value(&self) -> u64 {
        self.first
    }

    #[setter]
    #[critical_section(self)]
    fn set_value(&mut self, value: u64) {
        self.fill(value);
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.rows.len()
    }

    #[critical_section(self)]
    fn __getitem__(&self, index: usize) -> PyResult<u64> {
        self.rows
            .get(index)
            .copied()
            .ok_or_else(|| freehold::exceptions::PyIndexError::new_err("no such row"))
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, index: usize, value: u64) {
        let _ = index;
        self.fill(value);
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> u64 {
        let value = self.first + 1;
        self.fill(value);
        value
    }

    #[critical_section(self, other)]
    fn __eq__(&self, other: &Self) -> bool {
        self.first == other.last
    }
}

#[pyfunction]
pub fn read_block(board: &Bound<'_, Board>) -> (u64, bool) {
    board.with(|board| (board.first, board.is_whole()))
}

#[pyfunction]
pub fn write_block(board: &Bound<'_, Board>, value: u64) -> bool {
    board.with_mut(|board| {
        let whole = board.is_whole();
        board.fill(value);
        whole
    })
}

#[pyfunction]
pub fn rename_block(board: &Bound<'_, Board>, other: &Bound<'_, Board>) -> PyResult<()> {
    sync::with2_mut(board, other, |board, other| {
        std::mem::swap(&mut board.name, &mut other.name)
    })
}

#[pyfunction]
pub fn sum_block(board: &Bound<'_, Board>, cell: &Bound<'_, Cell>) -> i64 {
    sync::with2(board, cell, |board, cell| board.first as i64 + cell.value)
}
