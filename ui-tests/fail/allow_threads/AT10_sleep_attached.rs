// AT10: waiting while attached.
#![deny(deprecated)]

use freehold::prelude::*;
use std::time::Duration;

#[pyfunction]
fn pause(seconds: u64) {
    std::thread::sleep(Duration::from_secs(seconds));
}

fn main() {}
