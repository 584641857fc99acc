//! Type objects, which exist once in each interpreter.

use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::record::Record;
use super::{enter, several};
use crate::attach::Attached;
use crate::{Bound, PyResult, ffi, types::PyType};

/// One type object per interpreter. As all that a thread may be in the middle of while another one
/// forks, it has no lock.
pub(crate) struct TypeTable {
    /// The type, while there has only been one interpreter.
    fast: AtomicPtr<ffi::PyTypeObject>,
    /// One for each record that has ever had a type here: a list that only grows, at its head.
    entries: AtomicPtr<Entry>,
    /// Whether the table is in the list of tables.
    listed: AtomicBool,
    /// Of that list.
    next: AtomicPtr<TypeTable>,
}

struct Entry {
    record: &'static Record,
    /// A strong reference of the record's present life, or null.
    object: AtomicPtr<ffi::PyTypeObject>,
    next: *const Entry,
}

/// The tables that have ever held something.
static TABLES: AtomicPtr<TypeTable> = AtomicPtr::new(ptr::null_mut());

impl TypeTable {
    pub(crate) const fn new() -> TypeTable {
        TypeTable {
            fast: AtomicPtr::new(ptr::null_mut()),
            entries: AtomicPtr::new(ptr::null_mut()),
            listed: AtomicBool::new(false),
            next: AtomicPtr::new(ptr::null_mut()),
        }
    }

    /// The type of this interpreter, borrowed: an entry stays until its interpreter ends. Never
    /// suspends.
    #[inline(always)]
    pub(crate) fn get(&self, _proof: impl Attached) -> Option<NonNull<ffi::PyTypeObject>> {
        match several() {
            false => NonNull::new(self.fast.load(Ordering::Acquire)),
            true => self.find(),
        }
    }

    #[cold]
    fn find(&self) -> Option<NonNull<ffi::PyTypeObject>> {
        let entry = self.entry(Record::of_current())?;
        NonNull::new(entry.object.load(Ordering::Acquire))
    }

    fn entry(&self, record: &Record) -> Option<&Entry> {
        let mut entry = self.entries.load(Ordering::Acquire).cast_const();
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
    fn entry_or_new(&self, record: &'static Record) -> &Entry {
        let mut new: Option<Box<Entry>> = None;
        loop {
            let head = self.entries.load(Ordering::Acquire);
            if let Some(entry) = self.entry(record) {
                return entry;
            }
            let entry = new.get_or_insert_with(|| {
                Box::new(Entry {
                    record,
                    object: AtomicPtr::new(ptr::null_mut()),
                    next: ptr::null(),
                })
            });
            entry.next = head;
            let entry = &raw mut **entry;
            // Nobody has come with another entry since the list was looked through: the head tells.
            if self
                .entries
                .compare_exchange(head, entry, Ordering::AcqRel, Ordering::Relaxed)
                .is_ok()
            {
                return Box::leak(new.expect("it has just been made"));
            }
        }
    }

    /// Enters `object` for this interpreter, unless there is an entry: then that one is returned.
    pub(crate) fn insert<'py>(
        &'static self,
        object: Bound<'py, PyType>,
    ) -> PyResult<Bound<'py, PyType>> {
        let py = object.py();
        let record = enter(py)?;
        self.list();
        let entry = self.entry_or_new(record);
        let ours = object.clone().into_type_ptr().as_ptr();
        let kept = match entry.object.compare_exchange(
            ptr::null_mut(),
            ours,
            Ordering::AcqRel,
            Ordering::Acquire,
        ) {
            Ok(_) => ours,
            Err(kept) => {
                // SAFETY: attached; the reference has just been made, and `object` is another.
                unsafe { crate::capi::refcount::decref(ours.cast()) };
                kept
            }
        };
        // While there has been one interpreter, it is this one.
        if !several() {
            self.fast.store(kept, Ordering::Release);
        }
        let kept = NonNull::new(kept).expect("a type");
        // SAFETY: the entry is a live type of this interpreter.
        Ok(unsafe { Bound::from_borrowed_type_ptr(py, kept) })
    }

    /// Puts the table into the list of those that an interpreter's end looks through.
    fn list(&'static self) {
        if self.listed.swap(true, Ordering::AcqRel) {
            return;
        }
        let this = ptr::from_ref(self).cast_mut();
        let mut head = TABLES.load(Ordering::Relaxed);
        loop {
            self.next.store(head, Ordering::Relaxed);
            match TABLES.compare_exchange_weak(head, this, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    fn take(&self, record: &Record) -> Option<NonNull<ffi::PyTypeObject>> {
        let object = self
            .entry(record)?
            .object
            .swap(ptr::null_mut(), Ordering::AcqRel);
        // Others do not read it any more: they only do while there is one interpreter.
        let _ = self.fast.compare_exchange(
            object,
            ptr::null_mut(),
            Ordering::AcqRel,
            Ordering::Relaxed,
        );
        NonNull::new(object)
    }
}

fn take_all(record: &Record, mut each: impl FnMut(NonNull<ffi::PyTypeObject>)) {
    let mut next = &TABLES;
    // SAFETY: the tables are statics.
    while let Some(table) = unsafe { next.load(Ordering::Acquire).as_ref() } {
        if let Some(object) = table.take(record) {
            each(object);
        }
        next = &table.next;
    }
}

/// Releases the types of the interpreter that the thread is attached to, and that ends.
pub(super) fn release_all(record: &Record) {
    take_all(record, |object| {
        // SAFETY: the table owned the reference; the thread is attached to the type's interpreter.
        unsafe { crate::capi::refcount::decref(object.as_ptr().cast()) }
    });
}

/// Takes them out, where no thread can release them.
pub(super) fn forget_all(record: &Record) {
    take_all(record, |_| ());
}
