//! A program that embeds Python, finalizes it, and initialises it again. All in one test, because Python exists once
//! in a process.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use freehold::prelude::*;
use freehold::{AttachError, ffi};

/// Outlives each interpreter.
static STATIC: Mutex<Vec<Py<PyAny>>> = Mutex::new(Vec::new());
static ATTACHED: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static THREAD_LOCAL: RefCell<Vec<Py<PyAny>>> = const { RefCell::new(Vec::new()) };
}

fn initialise() {
    // SAFETY: Python is not initialised; this thread is the one that finalizes it.
    unsafe { ffi::Py_InitializeEx(0) }
}

fn finalize() {
    // SAFETY: this thread has initialised Python, and is attached.
    assert_eq!(unsafe { ffi::Py_FinalizeEx() }, 0);
}

/// Runs `f` while this thread is detached by other means than the framework's.
fn detached<R>(f: impl FnOnce() -> R) -> R {
    // SAFETY: this thread is attached.
    let saved = unsafe { ffi::PyEval_SaveThread() };
    let result = f();
    // SAFETY: it is what was saved.
    unsafe { ffi::PyEval_RestoreThread(saved) };
    result
}

fn objects(py: Python<'_>, count: usize) -> Vec<Py<PyAny>> {
    (0..count)
        .map(|_| {
            py.eval(c"object()", None, None)
                .expect("an object")
                .unbind()
        })
        .collect()
}

/// A thread that lives on from one life of Python to the next, and does what it is told.
struct Worker {
    orders: mpsc::Sender<Order>,
    answers: mpsc::Receiver<Result<(), AttachError>>,
}

type Order = Box<dyn FnOnce() -> Result<(), AttachError> + Send>;

impl Worker {
    fn new() -> Worker {
        let (orders, received) = mpsc::channel::<Order>();
        let (answer, answers) = mpsc::channel();
        std::thread::spawn(move || received.iter().try_for_each(|order| answer.send(order())));
        Worker { orders, answers }
    }

    fn try_do(
        &self,
        order: impl FnOnce() -> Result<(), AttachError> + Send + 'static,
    ) -> Result<(), AttachError> {
        self.orders.send(Box::new(order)).expect("a worker");
        self.answers.recv().expect("an answer")
    }
}

#[test]
fn initialise_again() {
    assert_eq!(Python::try_attach(|_| ()), Err(AttachError::NoInterpreter));
    let worker = Worker::new();
    let mut handles: Vec<Interpreter> = Vec::new();
    let mut old: Vec<Py<PyAny>> = Vec::new();
    for life in 0..5usize {
        initialise();
        let here = Python::attach(|py| {
            // What is left of the life before is refused, and never touched.
            for object in old.drain(..) {
                let used = std::panic::catch_unwind(|| object.bind(py).is_none());
                assert!(used.is_err());
            }
            // A text that has been raised in the life before, whose object was kept there.
            for _ in 0..3 {
                freehold::exceptions::PyValueError::new_err("raised in each life").restore(py);
                let error = PyErr::take(py).expect("an exception is set");
                assert_eq!(error.to_string(), "ValueError: raised in each life");
            }
            let here = Interpreter::current(py);
            old = objects(py, 3);
            STATIC.lock().expect("no panic").extend(objects(py, 10));
            THREAD_LOCAL.with_borrow_mut(|kept| kept.extend(objects(py, 10)));
            here
        });
        assert_eq!(
            (here.id(), here.is_main(), here.is_alive()),
            (0, true, true)
        );
        assert!(
            handles
                .iter()
                .all(|handle| *handle != here && !handle.is_alive())
        );
        let at_work = here.clone();
        detached(|| {
            let work = move || {
                at_work.try_attach(|py| {
                    ATTACHED.fetch_add(1, Ordering::AcqRel);
                    THREAD_LOCAL.with_borrow_mut(|kept| kept.extend(objects(py, 10)));
                })?;
                Python::try_attach(|py| assert_eq!(Interpreter::current(py), at_work))
            };
            assert_eq!(worker.try_do(work), Ok(()));
        });
        assert_eq!(ATTACHED.load(Ordering::Acquire), life + 1);
        finalize();
        assert!(!here.is_alive());
        let ended = here.clone();
        let refused = worker.try_do(move || ended.try_attach(|_| ()));
        assert_eq!(refused, Err(AttachError::NoInterpreter));
        let refused = worker.try_do(|| Python::try_attach(|_| ()));
        assert_eq!(refused, Err(AttachError::NoInterpreter));
        // Of what the statics and thread-locals hold, five objects each of the first life live on.
        let before = here.pending_references().abandoned;
        STATIC.lock().expect("no panic").truncate(5);
        THREAD_LOCAL.with_borrow_mut(|kept| kept.truncate(5));
        let dropped = worker.try_do(|| {
            THREAD_LOCAL.with_borrow_mut(|kept| kept.truncate(5));
            Ok(())
        });
        assert_eq!(dropped, Ok(()));
        let counts = here.pending_references();
        let died = if life == 0 { 15 } else { 30 };
        assert_eq!((counts.waiting, counts.abandoned - before), (0, died));
        handles.push(here);
    }
    // Everything of lives that are over has been counted when it died, or is alive.
    let abandoned: usize = handles
        .iter()
        .map(|one| one.pending_references().abandoned)
        .sum();
    let still_there = 3 * 5 + 3;
    assert_eq!(abandoned, 5 * (3 + 10 + 10 + 10) - still_there);
}
