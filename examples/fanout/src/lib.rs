//! The same Python function for many numbers, spread over interpreters that do not wait for each other.
//!
//! With the GIL, threads of one interpreter take turns. Interpreters with a GIL of their own do not: `Pool` makes some,
//! and has a thread in each. What goes in and out is plain data: no object ever leaves its interpreter.

use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use freehold::exceptions::{PyRuntimeError, PyValueError};
use freehold::prelude::*;
use freehold::{SubInterpreter, SubInterpreterConfig};

/// How often the thread that waits for the others looks for signals.
const LOOK: Duration = Duration::from_millis(1);

/// Work that is handed out number by number.
struct Work<'a> {
    function: &'a CString,
    numbers: &'a [i64],
    next: AtomicUsize,
    stopped: AtomicBool,
}

impl Work<'_> {
    /// What one thread does in its interpreter: takes number after number. Returns its results with their places.
    fn run(&self, interpreter: &SubInterpreter) -> PyResult<Vec<(usize, i64)>> {
        let run = |py: Python<'_>| {
            let function = py.eval(self.function, None, None)?;
            let mut results = Vec::new();
            while let Some((place, number)) = self.take() {
                results.push((place, function.call1((number,))?.extract()?));
            }
            Ok(results)
        };
        interpreter.attach(run).inspect_err(|_| self.stop())
    }

    fn take(&self) -> Option<(usize, i64)> {
        if self.stopped.load(Ordering::Relaxed) {
            return None;
        }
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        self.numbers.get(place).map(|number| (place, *number))
    }

    fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Python functions, run in several interpreters at once.
#[pymodule(gil_not_used)]
mod fanout {
    use super::*;

    /// Interpreters with a GIL each. They end with the pool.
    #[pyclass(frozen)]
    struct Pool {
        interpreters: Vec<SubInterpreter>,
    }

    #[pymethods]
    impl Pool {
        /// Makes `size` interpreters, and runs the program `setup` in each: it defines what `map` calls.
        #[new]
        fn new(py: Python<'_>, size: usize, setup: &str) -> PyResult<Self> {
            if size == 0 {
                return Err(PyValueError::new_err("a pool needs an interpreter"));
            }
            let setup = CString::new(setup)?;
            let make = |_| {
                let interpreter = SubInterpreter::new(py, &SubInterpreterConfig::ISOLATED)?;
                // As text, because the exception ends with its interpreter, which is dropped here.
                let set_up = |py: Python<'_>| {
                    py.run(&setup, None, None)
                        .map_err(|error| error.to_string())
                };
                interpreter.attach(set_up).map_err(|why| {
                    PyRuntimeError::new_err(format!("the setup of an interpreter failed: {why}"))
                })?;
                Ok(interpreter)
            };
            let interpreters = (0..size).map(make).collect::<PyResult<_>>()?;
            Ok(Pool { interpreters })
        }

        /// `[function(number) for number in numbers]`, in all interpreters at once. `function` is the name that `setup`
        /// has given it. The first error ends it, and so does Ctrl-C.
        fn map(&self, py: Python<'_>, function: &str, numbers: Vec<i64>) -> PyResult<Vec<i64>> {
            let work = Work {
                function: &CString::new(function)?,
                numbers: &numbers,
                next: AtomicUsize::new(0),
                stopped: AtomicBool::new(false),
            };
            let parts = py.detach(|| in_threads(&self.interpreters, &work))?;
            let mut results = vec![0; numbers.len()];
            for (place, result) in parts.into_iter().flatten() {
                results[place] = result;
            }
            Ok(results)
        }
    }
}

/// Runs `work` in a thread for each interpreter while this one, detached, looks for signals.
fn in_threads(
    interpreters: &[SubInterpreter],
    work: &Work<'_>,
) -> PyResult<Vec<Vec<(usize, i64)>>> {
    thread::scope(|scope| {
        let start = |interpreter| scope.spawn(move || work.run(interpreter));
        let threads: Vec<_> = interpreters.iter().map(start).collect();
        let mut interrupted = Ok(());
        while !threads.iter().all(|thread| thread.is_finished()) {
            thread::sleep(LOOK);
            interrupted = interrupted.and_then(|()| freehold::reattach(|py| py.check_signals()));
            if interrupted.is_err() {
                work.stop();
            }
        }
        let join = |thread: thread::ScopedJoinHandle<'_, PyResult<_>>| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let results: PyResult<Vec<_>> = threads.into_iter().map(join).collect();
        interrupted.and(results)
    })
}
