//! In how payloads end and containers are read, and in the scenarios themselves.

use super::{BUG, Mutant, Shows};

const DEALLOC: &str = "runtime/src/class/dealloc.rs";
const ITERATION: &str = "runtime/src/types/locked.rs";
const RELEASE: &str = "runtime/src/attach/release.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "payload-not-dropped",
        file: DEALLOC,
        changes: &[("if std::mem::needs_drop::<T>() {", "if false {")],
        scenario: "drop-blocks",
        part: Some("sleep"),
        why: "objects are freed, their payloads are not",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "payload-dropped-twice",
        file: DEALLOC,
        changes: &[(
            "            drop_payload::<T>(object);",
            "            drop_payload::<T>(object);
            drop_payload::<T>(object);",
        )],
        scenario: "drop-blocks",
        part: Some("sleep"),
        why: "a payload ends twice",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "payload-drop-never-ends",
        file: RELEASE,
        changes: &[(
            "status.payload_drops.set(status.payload_drops.get() - 1)",
            "status.payload_drops.set(status.payload_drops.get())",
        )],
        scenario: "drop-blocks",
        part: Some("sleep"),
        why: "after the first payload that ended, no reference is given up",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "attached-drop-forgets-its-depth",
        file: RELEASE,
        changes: &[(
            "status.payload_drops.set(self.drops)",
            "status.payload_drops.set(0)",
        )],
        scenario: "drop-blocks",
        part: Some("detach"),
        why: "a payload that ran Python when it was dropped leaves a wrong depth",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "iteration-without-section",
        file: ITERATION,
        changes: &[(
            "unsafe { section.begin(container.as_ptr()) };",
            "let _ = &section;",
        )],
        scenario: "iter-mutate",
        part: Some("list"),
        load: 100.0,
        why: "each step of an iteration has the lock, but the whole has not",
        ..BUG
    },
    Mutant {
        name: "iteration-without-any-lock",
        file: ITERATION,
        changes: &[
            (
                "unsafe { section.begin(container.as_ptr()) };",
                "let _ = &section;",
            ),
            (
                "unsafe { self.section.locked(self.container.as_ptr(), step) }",
                "step()",
            ),
        ],
        scenario: "iter-mutate",
        part: Some("dict"),
        load: 100.0,
        why: "an iteration reads what others move and free",
        ..BUG
    },
    Mutant {
        name: "count-in-two-steps",
        file: "tests/stress/src/counters/frozen.rs",
        changes: &[(
            "self.count.fetch_add(1, Ordering::Relaxed) + 1",
            "{
            let before = self.count.load(Ordering::Relaxed);
            crate::steps::pause(());
            self.count.store(before + 1, Ordering::Relaxed);
            before + 1
        }",
        )],
        scenario: "lost-update",
        part: Some("frozen"),
        load: 20.0,
        why: "a frozen class that reads and writes instead of adding",
        ..BUG
    },
];
