//! Two objects of classes whose readers run side by side.

use freehold::prelude::*;

use super::{borrow, sum, transfer};

/// One amount; may send to itself.
#[pyclass(lock = "rw")]
pub struct ReadWritePurse {
    amount: i64,
}

impl ReadWritePurse {
    /// What `send` does with one object: nothing moves.
    fn keep(&mut self, _amount: i64) {}
}

#[pymethods]
impl ReadWritePurse {
    #[new]
    fn new(amount: i64) -> Self {
        ReadWritePurse { amount }
    }

    #[critical_section(self, other, same = Self::keep)]
    fn send(&mut self, other: &mut ReadWritePurse, amount: i64) {
        transfer(&mut self.amount, &mut other.amount, amount);
    }

    #[critical_section(self)]
    fn borrow(&mut self) {
        borrow(&mut self.amount);
    }

    #[critical_section(self, other)]
    fn sum(&self, other: &ReadWritePurse) -> i64 {
        sum(&self.amount, &other.amount)
    }
}
