//! Where a thread notes what nearly every section asks.
//!
//! A thread's own variables are found by a call of the loader's, which takes longer than all the rest of a section that nobody
//! contends for. So what sections ask stands in a static, in a slot that the thread finds by its number. Who finds its number
//! there has written it itself, or a thread of the same number that has ended; so only one thread uses a slot.
//! Threads whose slot belongs to another one, and all of them where their number is not known, have one in
//! their status ([`ThreadStatus`](super::ThreadStatus)), which takes longer to find.
//!
//! A thread gives its slot back when its thread-local variables are dropped. If it comes here once more after that, it has the
//! one in its status. (Should foreign code have a thread vanish inside of a section, the next one of that number gets into none.)

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::thread::status;
use crate::capi::thread_pointer::{IS_KNOWN, thread_id};
use crate::chaos;

/// What a thread notes.
pub(crate) struct Slot {
    /// Whether the thread is inside an exclusive section.
    inside: AtomicBool,
    /// Whether the thread has put references aside since it last looked.
    set_aside: AtomicBool,
    /// Whether the thread is in a watched section.
    watched: AtomicBool,
}

/// On a cache line of its own (two, for processors that fetch pairs), because only its thread writes to it.
#[repr(align(128))]
struct Apart(Slot);

const BITS: u32 = 8;
const SLOTS: usize = 1 << BITS;

struct Table {
    /// The numbers of the threads; 0 for none. Written to once each, and apart from the slots: so threads that come to
    /// the same one only read what both of them look at.
    owners: [AtomicUsize; SLOTS],
    slots: [Apart; SLOTS],
}

static TABLE: Table = Table::new();

/// The slot of this thread, which it takes if it is free, or the one in its status. There until the thread ends.
#[inline]
pub(super) fn own() -> *const Slot {
    match taken() {
        Some(slot) => slot,
        None => take_or_in_status(),
    }
}

/// The slot of this thread, if it has taken it.
#[inline]
pub(super) fn taken() -> Option<&'static Slot> {
    TABLE.find(thread_id())
}

#[cold]
#[inline(never)]
fn take_or_in_status() -> *const Slot {
    let taken = match IS_KNOWN {
        true => take(),
        false => None,
    };
    match taken {
        Some(slot) => slot,
        None => status(|status| &raw const status.slot),
    }
}

fn take() -> Option<&'static Slot> {
    let id = thread_id();
    if !TABLE.is_free_for(id) {
        return None;
    }
    // Some threads, so that both ways are tried.
    if chaos::IS_ON && index_of(id) % 2 == 1 {
        return None;
    }
    if GIVEN_BACK_AT_THE_END.try_with(|_| ()).is_err() {
        return None;
    }
    status(|status| {
        // After a fork a slot may have become free in the middle of what its thread has noted elsewhere.
        let has_noted_there = status.slot.is_inside() || !status.watched.get().is_null();
        let slot = match has_noted_there {
            true => None,
            false => TABLE.take(id),
        };
        slot.inspect(|slot| slot.note_set_aside(!status.bag_is_empty()))
    })
}

thread_local! {
    /// Made by whoever takes a slot.
    static GIVEN_BACK_AT_THE_END: GiveBack = const { GiveBack };
}

struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        TABLE.give_back(thread_id());
    }
}

/// In the child of a fork: of the threads that had slots, only this one is left.
pub(crate) fn after_fork_in_child() {
    TABLE.keep_only(thread_id());
}

/// Thread pointers are some power of two apart, and more or less: all bits of them count.
#[inline]
fn index_of(id: usize) -> usize {
    let mixed = (id as u64 >> 6).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> (u64::BITS - BITS)) as usize
}

impl Table {
    const fn new() -> Table {
        Table {
            owners: [const { AtomicUsize::new(0) }; SLOTS],
            slots: [const { Apart(Slot::new()) }; SLOTS],
        }
    }

    /// The slot of a thread, if it has taken it.
    #[inline]
    fn find(&self, id: usize) -> Option<&Slot> {
        let index = index_of(id);
        // A branch, which is foreseen: the address of the slot does not have to wait for what is loaded.
        if IS_KNOWN && self.owners[index].load(Ordering::Relaxed) == id {
            return Some(&self.slots[index].0);
        }
        None
    }

    fn is_free_for(&self, id: usize) -> bool {
        self.owners[index_of(id)].load(Ordering::Relaxed) == 0
    }

    fn take(&self, id: usize) -> Option<&Slot> {
        let index = index_of(id);
        self.owners[index]
            .compare_exchange(0, id, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
            .then(|| &self.slots[index].0)
    }

    /// At the end of a thread, or after it.
    fn give_back(&self, id: usize) {
        if let Some(slot) = self.find(id) {
            slot.clear();
            // With `Release`, so that who takes it finds it cleared.
            self.owners[index_of(id)].store(0, Ordering::Release);
        }
    }

    fn keep_only(&self, own: usize) {
        for owner in &self.owners {
            let id = owner.load(Ordering::Relaxed);
            if id != own && id != 0 {
                self.give_back(id);
            }
        }
    }
}

impl Slot {
    pub(super) const fn new() -> Slot {
        Slot {
            inside: AtomicBool::new(false),
            set_aside: AtomicBool::new(false),
            watched: AtomicBool::new(false),
        }
    }

    /// Notes that the thread is inside an exclusive section: until [`leave`](Slot::leave).
    #[inline]
    pub(crate) fn enter(&self) {
        self.inside.store(true, Ordering::Relaxed);
    }

    /// Ends what `enter` has begun. Whether references may have been set aside.
    #[inline]
    pub(crate) fn leave(&self) -> bool {
        self.inside.store(false, Ordering::Relaxed);
        self.set_aside.load(Ordering::Relaxed)
    }

    fn clear(&self) {
        self.leave();
        self.note_set_aside(false);
        self.note_watched(false);
    }

    /// Whether the thread is inside an exclusive section.
    #[inline]
    pub(crate) fn is_inside(&self) -> bool {
        self.inside.load(Ordering::Relaxed)
    }

    /// Notes whether there may be something in the thread's bag that the next section has to release at its end.
    pub(super) fn note_set_aside(&self, some: bool) {
        self.set_aside.store(some, Ordering::Relaxed);
    }

    /// Notes whether the thread is in a watched section.
    pub(crate) fn note_watched(&self, is_watched: bool) {
        self.watched.store(is_watched, Ordering::Relaxed);
    }

    /// Whether the thread is in a watched section.
    #[inline]
    pub(crate) fn is_watched(&self) -> bool {
        self.watched.load(Ordering::Relaxed)
    }
}

#[cfg(all(
    test,
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod tests {
    use super::*;
    use crate::attach::{ThisThread, ThreadStatus};

    /// Not the one of the process, whose slots would have dead owners afterwards.
    fn table() -> &'static Table {
        Box::leak(Box::new(Table::new()))
    }

    /// Guarantee: no two threads use one slot, also when one of them comes to that of the other.
    #[test]
    fn a_slot_is_one_threads() {
        let table = table();
        let barrier = std::sync::Barrier::new(2 * SLOTS);
        let slots: Vec<Option<usize>> = std::thread::scope(|scope| {
            let work = || {
                let slot = table.take(thread_id());
                // All of them are alive until each has looked.
                barrier.wait();
                let found = table.find(thread_id());
                assert_eq!(slot.map(std::ptr::from_ref), found.map(std::ptr::from_ref));
                slot.map(|slot| std::ptr::from_ref(slot).addr())
            };
            let started: Vec<_> = (0..2 * SLOTS).map(|_| scope.spawn(work)).collect();
            started.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let mut taken: Vec<usize> = slots.iter().copied().flatten().collect();
        let all = taken.len();
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), all, "two threads had one slot");
        assert!(
            all > SLOTS / 2,
            "only {all} of {SLOTS} slots were found by {} threads",
            slots.len()
        );
    }

    #[test]
    fn pointers_at_any_distance_find_many_slots() {
        for distance in [0x1000, 0x11000, 0x20_0000, 0x80_1000, 0x81_0000, 0x100_0000] {
            let mut indexes: Vec<usize> = (0..SLOTS)
                .map(|at| index_of(0x7f12_3456_7640 + at * distance))
                .collect();
            indexes.sort_unstable();
            indexes.dedup();
            assert!(
                indexes.len() > SLOTS / 3,
                "{distance:#x}: {}",
                indexes.len()
            );
        }
    }

    /// Guarantee: a thread whose slot is another one's notes the same in its status, and stays there while it is inside.
    #[test]
    fn a_thread_without_a_slot_has_one_in_its_status() {
        let noting = || {
            let owner = &TABLE.owners[index_of(thread_id())];
            let nobody = usize::MAX;
            let is_kept = owner.compare_exchange(0, nobody, Ordering::AcqRel, Ordering::Relaxed);
            let thread = ThisThread::get();
            assert!(taken().is_none());
            thread.slot().enter();
            if is_kept.is_ok() {
                owner.store(0, Ordering::Release);
            }
            assert!(std::ptr::eq(own(), thread.slot()));
            assert!(status(ThreadStatus::in_exclusive_section));
            status(|status| status.note_set_aside(true));
            assert!(thread.slot().leave());
            assert!(!status(ThreadStatus::in_exclusive_section));
        };
        std::thread::spawn(noting).join().unwrap();
    }

    #[test]
    fn what_is_noted_is_told() {
        let slot = table().take(thread_id()).unwrap();
        slot.enter();
        assert!(slot.is_inside());
        slot.note_set_aside(true);
        assert!(slot.leave());
        assert!(!slot.is_inside());
        slot.note_set_aside(false);
        slot.enter();
        assert!(!slot.leave());
    }

    #[test]
    fn a_slot_is_given_back_at_the_end() {
        let index = std::thread::spawn(|| {
            let id = thread_id();
            // Another thread may have the place: then there is nothing to give back.
            own();
            taken().map(|_| (index_of(id), id))
        });
        if let Some((index, id)) = index.join().unwrap() {
            assert_ne!(TABLE.owners[index].load(Ordering::Relaxed), id);
        }
    }

    #[test]
    fn the_child_of_a_fork_keeps_its_own() {
        let table = table();
        let own = table.take(thread_id()).unwrap();
        own.enter();
        let (_, other) = (1..)
            .map(|step| (step, thread_id() + (step << 12)))
            .find(|(_, id)| index_of(*id) != index_of(thread_id()))
            .unwrap();
        table.take(other).unwrap().enter();
        table.keep_only(thread_id());
        assert!(table.find(thread_id()).is_some_and(Slot::is_inside));
        assert!(table.is_free_for(other));
        assert!(!table.take(other).unwrap().is_inside());
    }
}
