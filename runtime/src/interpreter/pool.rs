//! References that died on threads that were not attached to their interpreter.

use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

use super::home::Home;
use super::pass::Place;
use super::record::{MAIN_ID, Record};
use super::{NOTICE, PENDING};
use crate::attach::Reference;
use crate::capi;

/// The references that wait for one interpreter: a list that grows at its head, and is taken as a whole.
///
/// It has no lock, because a thread that forks while another one holds a lock would leave it locked in
/// the child for ever.
pub(crate) struct Pool {
    head: AtomicPtr<Node>,
    /// Whether the main thread has been asked to come and empty the pool.
    asked: AtomicBool,
    waiting: AtomicUsize,
    released: AtomicUsize,
    abandoned: AtomicUsize,
}

struct Node {
    reference: Reference,
    next: *mut Node,
}

/// What has become of the references of an interpreter that died where they could not be released:
/// on detached threads, on threads of another interpreter, or after its end.
///
/// ```
/// use freehold::prelude::*;
///
/// #[pyfunction]
/// fn all_released(py: Python<'_>) -> bool {
///     Interpreter::current(py).pending_references().waiting == 0
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PendingReferences {
    /// Those that the next thread to attach will release.
    pub waiting: usize,
    /// Those that have been released since.
    pub released: usize,
    /// Those whose interpreter has ended: they are never touched again.
    pub abandoned: usize,
}

impl Pool {
    pub(super) const fn new() -> Pool {
        Pool {
            head: AtomicPtr::new(ptr::null_mut()),
            asked: AtomicBool::new(false),
            waiting: AtomicUsize::new(0),
            released: AtomicUsize::new(0),
            abandoned: AtomicUsize::new(0),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.head.load(Ordering::Relaxed).is_null()
    }

    pub(super) fn counts(&self) -> PendingReferences {
        PendingReferences {
            waiting: self.waiting.load(Ordering::Acquire),
            released: self.released.load(Ordering::Acquire),
            abandoned: self.abandoned.load(Ordering::Acquire),
        }
    }

    /// Whether the pool was empty before.
    fn push(&self, reference: Reference) -> bool {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let node = Box::into_raw(Box::new(Node {
            reference,
            next: ptr::null_mut(),
        }));
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            // SAFETY: nobody else knows the node before the exchange succeeds.
            unsafe { (*node).next = head };
            match self
                .head
                .compare_exchange_weak(head, node, Ordering::Release, Ordering::Relaxed)
            {
                Ok(before) => {
                    NOTICE.fetch_or(PENDING, Ordering::AcqRel);
                    return before.is_null();
                }
                Err(now) => head = now,
            }
        }
    }

    /// Takes all references out. Those of `home`, the record's present life, are given to `release`; of
    /// an earlier one, which has ended between the look at it and the push, there may be stragglers.
    pub(crate) fn drain(&self, home: Home, mut release: impl FnMut(Reference)) {
        // First: what is added from here on is noted again.
        NOTICE.fetch_and(!PENDING, Ordering::AcqRel);
        let mut next = self.head.swap(ptr::null_mut(), Ordering::Acquire);
        while !next.is_null() {
            // SAFETY: whoever takes the head owns all nodes behind it; each came from a box.
            let node = unsafe { Box::from_raw(next) };
            next = node.next;
            if node.reference.home == home {
                release(node.reference);
                self.released.fetch_add(1, Ordering::AcqRel);
            } else {
                self.abandoned.fetch_add(1, Ordering::AcqRel);
            }
            self.waiting.fetch_sub(1, Ordering::AcqRel);
        }
    }

    /// All that waits is abandoned: the interpreter is gone.
    pub(super) fn abandon(&self) {
        let mut next = self.head.swap(ptr::null_mut(), Ordering::Acquire);
        while !next.is_null() {
            // SAFETY: as in `drain`.
            next = unsafe { Box::from_raw(next) }.next;
            self.abandoned.fetch_add(1, Ordering::AcqRel);
            self.waiting.fetch_sub(1, Ordering::AcqRel);
        }
    }

    pub(super) fn begin_life(&self) {
        self.abandon();
        self.asked.store(false, Ordering::Release);
        self.released.store(0, Ordering::Release);
        self.abandoned.store(0, Ordering::Release);
    }

    /// In the child of a fork: whoever was about to ask is not there any more, and what other threads had in
    /// their hands, about to add or to release it, is gone with them.
    pub(super) fn after_fork_in_child(&self) {
        self.asked.store(false, Ordering::Release);
        let first = self.head.load(Ordering::Acquire);
        // SAFETY: the nodes in the list are alive, and no other thread is there to take them.
        let nodes = std::iter::successors(unsafe { first.as_ref() }, |node| unsafe {
            node.next.as_ref()
        });
        self.waiting.store(nodes.count(), Ordering::Release);
        if !first.is_null() {
            NOTICE.fetch_or(PENDING, Ordering::AcqRel);
        }
    }
}

/// Keeps a reference until a thread of its interpreter can release it. May be called in any state.
#[cold]
pub(crate) fn add(reference: Reference) {
    // An interpreter that is forgotten has no counts any more.
    let Some(record) = reference.home.record() else {
        return;
    };
    if record.gate.has_ended() {
        record.pool.abandoned.fetch_add(1, Ordering::AcqRel);
        return;
    }
    if record.pool.push(reference) {
        ask_for_release(record, reference.home);
    }
}

/// Has the main thread release what waits for the main interpreter, should nobody else come by.
/// (CPython does that for no other interpreter.)
fn ask_for_release(record: &'static Record, home: Home) {
    if record.id() != MAIN_ID || record.pool.asked.swap(true, Ordering::AcqRel) {
        return;
    }
    let mut place = Place::at(record, home);
    // An interpreter that ends empties its pool by itself.
    if let Some(_pass) = place.enter() {
        // SAFETY: may be called by any thread in any state while the main interpreter exists, which the
        // pass is for. The function takes no argument.
        if unsafe { capi::add_pending_call(release_main, ptr::null_mut()) } != 0 {
            // The queue is full. The next reference tries again.
            record.pool.asked.store(false, Ordering::Release);
        }
    }
}

extern "C" fn release_main(_: *mut std::ffi::c_void) -> std::ffi::c_int {
    Record::main().pool.asked.store(false, Ordering::Release);
    crate::attach::release_pending();
    0
}
