//! Leaving what a thread is attached to, or detached from, for another interpreter.

use std::marker::PhantomPinned;
use std::ptr;

use super::release_pending;
use super::thread::{Left, is_attached, status};
use crate::chaos;
use crate::interpreter::Home;

/// A place on the stack of a thread that goes elsewhere. The thread's places are linked, so that it finds its
/// own thread state of an interpreter again when it comes by there.
pub(crate) struct Elsewhere {
    left: Left,
    /// Whether the thread was attached.
    attached: bool,
    /// What the thread had been detached from; the same as `left` unless it was attached.
    detached_from: Left,
    outer: *const Elsewhere,
    _linked: PhantomPinned,
}

impl Elsewhere {
    pub(crate) fn new() -> Elsewhere {
        Elsewhere {
            left: Left::NOTHING,
            attached: false,
            detached_from: Left::NOTHING,
            outer: ptr::null(),
            _linked: PhantomPinned,
        }
    }

    /// Detaches the thread if it is attached. Then, until the result is dropped, it is not known to be
    /// detached from anything. Must not be called inside an exclusive section.
    pub(crate) fn go(&mut self) -> Away<'_> {
        self.attached = is_attached();
        status(|status| {
            self.detached_from = status.detached_from.replace(Left::NOTHING);
            self.left = match self.attached {
                true => {
                    status.note_detach();
                    // SAFETY: as just found.
                    unsafe { Left::current() }
                }
                false => self.detached_from,
            };
            self.outer = status.elsewhere.replace(self);
        });
        chaos::point();
        Away(self)
    }

    /// This thread's thread state of the interpreter, if it has left one.
    pub(super) fn find(home: Home) -> Option<Left> {
        let mut place = status(|status| status.elsewhere.get());
        // SAFETY: the places are on this thread's stack, and unlinked before they go.
        while let Some(Elsewhere { left, outer, .. }) = unsafe { place.as_ref() } {
            if !left.is_nothing() && left.home == home {
                return Some(*left);
            }
            place = *outer;
        }
        None
    }
}

/// The thread is elsewhere while this lives.
pub(crate) struct Away<'a>(&'a Elsewhere);

impl Drop for Away<'_> {
    fn drop(&mut self) {
        let Elsewhere {
            left,
            attached,
            detached_from,
            outer,
            ..
        } = *self.0;
        status(|status| status.elsewhere.set(outer));
        if attached {
            // SAFETY: `go` has left it, on this thread; what was attached since has been detached.
            unsafe { left.restore() };
            chaos::point();
        }
        status(|status| status.detached_from.set(detached_from));
        // Those that are detached from something further out as well are not to run finalizers.
        if attached && detached_from.is_nothing() {
            release_pending();
        }
    }
}
