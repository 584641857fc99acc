//! Blocks and sections over handles.

use freehold::prelude::*;
use freehold::sync::{with_critical_section2, with2, with2_mut};

use super::{borrow, sum, transfer};
use crate::steps::pause_long;

/// One amount.
#[pyclass]
pub struct Coffer {
    amount: i64,
}

#[pymethods]
impl Coffer {
    #[new]
    fn new(amount: i64) -> Self {
        Coffer { amount }
    }

    /// Refuses one object twice.
    fn send(slf: &Bound<'_, Self>, other: &Bound<'_, Coffer>, amount: i64) -> PyResult<()> {
        with2_mut(slf, other, |from, to| {
            transfer(&mut from.amount, &mut to.amount, amount)
        })
    }

    /// Four short locks in one section on both, in which nothing suspends it. May send to itself.
    #[critical_section(slf, other)]
    fn send_in_section(slf: &Bound<'_, Self>, other: &Bound<'_, Coffer>, amount: i64) {
        let from = slf.with(|this| this.amount);
        slf.with_mut(|this| this.amount = from - amount);
        pause_long(());
        let to = other.with(|this| this.amount);
        other.with_mut(|this| this.amount = to + amount);
    }

    fn borrow(slf: &Bound<'_, Self>) {
        slf.with_mut(|this| borrow(&mut this.amount));
    }

    fn sum(slf: &Bound<'_, Self>, other: &Bound<'_, Coffer>) -> i64 {
        with2(slf, other, |first, second| {
            sum(&first.amount, &second.amount)
        })
    }

    fn sum_in_section(slf: &Bound<'_, Self>, other: &Bound<'_, Coffer>) -> i64 {
        with_critical_section2(slf, other, || {
            let first = slf.with(|this| this.amount);
            first + other.with(|this| this.amount)
        })
    }
}
