//! In mutexes, in cells that are made once, and in waiting for std's locks.

use super::{BUG, Mutant, Shows};

const ENTER: &str = "runtime/src/sync/enter.rs";
const ONCE: &str = "runtime/src/sync/once.rs";
const RAW: &str = "runtime/src/sync/raw.rs";
const STD: &str = "runtime/src/sync/std_ext.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "mutex-not-locked",
        file: RAW,
        changes: &[(
            "if !self.take_unwanted() {
            self.wait(py);",
            "if false {
            self.wait(py);",
        )],
        scenario: "lost-update",
        part: Some("mutex"),
        why: "a mutex locks nothing",
        ..BUG
    },
    Mutant {
        name: "mutex-wakes-nobody",
        file: RAW,
        changes: &[(
            "unsafe { self.unlock_and_wake() }",
            "self.bits.store(UNLOCKED, Ordering::Release)",
        )],
        scenario: "cs-handoff",
        part: Some("PyMutex"),
        load: 1.0,
        why: "whoever waits for a mutex is not told that it is free",
        ..BUG
    },
    Mutant {
        name: "mutex-waited-for-attached",
        file: RAW,
        changes: &[(
            "if !self.take_unwanted() {
            self.wait(py);",
            "let _ = py;
        while !self.take_unwanted() {
            std::thread::yield_now();",
        )],
        scenario: "block-vs-stw",
        part: Some("PyMutex, guard"),
        load: 1.0,
        why: "whoever waits for a mutex holds up collections, and with the GIL everybody",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "second-mutex-not-locked",
        file: ENTER,
        changes: &[
            ("if then_try.try_lock() {", "if true {"),
            (
                "Held::new(first.raw(), Some(second.raw()))",
                "Held::new(if std::ptr::from_ref(first.raw()) < std::ptr::from_ref(second.raw()) { first.raw() } else { second.raw() }, None)",
            ),
        ],
        scenario: "cs-pair",
        part: Some("two mutexes"),
        load: 50.0,
        why: "of two mutexes only one is locked",
        ..BUG
    },
    Mutant {
        name: "mutexes-in-the-order-of-arguments",
        file: ENTER,
        changes: &[
            ("= if in_order {", "= if in_order || true {"),
            (
                "if then_try.try_lock() {",
                "then_try.lock(py);
        if true {",
            ),
        ],
        scenario: "cs-pair",
        part: Some("two mutexes"),
        load: 50.0,
        why: "the second mutex is waited for with the first one held, in the order of the arguments",
        ..BUG
    },
    Mutant {
        name: "references-released-under-a-mutex",
        file: ENTER,
        changes: &[(
            "    section.begin();
    // SAFETY: the mutex is held until",
            "    let _ = &section;
    // SAFETY: the mutex is held until",
        )],
        scenario: "finalizer-in-section",
        part: Some("mutex, clear"),
        why: "finalizers run while the mutex is held, and wait for it",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "made-twice",
        file: ONCE,
        changes: &[(
            "        if let Some(value) = self.ready() {
            return Ok(value);
        }
        let value = make()?;",
            "        let value = make()?;",
        )],
        scenario: "block-vs-stw",
        part: Some("PyOnce"),
        load: 1.0,
        why: "whoever has waited for a value makes it again",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "std-mutex-waited-for-attached",
        file: STD,
        changes: &[("Waiting::detached(py, |_| self.lock())", "self.lock()")],
        scenario: "block-vs-stw",
        part: Some("std Mutex"),
        load: 1.0,
        why: "whoever waits for a `Mutex` holds up collections, and with the GIL everybody",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "condvar-waited-for-attached",
        file: STD,
        changes: &[(
            "Waiting::detached(py, |_| self.wait(guard))",
            "{
            let _ = py;
            self.wait(guard)
        }",
        )],
        scenario: "block-vs-stw",
        part: Some("std Condvar"),
        load: 1.0,
        why: "whoever waits for a `Condvar` holds up collections, and with the GIL everybody",
        shows: Shows::Everywhere,
    },
];
