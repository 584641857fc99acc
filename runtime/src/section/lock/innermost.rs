//! Which section of this thread is the innermost one, and whether it is suspended.

use super::sentinel::Sentinel;
use super::stack::StackSection;
use crate::ffi;

/// CPython's mark of a section that is suspended, in the link to it.
pub(super) const INACTIVE: usize = 1;
/// CPython's mark of a section on two mutexes, in the link to it.
const TWO_MUTEXES: usize = 2;

/// A section as CPython lays it out in memory: part of its ABI, because the memory is the caller's.
#[repr(C)]
struct Layout {
    outer_link: usize,
    mutex: *mut ffi::PyMutex,
    /// Only where the link has the mark.
    mutex2: *mut ffi::PyMutex,
}

/// Where a link leads.
fn linked(link: usize) -> *const Layout {
    (link & !(INACTIVE | TWO_MUTEXES)) as *const Layout
}

/// The link to the innermost section of this thread, whoever began it.
///
/// It stands in the thread state. The public way to read it is to begin another section, on a lock
/// that nobody else knows: CPython writes the link into it.
///
/// # Safety
/// Attached.
unsafe fn link_to_innermost() -> usize {
    let probe = Sentinel::new();
    // SAFETY: the caller is attached; `probe` is dropped here, before anything else can begin. It
    // cannot wait, since nobody has its lock; so CPython has written the link.
    unsafe {
        probe.begin();
        (*probe.section.section.get().cast::<Layout>()).outer_link
    }
}

/// Whether the innermost section of this thread is not suspended and holds the lock of `object`.
/// Then nobody else can get the lock before that section ends or is suspended.
///
/// # Safety
/// Attached; `object` is alive.
#[cold]
pub(in crate::section) unsafe fn innermost_holds(object: *mut ffi::PyObject) -> bool {
    // SAFETY: the caller is attached.
    let link = unsafe { link_to_innermost() };
    let innermost = linked(link);
    if innermost.is_null() || link & INACTIVE != 0 {
        return false;
    }
    // SAFETY: the object is alive; only the address of its field is taken.
    let wanted = unsafe { &raw mut (*object).ob_mutex };
    // SAFETY: sections that are linked into the thread state are in memory that their functions, which
    // have not returned, keep for them; `mutex2` is only there with the mark.
    unsafe {
        (*innermost).mutex == wanted || (link & TWO_MUTEXES != 0 && (*innermost).mutex2 == wanted)
    }
}

/// Whether `section` is not suspended.
///
/// # Safety
/// Attached; `section` has begun on this thread and not ended.
#[cold]
pub(super) unsafe fn is_active(section: &StackSection) -> bool {
    // SAFETY: the caller is attached.
    let mut link = unsafe { link_to_innermost() };
    while !linked(link).is_null() {
        if std::ptr::eq(linked(link), section.section.get().cast()) {
            return link & INACTIVE == 0;
        }
        // SAFETY: sections that are linked into the thread state are in memory that their functions,
        // which have not returned, keep for them.
        link = unsafe { (*linked(link)).outer_link };
    }
    false
}
