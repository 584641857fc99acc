//! In what exclusive sections rest on: the lock, the thread's status, and where references go.

use super::{BUG, Mutant, Shows};

const LOCK: &str = "runtime/src/section/lock/objects.rs";
const EXCLUSIVE: &str = "runtime/src/section/exclusive.rs";
const RELEASE: &str = "runtime/src/attach/release.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "lock-not-taken",
        file: LOCK,
        changes: &[(
            "if unsafe { try_lock(object) } {
            self.held = Held::InlineOne(object);",
            "if true {
            self.held = Held::Nothing;",
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
            "        Ok(body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(object)),",
            "        drop((_in_use, section));
        Ok(body(
            NoSuspend::assume(),
            P::borrow(PyClassObject::payload(object)),",
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
                    self.held = Held::InlineTwo(low, high);",
            "if true {
                    self.held = Held::InlineOne(low);",
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
            ("if first < second {", "if true {"),
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
            "unsafe { self.locks.unlock() };
        status(|status| {
            status.set_exclusive(false);
            release_set_aside(status);
        });",
            "status(|status| {
            status.set_exclusive(false);
            release_set_aside(status);
        });
        unsafe { self.locks.unlock() };",
        )],
        scenario: "finalizer-in-section",
        part: Some("clear"),
        why: "finalizers run before the lock is given back, and wait for it",
        ..BUG
    },
    Mutant {
        name: "references-never-released",
        file: EXCLUSIVE,
        changes: &[(
            "            status.set_exclusive(false);
            release_set_aside(status);",
            "            status.set_exclusive(false);",
        )],
        scenario: "finalizer-in-section",
        part: Some("clear both"),
        why: "what died in a section stays in the bag",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "unlock-wakes-nobody",
        file: LOCK,
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
            "Held::Section => ffi::PyCriticalSection_End(self.section.as_mut_ptr().cast()),",
            "Held::Section => {}",
        )],
        scenario: "block-vs-stw",
        part: Some("object"),
        load: 1.0,
        why: "a lock that had to be waited for is never given back",
        ..BUG
    },
];
