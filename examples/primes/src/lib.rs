//! A registry of callbacks that Rust threads feed.
//!
//! Python code subscribes to prime numbers, and `search` has threads look for them. Python knows nothing of these
//! threads: they look on detached, and attach to tell what they have found. The registry is the state of the module, so
//! each interpreter has its own.

mod search;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use freehold::prelude::*;
use freehold::sync::PyMutex;

use crate::search::Search;

#[derive(Default)]
pub struct Registry {
    last: AtomicU64,
    callbacks: PyMutex<BTreeMap<u64, Py<PyAny>>>,
}

// A callback that uses this module would keep it alive for ever, if the collector did not see through the registry.
freehold::traverse!(Registry { callbacks });

impl Registry {
    /// Calls all who have subscribed. Who is being told can subscribe and unsubscribe: no lock is held.
    fn tell(&self, py: Python<'_>, primes: &[u64]) -> PyResult<()> {
        let callbacks: Vec<Py<PyAny>> = {
            let callbacks = self.callbacks.lock(py);
            callbacks
                .values()
                .map(|callback| callback.clone_ref(py))
                .collect()
        };
        for callback in callbacks {
            callback.bind(py).call1((primes.to_vec(),))?;
        }
        Ok(())
    }
}

/// Prime numbers, for whom it concerns.
#[pymodule(
    gil_not_used,
    multiple_interpreters = "per_interpreter_gil",
    state = Registry
)]
mod primes {
    use super::*;

    /// Has `callback([2, 3, ...])` called with what is found, in no order. Returns what `unsubscribe` takes.
    #[pyfunction]
    fn subscribe(py: Python<'_>, callback: Py<PyAny>, state: &Registry) -> u64 {
        let id = state.last.fetch_add(1, Ordering::Relaxed) + 1;
        state.callbacks.lock(py).insert(id, callback);
        id
    }

    /// Whether there was such a subscription.
    #[pyfunction]
    fn unsubscribe(py: Python<'_>, id: u64, state: &Registry) -> bool {
        // Bound to a name, so that the callback dies after the lock is given back.
        let callback = state.callbacks.lock(py).remove(&id);
        callback.is_some()
    }

    /// Looks for the primes below `end` in `threads` threads, and returns how many there are. The first error of a
    /// callback ends it, and so does Ctrl-C.
    #[pyfunction]
    #[freehold(signature = (end, threads = 2))]
    fn search(py: Python<'_>, end: u64, threads: usize, state: &Registry) -> PyResult<u64> {
        let here = Interpreter::current(py);
        let search = Search::below(end);
        let tell = |primes: &[u64]| here.attach(|py| state.tell(py, primes));
        py.detach(|| {
            search.in_threads(threads.max(1), || {
                // These threads attach often: that is cheaper with a thread state that stays. Without one it
                // works as well.
                let _kept = here.keep_thread_state();
                search.run(tell)
            })
        })
    }
}
