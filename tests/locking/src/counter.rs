//! Counters: one lock, two locks, one object twice.

use freehold::exceptions::PyValueError;
use freehold::prelude::*;

/// A counter that any number of threads may hit.
#[pyclass]
#[derive(Default)]
pub struct Counter {
    #[freehold(get, set)]
    hits: u64,
}

impl Counter {
    /// What `absorb_or_double` does with one object.
    fn double(&mut self) -> u64 {
        self.hits *= 2;
        self.hits
    }

    /// What `send` does with one object: nothing moves.
    fn keep(&mut self, amount: u64) -> PyResult<u64> {
        self.check(amount)?;
        Ok(self.hits)
    }

    fn check(&self, amount: u64) -> PyResult<()> {
        match self.hits.checked_sub(amount) {
            Some(_) => Ok(()),
            None => Err(PyValueError::new_err(format!(
                "{amount} is more than {}",
                self.hits
            ))),
        }
    }
}

#[pymethods]
impl Counter {
    #[new]
    #[freehold(signature = (hits = 0))]
    fn new(hits: u64) -> Self {
        Counter { hits }
    }

    #[critical_section(self)]
    fn hit(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    /// The same in two steps, so that a missing lock shows.
    #[critical_section(self)]
    fn slow_hit(&mut self) -> u64 {
        let before = std::hint::black_box(self.hits);
        for _ in 0..20 {
            std::hint::spin_loop();
        }
        self.hits = std::hint::black_box(before + 1);
        self.hits
    }

    #[critical_section(self)]
    fn add(&mut self, amount: u64) -> u64 {
        self.hits += amount;
        self.hits
    }

    #[critical_section(self)]
    fn value(&self) -> u64 {
        self.hits
    }

    /// Takes all that `other` has.
    #[critical_section(self, other)]
    fn absorb(&mut self, other: &mut Counter) {
        self.hits += std::mem::take(&mut other.hits);
    }

    /// The same, but an object that absorbs itself doubles.
    #[critical_section(self, other, same = Self::double)]
    fn absorb_or_double(&mut self, other: &mut Counter) -> u64 {
        self.hits += std::mem::take(&mut other.hits);
        self.hits
    }

    /// Moves `amount` to `other`. Both must be different objects.
    #[critical_section(self, other)]
    fn transfer(&mut self, other: &mut Counter, amount: u64) -> PyResult<u64> {
        self.check(amount)?;
        self.hits -= amount;
        other.hits += amount;
        Ok(self.hits)
    }

    /// Moves `amount` to `other`, which may be the same object.
    #[critical_section(self, other, same = Self::keep)]
    fn send(&mut self, other: &mut Counter, amount: u64) -> PyResult<u64> {
        self.check(amount)?;
        self.hits -= amount;
        other.hits += amount;
        Ok(self.hits)
    }

    /// Reads both at one moment. They may be one object.
    #[critical_section(self, other)]
    fn sum(&self, other: &Counter) -> u64 {
        self.hits + other.hits
    }

    /// Reads one and changes the other.
    #[critical_section(self, source)]
    fn copy_from(&mut self, source: &Counter) -> u64 {
        self.hits = source.hits;
        self.hits
    }

    /// A locked parameter of a static method.
    #[staticmethod]
    #[critical_section(counter)]
    fn hit_static(counter: &mut Counter) -> u64 {
        counter.hits += 1;
        counter.hits
    }

    #[critical_section(self)]
    fn __len__(&self) -> usize {
        self.hits as usize
    }

    #[critical_section(self)]
    fn __setitem__(&mut self, _key: i64, amount: u64) {
        self.hits += amount;
    }

    #[critical_section(self)]
    fn __call__(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    #[getter]
    #[critical_section(self)]
    fn hit_by_reading(&mut self) -> u64 {
        self.hits += 1;
        self.hits
    }

    #[setter]
    #[critical_section(self)]
    fn set_hit_by_writing(&mut self, amount: u64) {
        self.hits += amount;
    }
}

/// A function that locks its argument.
#[pyfunction(signature = (counter, by = 1))]
#[critical_section(counter)]
pub fn bump(counter: &mut Counter, by: u64) -> u64 {
    counter.hits += by;
    counter.hits
}

/// A function that locks two arguments.
#[pyfunction]
#[critical_section(a, b)]
pub fn swap(a: &mut Counter, b: &mut Counter) {
    std::mem::swap(&mut a.hits, &mut b.hits);
}

/// One side of a pair of two classes.
#[pyclass]
pub struct Account {
    #[freehold(get)]
    balance: i64,
}

/// The other side.
#[pyclass]
pub struct Vault {
    #[freehold(get)]
    gold: i64,
}

#[pymethods]
impl Account {
    #[new]
    fn new(balance: i64) -> Self {
        Account { balance }
    }

    #[critical_section(self, vault)]
    fn deposit(&mut self, vault: &mut Vault, amount: i64) -> i64 {
        self.balance -= amount;
        vault.gold += amount;
        self.balance
    }

    #[critical_section(vault, self)]
    fn total(&self, vault: &Vault) -> i64 {
        self.balance + vault.gold
    }
}

#[pymethods]
impl Vault {
    #[new]
    fn new(gold: i64) -> Self {
        Vault { gold }
    }

    #[critical_section(self, account)]
    fn pay_out(&mut self, account: &mut Account, amount: i64) -> i64 {
        self.gold -= amount;
        account.balance += amount;
        self.gold
    }
}
