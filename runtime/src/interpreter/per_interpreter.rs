//! `PerInterpreter<T>`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::record::Record;
use super::{enter, several};
use crate::sync::PyOnce;
use crate::{PyErr, PyResult, Python, panic};

/// A value that is made once in each interpreter, by whoever needs it there first: for `static`s that
/// hold Python objects.
///
/// It is a [`PyOnce`] for each interpreter, and what is said there about initialisers holds. The value is
/// dropped when its interpreter ends; but not if other threads are left then, such as daemon threads, which
/// may be using it while they are detached.
///
/// In a module of your own, a [state](../prelude/attr.pymodule.html#state) is the better place: it is there once for each
/// *module*, and needs no static.
///
/// ```
/// use freehold::prelude::*;
/// use freehold::sync::PerInterpreter;
///
/// static DUMPS: PerInterpreter<Py<PyAny>> = PerInterpreter::new();
///
/// #[pyfunction]
/// fn encode<'py>(py: Python<'py>, value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
///     let import = || PyResult::Ok(py.import("json")?.getattr("dumps")?.unbind());
///     DUMPS.get_or_try_init(py, import)?.bind(py).call1((value,))
/// }
/// ```
///
/// # Cost
///
/// Getting a value that is there is one atomic load while there has only been one interpreter. After that, a
/// search under a lock.
pub struct PerInterpreter<T: 'static> {
    /// The value, while there has only been one interpreter.
    fast: AtomicPtr<T>,
    entries: Entries,
    /// Whether an interpreter's end looks through it.
    listed: AtomicBool,
}

/// One for each record that has ever had a value here: a list that only grows, at its head. As with types,
/// there is no lock, because another thread may fork at any time. The type of the values is forgotten, so that this is
/// compiled once.
struct Entries(AtomicPtr<Entry>);

struct Entry {
    record: &'static Record,
    /// A boxed `PyOnce<T>` with what the record's present life has, or null.
    once: AtomicPtr<()>,
    next: *const Entry,
}

// SAFETY: it owns its values, and lends each to all threads of one interpreter; which of them drops it is
// left open.
unsafe impl<T: Send + Sync> Sync for PerInterpreter<T> {}

/// What holds something for each interpreter.
trait Table: Sync {
    /// Takes out what it holds for an interpreter, as something to drop.
    fn take(&self, record: &Record) -> Option<Box<dyn std::any::Any>>;
}

/// A table that has ever held something.
struct Listed {
    table: &'static dyn Table,
    next: *const Listed,
}

static LISTED: AtomicPtr<Listed> = AtomicPtr::new(ptr::null_mut());

impl<T> PerInterpreter<T> {
    /// No values yet.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PerInterpreter;
    ///
    /// static EMPTY: PerInterpreter<Py<PyTuple>> = PerInterpreter::new();
    /// ```
    #[allow(
        clippy::new_without_default,
        reason = "it is for statics, so it must be const"
    )]
    pub const fn new() -> PerInterpreter<T> {
        PerInterpreter {
            fast: AtomicPtr::new(ptr::null_mut()),
            entries: Entries(AtomicPtr::new(ptr::null_mut())),
            listed: AtomicBool::new(false),
        }
    }
}

impl<T: Send + Sync> PerInterpreter<T> {
    /// The value of this interpreter, if it has been made. Never waits or suspends.
    ///
    /// ```
    /// # use freehold::{prelude::*, sync::PerInterpreter};
    /// fn is_made(py: Python<'_>, cache: &'static PerInterpreter<Py<PyAny>>) -> bool {
    ///     cache.get(py).is_some()
    /// }
    /// ```
    #[inline]
    pub fn get<'py>(&'static self, _py: Python<'py>) -> Option<&'py T> {
        self.find()
    }

    /// The value of this interpreter, which `make` makes if it is not there yet. Waits detached while another
    /// thread makes it, and thereby suspends the thread's critical sections.
    ///
    /// # Panics
    /// If `make` panics, and if it is called by `make` itself.
    ///
    /// ```
    /// use freehold::prelude::*;
    /// use freehold::sync::PerInterpreter;
    ///
    /// static SEEN: PerInterpreter<Py<PyList>> = PerInterpreter::new();
    ///
    /// fn seen(py: Python<'_>) -> &Bound<'_, PyList> {
    ///     SEEN.get_or_init(py, || PyList::empty(py).unbind()).bind(py)
    /// }
    /// ```
    #[inline]
    #[track_caller]
    pub fn get_or_init<'py>(&'static self, py: Python<'py>, make: impl FnOnce() -> T) -> &'py T {
        match self.get_or_try_init(py, || PyResult::Ok(make())) {
            Ok(value) => value,
            // The interpreter could not be noted: there is no memory for it.
            Err(error) => panic!("PerInterpreter: {error}"),
        }
    }

    /// The value of this interpreter, which `make` makes if it is not there yet and if it can.
    ///
    /// # Errors
    /// That of `make`. There is no value then, and the next thread tries.
    ///
    /// # Panics
    /// As for [`get_or_init`](PerInterpreter::get_or_init).
    #[inline]
    #[track_caller]
    pub fn get_or_try_init<'py, E: From<PyErr>>(
        &'static self,
        py: Python<'py>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<&'py T, E> {
        match self.find() {
            Some(value) => Ok(value),
            None => self.initialise(py, make),
        }
    }

    /// The value, if there has only been one interpreter and it has been made.
    #[inline(always)]
    pub(crate) fn get_of_only<'py>(&'static self, _py: Python<'py>) -> Option<&'py T> {
        match several() {
            // SAFETY: as in `find`.
            false => unsafe { self.fast.load(Ordering::Acquire).as_ref() },
            true => None,
        }
    }

    #[inline(always)]
    fn find<'py>(&'static self) -> Option<&'py T> {
        match several() {
            // SAFETY: null, or a value that stays until its interpreter ends, which is the only one.
            false => unsafe { self.fast.load(Ordering::Acquire).as_ref() },
            true => self.find_among_several(),
        }
    }

    #[cold]
    fn find_among_several<'py>(&'static self) -> Option<&'py T> {
        let record = Record::of_current();
        record.note_borrowing();
        let once: *mut PyOnce<T> = self
            .entries
            .find(record)?
            .once
            .load(Ordering::Acquire)
            .cast();
        // SAFETY: null, or a box that stays until its interpreter ends, which no attached thread outlives.
        unsafe { once.as_ref() }?.value()
    }

    #[cold]
    #[track_caller]
    fn initialise<'py, E: From<PyErr>>(
        &'static self,
        py: Python<'py>,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<&'py T, E> {
        let record = enter(py)?;
        self.list();
        let once: &'py PyOnce<T> = self.once(record);
        let value = once.get_or_try_init(py, make)?;
        // While there has been one interpreter, it is this one.
        if !several() {
            self.fast
                .store(ptr::from_ref(value).cast_mut(), Ordering::Release);
        }
        Ok(value)
    }

    /// The cell of the record's present life.
    fn once<'py>(&'static self, record: &'static Record) -> &'py PyOnce<T> {
        let entry = self.entries.find_or_add(record);
        let mut once: *mut PyOnce<T> = entry.once.load(Ordering::Acquire).cast();
        if once.is_null() {
            let ours = Box::into_raw(Box::new(PyOnce::new()));
            let exchanged = entry.once.compare_exchange(
                ptr::null_mut(),
                ours.cast(),
                Ordering::AcqRel,
                Ordering::Acquire,
            );
            once = match exchanged {
                Ok(_) => ours,
                Err(theirs) => {
                    // SAFETY: just made, and known to nobody else.
                    drop(unsafe { Box::from_raw(ours) });
                    theirs.cast()
                }
            };
        }
        // SAFETY: a box that stays until its interpreter ends, which no attached thread outlives.
        unsafe { &*once }
    }

    /// Has an interpreter's end look through this.
    fn list(&'static self) {
        if self.listed.swap(true, Ordering::AcqRel) {
            return;
        }
        let node = Box::leak(Box::new(Listed {
            table: self,
            next: ptr::null(),
        }));
        let mut head = LISTED.load(Ordering::Relaxed);
        loop {
            node.next = head;
            match LISTED.compare_exchange_weak(head, node, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

impl Entries {
    fn find(&self, record: &Record) -> Option<&'static Entry> {
        let mut entry = self.0.load(Ordering::Acquire).cast_const();
        // SAFETY: entries are never freed.
        while let Some(found) = unsafe { entry.as_ref() } {
            if ptr::eq(found.record, record) {
                return Some(found);
            }
            entry = found.next;
        }
        None
    }

    /// The entry of the record, made if there is none.
    #[cold]
    #[inline(never)]
    fn find_or_add(&self, record: &'static Record) -> &'static Entry {
        let mut new: Option<Box<Entry>> = None;
        loop {
            let head = self.0.load(Ordering::Acquire);
            if let Some(entry) = self.find(record) {
                return entry;
            }
            let mut entry = new.take().unwrap_or_else(|| {
                Box::new(Entry {
                    record,
                    once: AtomicPtr::new(ptr::null_mut()),
                    next: ptr::null(),
                })
            });
            entry.next = head;
            let entry = Box::into_raw(entry);
            // Nobody has come with another entry since the list was looked through: the head tells.
            let exchanged =
                self.0
                    .compare_exchange(head, entry, Ordering::AcqRel, Ordering::Relaxed);
            match exchanged {
                // SAFETY: entries are never freed.
                Ok(_) => return unsafe { &*entry },
                // SAFETY: nobody else has got to know it, so it is still this thread's own.
                Err(_) => new = Some(unsafe { Box::from_raw(entry) }),
            }
        }
    }
}

impl<T: Send + Sync> Table for PerInterpreter<T> {
    fn take(&self, record: &Record) -> Option<Box<dyn std::any::Any>> {
        let entry = self.entries.find(record)?;
        let once: *mut PyOnce<T> = entry.once.swap(ptr::null_mut(), Ordering::AcqRel).cast();
        // SAFETY: null, or the box of `once`. The callers drop it only if nobody is left to use it.
        let once = (!once.is_null()).then(|| unsafe { Box::from_raw(once) })?;
        if let Some(value) = once.value() {
            // Others do not read it any more: they only do while there is one interpreter.
            let _ = self.fast.compare_exchange(
                ptr::from_ref(value).cast_mut(),
                ptr::null_mut(),
                Ordering::AcqRel,
                Ordering::Relaxed,
            );
        }
        Some(once)
    }
}

fn take_all(record: &Record, mut each: impl FnMut(Box<dyn std::any::Any>)) {
    let mut next = LISTED.load(Ordering::Acquire).cast_const();
    // SAFETY: nodes are never freed.
    while let Some(node) = unsafe { next.as_ref() } {
        if let Some(value) = node.table.take(record) {
            each(value);
        }
        next = node.next;
    }
}

/// Drops the values of the interpreter that the thread is attached to, and that ends with no other thread left.
/// This one runs nothing but destructors. What those panic with is reported: there is nobody to raise it to.
pub(super) fn release_all(py: Python<'_>, record: &Record) {
    take_all(record, |value| {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
            panic::report(py, payload);
        }
    });
}

/// Takes them out and leaves them, where somebody may have borrowed them or no destructor can run.
pub(super) fn forget_all(record: &Record) {
    take_all(record, std::mem::forget);
}
