//! References that die at odd places, and conversions that are watched.

use std::cell::RefCell;
use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use freehold::prelude::*;

static HELD: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());

fn kept() -> MutexGuard<'static, Vec<Py<PyAny>>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps an object in a static.
#[pyfunction]
pub fn hold(object: Py<PyAny>) {
    kept().push(object);
}

/// What is kept in the static.
#[pyfunction]
pub fn held(py: Python<'_>) -> Vec<Py<PyAny>> {
    kept().iter().map(|object| object.clone_ref(py)).collect()
}

/// Empties the static, on a thread that Python does not know.
#[pyfunction]
#[allow_threads]
pub fn release_held() {
    std::thread::spawn(|| drop(std::mem::take(&mut *kept())))
        .join()
        .unwrap();
}

/// Gives the object up on a thread that Python does not know, which goes on after this returns.
#[pyfunction]
pub fn drop_on_thread(object: Py<PyAny>) {
    std::thread::spawn(move || drop(object));
}

/// A reference that dies with its thread.
struct Last(#[allow(dead_code)] Py<PyAny>);

thread_local! {
    static LAST: RefCell<Vec<Last>> = const { RefCell::new(Vec::new()) };
}

/// Gives up the object when this thread ends, after Python has forgotten it.
#[pyfunction]
pub fn at_thread_end(object: Py<PyAny>) {
    LAST.with(|last| last.borrow_mut().push(Last(object)));
}

/// Waits detached until the process has begun to end, and drops the objects one by one.
#[pyfunction]
#[allow_threads]
pub fn wait_detached_then_drop(objects: Vec<Py<PyAny>>, seconds: f64) {
    for object in objects {
        std::thread::sleep(std::time::Duration::from_secs_f64(seconds));
        drop(object);
    }
}

struct Watched<'a>(&'a Py<PyAny>, usize);

impl<'py> IntoPyObject<'py> for Watched<'_> {
    type Target = PyAny;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.bind(py).call1((self.1,))
    }
}

/// Makes a list, or a tuple, of what the callback returns.
#[pyfunction]
pub fn convert_many(
    py: Python<'_>,
    callback: Py<PyAny>,
    count: usize,
    tuple: bool,
) -> PyResult<Py<PyAny>> {
    let items: Vec<_> = (0..count).map(|index| Watched(&callback, index)).collect();
    Ok(match tuple {
        true => PyTuple::new(py, items)?.into_any().unbind(),
        false => PyList::new(py, items)?.into_any().unbind(),
    })
}

struct Lying<I> {
    items: I,
    says: usize,
}

impl<I: Iterator> Iterator for Lying<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.items.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.says, Some(self.says))
    }
}

impl<I: Iterator> ExactSizeIterator for Lying<I> {
    fn len(&self) -> usize {
        self.says
    }
}

/// A container of `has` items, from an iterator that says it has `says`.
#[pyfunction]
pub fn short_iterator(py: Python<'_>, says: usize, has: usize, kind: &str) -> PyResult<Py<PyAny>> {
    let items = Lying {
        items: 0..has,
        says,
    };
    Ok(match kind {
        "list" => PyList::new(py, items)?.into_any().unbind(),
        "tuple" => PyTuple::new(py, items)?.into_any().unbind(),
        _ => u8::sequence_into_pyobject(
            Lying {
                items: (0..has).map(|i| i as u8),
                says,
            },
            py,
        )?
        .unbind(),
    })
}

/// Many threads make, count and drop references to the same object at once.
#[pyfunction]
pub fn exported(py: Python<'_>, object: Py<PyAny>, threads: usize, times: usize) {
    let barrier = Barrier::new(threads);
    py.detach(|| {
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    barrier.wait();
                    for _ in 0..times {
                        let copy = Python::attach(|py| object.clone_ref(py));
                        drop(copy);
                    }
                });
            }
        });
    });
}

/// Attaches, works and detaches on threads that Python does not know, until the interpreter is gone. Half of them hold
/// a reference all the time.
#[pyfunction]
pub fn attach_for_ever(py: Python<'_>, object: Py<PyAny>, threads: usize) {
    for number in 0..threads {
        let mut mine = Some(object.clone_ref(py));
        std::thread::spawn(move || {
            let held = object_if(number % 2 == 0, &mut mine);
            while Python::try_attach(|py| {
                let list = PyList::empty(py);
                for _ in 0..100 {
                    list.append(held.as_ref().map(|held| held.clone_ref(py)))
                        .expect("a list grows");
                }
                py.detach(std::thread::yield_now);
            })
            .is_ok()
            {}
            drop(held);
        });
    }
}

fn object_if(wanted: bool, object: &mut Option<Py<PyAny>>) -> Option<Py<PyAny>> {
    if wanted { object.take() } else { None }
}

/// Calls Python when its thread ends.
struct CallsAtEnd(Py<PyAny>);

impl Drop for CallsAtEnd {
    fn drop(&mut self) {
        let _too_late = Python::try_attach(|py| self.0.bind(py).call0().map(drop));
    }
}

thread_local! {
    static CALLS: RefCell<Vec<CallsAtEnd>> = const { RefCell::new(Vec::new()) };
}

/// Calls the object when this thread ends, after Python has forgotten the thread.
#[pyfunction]
pub fn call_at_thread_end(callback: Py<PyAny>) {
    CALLS.with(|calls| calls.borrow_mut().push(CallsAtEnd(callback)));
}

/// The same on a thread of Rust. Waits for its end.
#[pyfunction]
#[allow_threads]
pub fn call_at_end_of_rust_thread(callback: Py<PyAny>) {
    std::thread::spawn(move || call_at_thread_end(callback))
        .join()
        .expect("the thread works");
}

/// Detached, calls back, and drops the objects detached again.
#[pyfunction]
#[allow_threads]
pub fn call_then_drop(callback: Py<PyAny>, objects: Vec<Py<PyAny>>) -> PyResult<()> {
    freehold::reattach(|py| callback.bind(py).call0().map(drop))?;
    drop(objects);
    Ok(())
}
