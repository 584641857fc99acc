//! Two locks at once. Money moves, and none is made or lost.

pub mod blocks;
pub mod locked;
pub mod mutex;
pub mod read_write;

use crate::steps::{pause, pause_long};

/// In two steps: seen from between, or done by two at once, the sum is wrong.
fn transfer(from: &mut i64, to: &mut i64, amount: i64) {
    let (old_from, old_to) = (*from, *to);
    *from = old_from - amount;
    pause_long((&mut *from, &mut *to));
    *to = old_to + amount;
}

/// Changes one amount for a moment: a transfer in between is lost.
fn borrow(amount: &mut i64) {
    let before = *amount;
    *amount = before + 1_000_000;
    pause_long(&mut *amount);
    *amount = before;
}

/// One after the other.
fn sum(first: &i64, second: &i64) -> i64 {
    let before = *first;
    pause((first, second));
    before + *second
}
