//! Work that is visibly not atomic.

use std::hint::{black_box, spin_loop};
use std::time::Duration;

/// In the middle of a change of `value`, or of looking at it: long enough for another core to get in between, short enough
/// to do millions of times.
///
/// What was written before is in memory, and what comes after is read again: the compiler may not believe that nobody
/// else looks.
#[inline]
pub fn pause<T>(value: T) {
    let value = black_box(value);
    for _ in 0..2 {
        spin_loop();
    }
    black_box(value);
}

/// Ten times as long, for where less is done.
#[inline]
pub fn pause_long<T>(value: T) {
    let value = black_box(value);
    for _ in 0..20 {
        spin_loop();
    }
    black_box(value);
}

/// One more, by reading, waiting and writing: another thread in between loses one of the two.
#[inline]
pub fn one_more(count: &mut u64) -> u64 {
    let before = *count;
    pause(&mut *count);
    *count = before + 1;
    *count
}

/// Holds whatever the caller holds for so long.
pub fn sleep(microseconds: u64) {
    if microseconds > 0 {
        std::thread::sleep(Duration::from_micros(microseconds));
    }
}
