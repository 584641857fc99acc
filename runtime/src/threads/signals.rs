//! Ctrl-C, and what other signals ask for.

use crate::err::check;
use crate::{PyResult, Python, ffi};

impl Python<'_> {
    /// Runs the Python handlers of the signals that have arrived (`PyErr_CheckSignals`). Runs Python code.
    ///
    /// A signal only leaves a note; Python code finds it between two instructions, Rust code has to look.
    /// So whatever works for long without calling Python does this every now and then, or Ctrl-C does
    /// nothing until it is done. Work that is detached goes back for it with
    /// [`reattach`](crate::reattach()), which costs about as much as detaching: some ten times a second are
    /// enough.
    ///
    /// ```
    /// use freehold::prelude::*;
    ///
    /// /// How many of the numbers below `limit` are divisible by 7, found the slow way.
    /// #[pyfunction]
    /// #[allow_threads]
    /// fn sevens(limit: u64) -> PyResult<u64> {
    ///     let mut found = 0;
    ///     for number in 0..limit {
    ///         if number % 10_000_000 == 0 {
    ///             freehold::reattach(|py| py.check_signals())?;
    ///         }
    ///         found += u64::from(number % 7 == 0);
    ///     }
    ///     Ok(found)
    /// }
    /// ```
    ///
    /// Handlers only run on the main thread of the main interpreter; elsewhere this is `Ok`, and costs a
    /// few nanoseconds. Threads that Rust has made have to be told by the one that they work for:
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    /// use std::time::Duration;
    ///
    /// #[pyfunction]
    /// #[allow_threads]
    /// fn wait_for_all(count: usize) -> PyResult<()> {
    ///     let stop = AtomicBool::new(false);
    ///     std::thread::scope(|scope| {
    ///         let work = || while !stop.load(Ordering::Relaxed) { break };
    ///         let workers: Vec<_> = (0..count).map(|_| scope.spawn(work)).collect();
    ///         while !workers.iter().all(|worker| worker.is_finished()) {
    ///             std::thread::sleep(Duration::from_millis(50));
    ///             let checked = freehold::reattach(|py| py.check_signals());
    ///             if checked.is_err() {
    ///                 stop.store(true, Ordering::Relaxed);
    ///                 return checked;
    ///             }
    ///         }
    ///         Ok(())
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    /// What a handler raises: `KeyboardInterrupt` for Ctrl-C. The rest of the handlers runs the next time.
    pub fn check_signals(self) -> PyResult<()> {
        // SAFETY: attached; -1 comes with an exception.
        check(self, unsafe { ffi::PyErr_CheckSignals() })
    }
}
