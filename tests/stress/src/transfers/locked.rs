//! Two objects' own locks, in exclusive sections.

use freehold::prelude::*;

use super::{borrow, sum, transfer};

/// One amount; may send to itself.
#[pyclass]
pub struct Purse {
    amount: i64,
}

impl Purse {
    /// What `send` does with one object: nothing moves.
    fn keep(&mut self, _amount: i64) {}
}

#[pymethods]
impl Purse {
    #[new]
    fn new(amount: i64) -> Self {
        Purse { amount }
    }

    #[critical_section(self, other, same = Self::keep)]
    fn send(&mut self, other: &mut Purse, amount: i64) {
        transfer(&mut self.amount, &mut other.amount, amount);
    }

    /// Both at one moment. They may be one object.
    #[critical_section(self, other)]
    fn sum(&self, other: &Purse) -> i64 {
        sum(&self.amount, &other.amount)
    }

    #[critical_section(self)]
    fn borrow(&mut self) {
        borrow(&mut self.amount);
    }
}

/// The same by a function, which refuses one object twice.
#[pyfunction]
#[critical_section(a, b)]
pub fn move_between(a: &mut Purse, b: &mut Purse, amount: i64) {
    transfer(&mut a.amount, &mut b.amount, amount);
}

/// One side of a pair of two classes.
#[pyclass]
pub struct Account {
    amount: i64,
}

/// The other side.
#[pyclass]
pub struct Vault {
    gold: i64,
}

#[pymethods]
impl Account {
    #[new]
    fn new(amount: i64) -> Self {
        Account { amount }
    }

    #[critical_section(self, other)]
    fn send(&mut self, other: &mut Vault, amount: i64) {
        transfer(&mut self.amount, &mut other.gold, amount);
    }

    #[critical_section(self, other)]
    fn sum(&self, other: &Vault) -> i64 {
        sum(&self.amount, &other.gold)
    }
}

#[pymethods]
impl Vault {
    #[new]
    fn new(gold: i64) -> Self {
        Vault { gold }
    }

    #[critical_section(self, other)]
    fn send(&mut self, other: &mut Account, amount: i64) {
        transfer(&mut self.gold, &mut other.amount, amount);
    }

    #[critical_section(self, other)]
    fn sum(&self, other: &Account) -> i64 {
        sum(&self.gold, &other.amount)
    }
}
