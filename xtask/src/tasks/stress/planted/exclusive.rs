//! In what exclusive sections rest on: the lock, the thread's status, and where references go.

use super::{BUG, Mutant, Shows};

const LOCK: &str = "runtime/src/section/lock/objects.rs";
const EXCLUSIVE: &str = "runtime/src/section/exclusive.rs";
const BYTE: &str = "runtime/src/section/lock/byte.rs";
const BIAS: &str = "runtime/src/section/lock/bias.rs";
const SUSPENDABLE: &str = "runtime/src/section/suspendable.rs";
const OF_THREAD: &str = "runtime/src/section/of_thread.rs";
const RELEASE: &str = "runtime/src/attach/release.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "lock-not-taken",
        file: LOCK,
        changes: &[(
            "match unsafe { try_lock(object) || try_lock_soon(object, among_readers) } {
            true => Held::One,",
            "match true {
            true => Held::Nothing,",
        )],
        scenario: "lost-update",
        part: Some("locked"),
        why: "exclusive sections lock nothing",
        ..BUG
    },
    Mutant {
        name: "unlocked-before-the-body",
        file: EXCLUSIVE,
        changes: &[(
            "        let result = body(NoSuspend::assume(), payload);
        drop((in_use, reading));
        locks.unlock_one();",
            "        drop((in_use, reading));
        locks.unlock_one();
        let result = body(NoSuspend::assume(), payload);",
        )],
        scenario: "torn-pair",
        part: Some("locked, 2 threads"),
        why: "the lock is given back before the body runs",
        ..BUG
    },
    Mutant {
        name: "second-lock-not-taken",
        file: LOCK,
        changes: &[(
            "if try_lock(high) {
                    self.held = Held::Two;",
            "if true {
                    self.second = self.first;
                    self.held = Held::One;",
        )],
        scenario: "cs-pair",
        part: Some("one class"),
        load: 50.0,
        why: "of two locks only one is taken",
        ..BUG
    },
    Mutant {
        name: "locks-in-the-order-of-arguments",
        file: LOCK,
        changes: &[
            ("if first.object < second.object {", "if true {"),
            (
                "if try_lock(high) {
                    self",
                "while !try_lock(high) {
                    std::thread::yield_now();
                }
                if true {
                    self",
            ),
        ],
        scenario: "cs-pair",
        part: Some("one class"),
        load: 50.0,
        why: "the second lock is waited for with the first one held, in the order of the arguments",
        ..BUG
    },
    Mutant {
        name: "one-object-twice",
        file: EXCLUSIVE,
        changes: &[("if same && (P::EXCLUSIVE || Q::EXCLUSIVE) {", "if false {")],
        scenario: "cs-pair",
        part: Some("a function"),
        why: "two exclusive references to one object are given out",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "references-released-inside",
        file: RELEASE,
        changes: &[(
            "status.set_aside(reference);",
            "unsafe { release_attached(reference) }",
        )],
        scenario: "finalizer-in-section",
        part: Some("clear"),
        why: "finalizers run inside the section",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "references-released-before-the-unlock",
        file: EXCLUSIVE,
        changes: &[(
            "        let result = body(NoSuspend::assume(), payload);
        drop((in_use, reading));",
            "        let result = body(NoSuspend::assume(), payload);
        drop((in_use, reading));
        drop(section);",
        )],
        scenario: "finalizer-in-section",
        part: Some("clear"),
        why: "finalizers run before the lock is given back, and wait for it",
        ..BUG
    },
    Mutant {
        name: "references-never-released",
        file: OF_THREAD,
        changes: &[(
            "self.thread.slot().leave() {",
            "self.thread.slot().leave() && false {",
        )],
        scenario: "finalizer-in-section",
        part: Some("clear both"),
        why: "what died in a section stays in the bag",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "slot-of-another-thread",
        file: "runtime/src/attach/slot.rs",
        changes: &[
            (
                "(mixed >> (u64::BITS - BITS)) as usize",
                "(mixed as usize) & 0",
            ),
            (
                "self.owners[index].load(Ordering::Relaxed) == id {",
                "self.owners[index].load(Ordering::Relaxed) != 0 {",
            ),
        ],
        scenario: "lost-update",
        part: Some("locked"),
        why: "a thread takes itself to be in the section of another one",
        ..BUG
    },
    Mutant {
        name: "unlock-wakes-nobody",
        file: BYTE,
        changes: &[(
            "unsafe { ffi::PyMutex_Unlock(&raw mut (*object).ob_mutex) }",
            "byte.store(UNLOCKED, Ordering::Release)",
        )],
        scenario: "cs-handoff",
        part: Some("object"),
        load: 1.0,
        why: "whoever waits for a lock is not told that it is free",
        ..BUG
    },
    Mutant {
        name: "section-never-ended",
        file: LOCK,
        changes: &[(
            "Held::Section => ffi::PyCriticalSection_End(place.0.as_mut_ptr().cast()),",
            "Held::Section => {}",
        )],
        scenario: "block-vs-stw",
        part: Some("object"),
        load: 1.0,
        why: "a lock that had to be waited for is never given back",
        ..BUG
    },
    Mutant {
        name: "owner-not-waited-for",
        file: BIAS,
        changes: &[(
            "        if !is_inside(usage) || leaves_soon(usage) {",
            "        if true {",
        )],
        scenario: "owner-gives-way",
        load: 50.0,
        why: "another thread does not wait until the owner is out",
        ..BUG
    },
    Mutant {
        name: "section-lets-the-owner-in",
        file: SUSPENDABLE,
        changes: &[(
            "Target::of(object).keep_owner_out(object.py())",
            "false && Target::of(object).keep_owner_out(object.py())",
        )],
        scenario: "owner-gives-way",
        part: Some("section"),
        load: 50.0,
        why: "a section over a handle does not keep out the owner that needs no lock",
        ..BUG
    },
];
