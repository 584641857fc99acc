//! What is made on first use, and kept for ever.

use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A value of a static, made by whoever needs it first. If two threads make it at once, one of the two is dropped before
/// anybody has seen it: so there is no lock that a thread could hold while another one forks.
pub(crate) struct Kept<T> {
    /// Null, or a box that is never freed.
    value: AtomicPtr<T>,
    /// It lends `&T` to all threads.
    of: PhantomData<T>,
}

impl<T> Kept<T> {
    pub(crate) const fn new() -> Kept<T> {
        Kept {
            value: AtomicPtr::new(ptr::null_mut()),
            of: PhantomData,
        }
    }

    pub(crate) fn get_or_make(&'static self, make: impl FnOnce() -> T) -> &'static T {
        // SAFETY: null, or a box that is never freed.
        if let Some(kept) = unsafe { self.value.load(Ordering::Acquire).as_ref() } {
            return kept;
        }
        let ours = Box::into_raw(Box::new(make()));
        let exchanged =
            self.value
                .compare_exchange(ptr::null_mut(), ours, Ordering::AcqRel, Ordering::Acquire);
        match exchanged {
            // SAFETY: never freed from here on.
            Ok(_) => unsafe { &*ours },
            Err(theirs) => {
                // SAFETY: just made, and known to nobody else.
                drop(unsafe { Box::from_raw(ours) });
                // SAFETY: a box that is never freed.
                unsafe { &*theirs }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_late_gets_what_is_there() {
        static VALUE: Kept<&str> = Kept::new();

        // The call inside stands for another thread that is faster.
        let mut faster = None;
        let late = VALUE.get_or_make(|| {
            faster = Some(VALUE.get_or_make(|| "first"));
            "second"
        });
        assert_eq!(*late, "first");
        assert!(faster.is_some_and(|faster| ptr::eq(faster, late)));
        assert!(ptr::eq(VALUE.get_or_make(|| "third"), late));
    }
}
