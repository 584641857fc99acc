//! Looking for prime numbers in several threads, which know nothing of Python but how to stop for it.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use freehold::prelude::*;

/// Numbers that a thread takes at a time.
const SHARE: u64 = 1 << 12;

/// How often the thread that waits for the others looks for signals.
const LOOK: Duration = Duration::from_millis(1);

pub struct Search {
    next: AtomicU64,
    end: u64,
    found: AtomicU64,
    stopped: AtomicBool,
}

impl Search {
    pub fn below(end: u64) -> Search {
        Search {
            next: AtomicU64::new(0),
            end,
            found: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        }
    }

    /// Runs `worker` in `count` threads while this one, detached, looks for signals. Returns how many primes were
    /// found, or the first error.
    pub fn in_threads(
        &self,
        count: usize,
        worker: impl Fn() -> PyResult<()> + Sync,
    ) -> PyResult<u64> {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..count).map(|_| scope.spawn(&worker)).collect();
            let mut result = Ok(());
            while !workers.iter().all(|worker| worker.is_finished()) {
                thread::sleep(LOOK);
                result = result.and_then(|()| freehold::reattach(|py| py.check_signals()));
                if result.is_err() {
                    self.stopped.store(true, Ordering::Relaxed);
                }
            }
            for worker in workers {
                let ended = worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                result = result.and(ended);
            }
            result.map(|()| self.found.load(Ordering::Relaxed))
        })
    }

    /// What each thread does: takes share after share, and tells what it finds.
    pub fn run(&self, tell: impl Fn(&[u64]) -> PyResult<()>) -> PyResult<()> {
        while let Some(share) = self.take() {
            let primes: Vec<u64> = share.filter(|number| is_prime(*number)).collect();
            self.found.fetch_add(primes.len() as u64, Ordering::Relaxed);
            if primes.is_empty() {
                continue;
            }
            tell(&primes).inspect_err(|_| self.stopped.store(true, Ordering::Relaxed))?;
        }
        Ok(())
    }

    fn take(&self) -> Option<Range<u64>> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        let start = self.next.fetch_add(SHARE, Ordering::Relaxed);
        (start < self.end).then(|| start..self.end.min(start.saturating_add(SHARE)))
    }
}

fn is_prime(number: u64) -> bool {
    let roots = || (2..).take_while(|divisor| divisor * divisor <= number);
    number >= 2 && roots().all(|divisor| !number.is_multiple_of(divisor))
}
