//! Where references go that die at the wrong moment.
//!
//! Giving up a reference can run finalizers, so it may happen neither inside an exclusive section
//! (it would release the lock) nor on a detached thread (it would corrupt the interpreter). Two
//! places keep such references: the thread's *bag*, emptied when the section or the drop that filled
//! it has ended, and the *pool* of the interpreter that they belong to, emptied by the next thread that is
//! attached to it.

use std::ptr::NonNull;

use super::thread::{ThreadStatus, is_attached, status};
use crate::capi::refcount::decref;
use crate::ffi;
use crate::interpreter::{Home, Record, keep_for_later, may_be_pending};

/// A strong reference, and the interpreter that it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Reference {
    pub(crate) object: NonNull<ffi::PyObject>,
    pub(crate) home: Home,
}

/// Gives up a strong reference: now if that is possible here, else as soon as it is.
///
/// # Safety
/// The caller owns the reference, and does not use it afterwards.
pub(crate) unsafe fn release(reference: Reference) {
    status(|status| {
        if status.must_set_aside() {
            status.set_aside(reference);
        } else if status.detached_from.get().is_nothing() && is_attached() {
            // SAFETY: the thread is attached, outside of exclusive sections, and the caller owns the
            // reference.
            unsafe { release_attached(reference) }
        } else {
            keep_for_later(reference);
        }
    });
}

/// # Safety
/// The thread is attached and outside of exclusive sections; the caller owns the reference.
#[inline]
unsafe fn release_attached(reference: Reference) {
    if reference.home == Home::current() {
        // SAFETY: the caller's contract, and the object is of this interpreter.
        unsafe { decref(reference.object.as_ptr()) }
    } else {
        keep_for_later(reference);
    }
}

/// At the end of a section: releases what died in it, before its caller goes on.
#[inline]
fn release_set_aside(status: &ThreadStatus) {
    if !status.bag_is_empty() && !status.must_set_aside() {
        empty_bag(status);
    }
}

/// The same, where the thread's slot says that there may be something.
pub(crate) fn release_as_noted(status: &ThreadStatus) {
    match status.bag_is_empty() {
        true => status.note_set_aside(false),
        false => release_set_aside(status),
    }
}

/// At the end of a payload's drop: the same, unless the bag is being emptied further out on this
/// thread's stack. So chains of objects die one after the other, not one inside the other, however
/// long they are.
#[inline]
pub(crate) fn release_set_aside_once(status: &ThreadStatus) {
    if !status.emptying.get() {
        release_set_aside(status);
    }
}

#[cold]
fn empty_bag(status: &ThreadStatus) {
    let further_out = status.emptying.replace(true);
    loop {
        let bag = status.take_bag();
        if bag.is_empty() {
            break;
        }
        for reference in bag {
            // SAFETY: what is in the bag is owned by it; the thread is attached, because it was when
            // the section or the payload's drop began and neither can detach; and it is outside of
            // exclusive sections, as the callers have checked (finalizers leave them before they
            // return).
            unsafe { release_attached(reference) }
        }
    }
    status.note_set_aside(false);
    status.emptying.set(further_out);
}

/// Held while a payload is dropped: its references go into the bag, so that a long chain of objects
/// needs no deep stack.
pub(crate) struct PayloadDrop;

impl PayloadDrop {
    pub(crate) fn begin() -> PayloadDrop {
        status(|status| status.payload_drops.set(status.payload_drops.get() + 1));
        PayloadDrop
    }
}

/// Held while a payload's `Drop` is attached: what dies in the Python code that it runs is released at
/// once, as everywhere.
pub(crate) struct NotPayloadDrop {
    drops: u32,
}

impl NotPayloadDrop {
    pub(crate) fn begin() -> NotPayloadDrop {
        NotPayloadDrop {
            drops: status(|status| status.payload_drops.replace(0)),
        }
    }
}

impl Drop for NotPayloadDrop {
    fn drop(&mut self) {
        status(|status| status.payload_drops.set(self.drops));
    }
}

impl Drop for PayloadDrop {
    fn drop(&mut self) {
        status(|status| status.payload_drops.set(status.payload_drops.get() - 1));
    }
}

/// Releases what detached threads have left for the interpreter that this thread is attached to.
#[inline]
pub(crate) fn release_pending() {
    if may_be_pending() {
        release_what_is_pending();
    }
}

#[cold]
#[inline(never)]
fn release_what_is_pending() {
    let record = Record::of_current_for_pool();
    if record.has_nothing_pending() || status(ThreadStatus::must_set_aside) {
        return;
    }
    record.pool.drain(record.home(), |reference| {
        // SAFETY: the pool owned the reference; the thread is attached to its interpreter and outside of
        // exclusive sections, as just checked. Finalizers may add to the pool.
        unsafe { decref(reference.object.as_ptr()) }
    });
}
