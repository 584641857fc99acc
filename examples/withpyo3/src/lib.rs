//! Accounts, in a module of PyO3. Freehold locks the objects, so that two calls never meet on PyO3's borrow flags, and
//! a transfer is one step for everybody; what needs no interpreter runs detached.

use pyo3::prelude::*;

#[pymodule(gil_used = false)]
mod withpyo3 {
    use freehold::prelude::{allow_threads, critical_section};
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;

    /// An account, and how often it was used.
    #[pyclass]
    struct Account {
        balance: i64,
        entries: u64,
    }

    #[pymethods]
    impl Account {
        #[new]
        fn new(balance: i64) -> Self {
            Account {
                balance,
                entries: 0,
            }
        }

        /// Moves `amount` from this account to `other`.
        #[critical_section(slf, other)]
        fn pay(slf: &Bound<'_, Self>, other: &Bound<'_, Self>, amount: i64) -> PyResult<()> {
            if slf.is(other) {
                return Err(PyValueError::new_err("an account cannot pay itself"));
            }
            let mut from = slf.try_borrow_mut()?;
            if from.balance < amount {
                return Err(PyValueError::new_err("not enough money"));
            }
            let mut to = other.try_borrow_mut()?;
            from.balance -= amount;
            from.entries += 1;
            to.balance += amount;
            to.entries += 1;
            Ok(())
        }

        /// What is in both accounts.
        #[critical_section(slf, other)]
        fn together(slf: &Bound<'_, Self>, other: Bound<'_, Self>) -> PyResult<i64> {
            let (first, second) = (slf.try_borrow()?, other.try_borrow()?);
            Ok(first.balance + second.balance)
        }

        /// The balance, and how often the account was used.
        #[getter]
        #[critical_section(slf)]
        fn state(slf: &Bound<'_, Self>) -> PyResult<(i64, u64)> {
            let this = slf.try_borrow()?;
            Ok((this.balance, this.entries))
        }
    }

    /// A checksum of `data`, `rounds` times over; other threads run meanwhile.
    #[pyfunction]
    #[allow_threads]
    fn checksum(py: Python<'_>, data: Vec<u8>, rounds: u32) -> PyResult<u32> {
        if rounds == 0 {
            return Err(PyValueError::new_err("no rounds"));
        }
        let round = |sum: u32| {
            data.iter()
                .fold(sum, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte))
        };
        Ok((0..rounds).fold(0, |sum, _| round(sum)))
    }
}
