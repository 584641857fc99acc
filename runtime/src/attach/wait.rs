//! Detaching to wait for a lock.

use super::thread::{Left, status};
use crate::refusal::Refusal;
use crate::{Python, chaos};

/// The thread is detached while this lives, to wait for a lock.
///
/// [`Python::detach`] would do but for one thing: when it attaches again, it releases the references
/// that detached threads have left, which runs finalizers. Here the thread comes back holding the lock
/// that it has waited for, and a finalizer that wants the same one would wait for its own thread.
/// Those references are released by the next thread that attaches for other reasons.
///
/// It is a guard because the thread has to attach again also when waiting panics: a poisoned `Once`
/// does.
pub(crate) struct Waiting {
    before: Left,
}

impl Waiting {
    /// Runs `wait`, which blocks, with the thread detached.
    ///
    /// There is no [`Detached`](super::Detached) bound, because what waits deals in guards, which are
    /// not `Send`: they belong to the thread, whatever its state. The callers see to it that `wait`
    /// neither runs code of users nor drops values of theirs but by [`attached`](Waiting::attached).
    ///
    /// # Panics
    /// Inside an exclusive section, which is not suspended by this but must never wait.
    pub(crate) fn detached<R>(_py: Python<'_>, wait: impl FnOnce(&Waiting) -> R) -> R {
        let waiting = status(|status| {
            if status.in_exclusive_section() {
                Refusal::Waiting.refuse();
            }
            status.note_detach();
            // SAFETY: whoever has a `Python` token is attached.
            let left = unsafe { Left::current() };
            chaos::point();
            Waiting {
                before: status.detached_from.replace(left),
            }
        });
        wait(&waiting)
    }

    /// Attaches the thread again while `call` runs: an initialiser that has to run inside of the call
    /// that waits.
    ///
    /// The initialiser is lent by the caller of [`detached`](Waiting::detached), so that one that is
    /// never called is dropped after that, attached. It may own handles.
    pub(crate) fn attached<F, R>(&self, f: &mut Option<F>, call: impl FnOnce(F) -> R) -> R {
        let left = status(|status| status.detached_from.replace(self.before));
        // SAFETY: the state is the one that `detached` has saved on this thread: `Waiting` is not
        // `Send`, and whoever takes the state out puts it back.
        unsafe { left.restore() };
        let _detach_again = DetachAgain;
        chaos::point();
        call(f.take().expect("an initialiser is called once"))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let left = status(|status| status.detached_from.replace(self.before));
        // SAFETY: as in `attached`.
        unsafe { left.restore() };
        chaos::point();
    }
}

/// Ends [`Waiting::attached`], also when the initialiser panics.
struct DetachAgain;

impl Drop for DetachAgain {
    fn drop(&mut self) {
        // SAFETY: the thread is attached: `attached` has attached it, and everything that detached it
        // since has attached it again.
        let left = unsafe { Left::current() };
        status(|status| status.detached_from.set(left));
    }
}
