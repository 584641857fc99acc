//! In sections that Python may suspend, in blocks, and in classes whose readers run side by side.

use super::{BUG, Mutant, Shows};

const BLOCKS: &str = "runtime/src/section/blocks.rs";
const EXCLUSIVE: &str = "runtime/src/section/exclusive.rs";
const IN_USE: &str = "runtime/src/section/in_use.rs";
const ON_SUSPEND: &str = "runtime/src/section/on_suspend.rs";
const READERS: &str = "runtime/src/section/readers.rs";
const SUSPENDABLE: &str = "runtime/src/section/suspendable.rs";
const WATCHED: &str = "runtime/src/section/watched.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "section-not-begun",
        file: SUSPENDABLE,
        changes: &[(
            "unsafe { self.held.begin_one(object) };
        self.begun.set(true);",
            "let _ = object;",
        )],
        scenario: "lost-update",
        part: Some("handles"),
        why: "a section over a handle locks nothing",
        ..BUG
    },
    Mutant {
        name: "section-on-one-of-two",
        file: SUSPENDABLE,
        changes: &[(
            "unsafe { self.held.begin_two(first, second) };",
            "let _ = second;
        unsafe { self.held.begin_one(first) };",
        )],
        scenario: "cs-pair",
        part: Some("sections"),
        load: 50.0,
        why: "a section over two handles locks one",
        ..BUG
    },
    Mutant {
        name: "block-not-locked",
        file: BLOCKS,
        changes: &[(
            "entered(enter::<Write<T>, R>(self, |_, this| body(this)))",
            "unsafe { body(&mut *crate::class::PyClassObject::payload(crate::class::PyClassObject::of(self))) }",
        )],
        scenario: "lost-update",
        part: Some("handles"),
        load: 20.0,
        why: "`with_mut` writes without the lock",
        ..BUG
    },
    Mutant {
        name: "suspension-not-noticed",
        file: WATCHED,
        changes: &[(
            "true => unsafe { self.sentinel.was_opened(self.guard.held()) },",
            "true => false,",
        )],
        scenario: "cs-suspend",
        part: Some("detach"),
        why: "a section does not know that it was suspended",
        ..BUG
    },
    Mutant {
        name: "writes-not-noticed",
        file: IN_USE,
        changes: &[(
            "            note_change(thread, usage);\n",
            "            let _ = (note_change, thread);\n",
        )],
        scenario: "cs-suspend",
        part: Some("detach"),
        why: "a section does not know that another thread has used the object",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "own-writes-taken-for-others",
        file: WATCHED,
        changes: &[(
            "        tell_own_sections(thread, usage, version);",
            "        let _ = tell_own_sections;",
        )],
        scenario: "cs-suspend",
        part: Some("come back"),
        why: "what the thread itself does in its section counts as an interruption",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "interruption-ignored",
        file: ON_SUSPEND,
        changes: &[(
            "match section.interleaved() && !failed(&result) {",
            "match !failed(&result) && false {",
        )],
        scenario: "cs-suspend",
        part: Some("on_suspend = retry"),
        why: "`on_suspend` returns what was computed from what others have changed",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "writer-ignores-readers",
        file: IN_USE,
        changes: &[("readers::wait(object);", "let _ = (readers::wait, object);")],
        scenario: "torn-pair",
        part: Some("read-write, 2 threads"),
        load: 100.0,
        why: "a writer does not wait until readers have left",
        ..BUG
    },
    Mutant {
        name: "reader-ignores-writer",
        file: READERS,
        changes: &[("Usage::IN_USE => None,", "Usage::IN_USE => Some(reading),")],
        scenario: "torn-pair",
        part: Some("read-write, 2 threads"),
        why: "a reader does not look whether somebody writes",
        ..BUG
    },
    Mutant {
        name: "reader-without-order",
        file: READERS,
        changes: &[(
            "slot.object.store(object, ANNOUNCED);",
            "slot.object.store(object, Ordering::Release);",
        )],
        scenario: "torn-pair",
        part: Some("read-write, 2 threads"),
        load: 100.0,
        why: "a reader looks for a writer before it has said that it reads",
        ..BUG
    },
    Mutant {
        name: "readers-let-the-owner-go-on",
        file: EXCLUSIVE,
        changes: &[(
            "locks.keep_owner_out(py);
            reading",
            "reading",
        )],
        scenario: "torn-pair",
        part: Some("read-write, 2 threads"),
        why: "whoever reads beside others does not send the owner away, who writes without the lock",
        ..BUG
    },
    Mutant {
        name: "writers-side-by-side",
        file: EXCLUSIVE,
        changes: &[(
            "if P::SHARED_READS && !P::EXCLUSIVE {
            // Not as",
            "if P::SHARED_READS {
            // Not as",
        )],
        scenario: "lost-update",
        part: Some("read-write"),
        why: "writers enter as readers do",
        ..BUG
    },
];
