//! What happens in an exclusive section over mutexes.

use super::mutex::PyMutex;
use super::raw::RawMutex;
use crate::attach::ThisThread;
use crate::exceptions::{PyRuntimeError, PyValueError};
use crate::refusal::Refusal;
use crate::section::ExclusiveSection;
use crate::{NoSuspend, PyErr, PyResult, Python};

/// Runs `body` in a section over one mutex.
#[inline(always)]
#[track_caller]
pub(super) fn enter<T, R>(
    py: Python<'_>,
    mutex: &PyMutex<T>,
    body: impl for<'cs> FnOnce(&mut T, NoSuspend<'cs>) -> R,
) -> R {
    let Ok(section) = ExclusiveSection::prepare(ThisThread::get()) else {
        Refusal::NestedMutex.refuse();
    };
    mutex.raw().lock(py);
    // SAFETY: just locked, by this thread; nothing else gives it back.
    let _held = unsafe { Held::new(mutex.raw(), None) };
    section.begin();
    // SAFETY: the mutex is held until `_held` is dropped, after `body` whatever happens; so there is no
    // other reference to the value, because every other is made under the same lock, or from `&mut
    // self`. The thread is inside an exclusive section until `section` is dropped.
    unsafe { body(&mut *mutex.value(), NoSuspend::assume()) }
}

/// Runs `body` in a section over two mutexes.
#[inline(always)]
pub(super) fn enter2<T, U, R>(
    py: Python<'_>,
    first: &PyMutex<T>,
    second: &PyMutex<U>,
    body: impl for<'cs> FnOnce(&mut T, &mut U, NoSuspend<'cs>) -> R,
) -> PyResult<R> {
    // The bytes are compared, not the mutexes: those of two different mutexes are at two different
    // addresses, also when there is nothing to them but the byte, or one is the value of the other.
    let same = std::ptr::eq(first.raw(), second.raw());
    let Ok(section) = ExclusiveSection::prepare(ThisThread::get()) else {
        return Err(PyRuntimeError::new_err(Refusal::NestedMutex.text()));
    };
    if same {
        return Err(same_mutex());
    }
    lock_both(py, first.raw(), second.raw());
    // SAFETY: just locked, both of them, by this thread; nothing else gives them back.
    let _held = unsafe { Held::new(first.raw(), Some(second.raw())) };
    section.begin();
    // SAFETY: as in `enter`, for both values, which are different.
    let result = unsafe {
        body(
            &mut *first.value(),
            &mut *second.value(),
            NoSuspend::assume(),
        )
    };
    Ok(result)
}

/// Takes both, and never waits for one while it holds the other: what it holds it gives back before it
/// waits. So it cannot be part of a deadlock, whatever order other threads take them in, with guards or
/// in sections.
///
/// Everybody begins with the lower address, so that those who want the same two queue for one of them,
/// and hardly ever have to give it back.
///
/// CPython has sections for this (`PyCriticalSection2_BeginMutex`, from 3.14 on), which are released
/// while their thread waits, and locked again afterwards. They are not what is wanted here. The body of
/// an exclusive section never waits, so nobody needs to find the section and release it. And there are
/// guards: a thread that holds the guard of a mutex which a suspended section further out on its stack
/// has to lock again would wait for itself. So mutexes are never locked by a section that can be
/// suspended, with any version.
#[inline(always)]
fn lock_both(py: Python<'_>, first: &RawMutex, second: &RawMutex) {
    let in_order = std::ptr::from_ref(first) < std::ptr::from_ref(second);
    let (mut wait_for, mut then_try) = if in_order {
        (first, second)
    } else {
        (second, first)
    };
    loop {
        wait_for.lock(py);
        if then_try.try_lock() {
            return;
        }
        // SAFETY: this thread has just locked it.
        unsafe { wait_for.unlock() };
        // The next wait is for the one that was not free.
        std::mem::swap(&mut wait_for, &mut then_try);
    }
}

/// The locks of a section. It is dropped before the section is, which releases the references that died
/// inside: by then they are given back.
struct Held<'a> {
    first: &'a RawMutex,
    second: Option<&'a RawMutex>,
}

impl<'a> Held<'a> {
    /// # Safety
    /// This thread has locked them, and hands that over.
    #[inline(always)]
    unsafe fn new(first: &'a RawMutex, second: Option<&'a RawMutex>) -> Self {
        Held { first, second }
    }
}

impl Drop for Held<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: they are held, by the contract of `new`, and given up once, here.
        unsafe {
            if let Some(second) = self.second {
                second.unlock();
            }
            self.first.unlock();
        }
    }
}

#[cold]
fn same_mutex() -> PyErr {
    PyValueError::new_err("both mutexes are the same one")
}
