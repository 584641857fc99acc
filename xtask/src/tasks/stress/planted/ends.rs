//! In what happens when an interpreter, a thread or a process ends: exits, foreign threads, references of the dead, forks
//! and panics.

use super::{BUG, Mutant, Shows};

const FFI: &str = "runtime/src/ffi.rs";
const DEALLOC: &str = "runtime/src/class/dealloc.rs";
const DETACH: &str = "runtime/src/attach/detach.rs";
const END: &str = "runtime/src/interpreter/end.rs";
const LOCK: &str = "runtime/src/section/lock/objects.rs";
const FORK: &str = "runtime/src/interpreter/fork.rs";
const GATE: &str = "runtime/src/interpreter/gate.rs";
const POOL: &str = "runtime/src/interpreter/pool.rs";
const RAW: &str = "runtime/src/sync/raw.rs";
const STATE: &str = "runtime/src/attach/state.rs";
const THREAD: &str = "runtime/src/attach/thread.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "late-threads-unwound",
        file: THREAD,
        changes: &[(
            "unsafe { ffi::PyEval_RestoreThread(self.thread_state) }",
            "unsafe {
            if crate::capi::is_finalizing() {
                std::panic::resume_unwind(Box::new(()));
            }
            ffi::PyEval_RestoreThread(self.thread_state)
        }",
        )],
        scenario: "fin-reattach",
        part: Some("reattach"),
        load: 20.0,
        why: "a thread that comes back too late unwinds, and its destructors run without Python",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "late-threads-not-attached",
        file: THREAD,
        changes: &[(
            "unsafe { ffi::PyEval_RestoreThread(self.thread_state) }",
            "unsafe {
            if !crate::capi::is_finalizing() {
                ffi::PyEval_RestoreThread(self.thread_state)
            }
        }",
        )],
        scenario: "fin-reattach",
        part: Some("detach"),
        load: 20.0,
        why: "a thread that comes back too late goes on without being attached",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "late-threads-unwound-by-python",
        file: FFI,
        changes: &[(
            "        stay_for_ever()
",
            "        let _ = stay_for_ever;
",
        )],
        scenario: "fin-reattach",
        part: Some("Python code"),
        load: 20.0,
        why: "a thread that CPython ends inside of Python code is unwound through the functions that have called it",
        shows: Shows::Before3138,
    },
    Mutant {
        name: "gate-never-closed",
        file: END,
        changes: &[(
            "    record.gate.close(home);
    crate::attach::end_own(home);",
            "    crate::attach::end_own(home);",
        )],
        scenario: "fin-hammer",
        part: Some("handle"),
        why: "threads attach while the interpreter finalizes: they hang, or it waits for them for ever",
        shows: Shows::Before315,
        ..BUG
    },
    Mutant {
        name: "gate-passed-when-closed",
        file: GATE,
        changes: &[(
            "(now & !INSIDE == state && now & INSIDE != INSIDE)",
            "(now & !(INSIDE | CLOSED | WAITING) == state && now & INSIDE != INSIDE)",
        )],
        scenario: "fin-hammer",
        part: Some("Python"),
        why: "a closed gate keeps nobody out",
        shows: Shows::Before315,
        ..BUG
    },
    Mutant {
        name: "exit-waits-for-nobody",
        file: END,
        changes: &[(
            "    record.gate.inside(home) <= times_inside(record)",
            "    record.gate.inside(home) <= times_inside(record) || true",
        )],
        scenario: "fin-hammer",
        part: Some("Python"),
        load: 20.0,
        why: "the interpreter ends while threads attach that have passed its gate",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "foreign-thread-state-leaked",
        file: STATE,
        changes: &[
            (
                "Attachment::Ensured(state) => ffi::PyGILState_Release(state),",
                "Attachment::Ensured(_) => {
                    Left::current();
                }",
            ),
            (
                "Attachment::Ensured(token) => guard::PyThreadState_Release(token),",
                "Attachment::Ensured(_) => {
                    Left::current();
                }",
            ),
        ],
        scenario: "foreign-attach",
        part: Some("attach"),
        load: 1.0,
        why: "a thread that attaches for once leaves its thread state behind",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "kept-thread-state-leaked",
        file: "runtime/src/attach/kept.rs",
        changes: &[(
            "                left.restore();
                delete_current(record);",
            "                left.restore();
                Left::current();",
        )],
        scenario: "foreign-attach",
        part: Some("kept"),
        load: 1.0,
        why: "a thread state that was kept is kept for ever",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "pool-pushed-to-by-two",
        file: POOL,
        changes: &[(
            "            match self
                .head
                .compare_exchange_weak(head, node, Ordering::Release, Ordering::Relaxed)
            {",
            "            std::thread::yield_now();
            match { self.head.store(node, Ordering::Release); Ok::<_, *mut Node>(head) } {",
        )],
        scenario: "drop-detached",
        part: Some("foreign"),
        why: "of two references that die at once, one is lost",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "pool-emptied-without-release",
        file: POOL,
        changes: &[(
            "                release(node.reference);\n",
            "                let _ = &mut release;\n",
        )],
        scenario: "drop-detached",
        part: Some("detached"),
        load: 1.0,
        why: "what has died detached is counted, and kept",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "nobody-asked-to-release",
        file: POOL,
        changes: &[(
            "    if record.pool.push(reference) {",
            "    if record.pool.push(reference) && false {",
        )],
        scenario: "drop-detached",
        part: Some("nobody comes"),
        load: 1.0,
        why: "references wait until a thread attaches, which may be never",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "dead-threads-inside-the-gate",
        file: FORK,
        changes: &[(
            "record.gate.set_inside(times_inside(record));",
            "let _ = times_inside(record);",
        )],
        scenario: "fork-load",
        part: Some("finalized"),
        why: "the child waits at its end for threads that it does not have",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "references-of-dead-threads-counted",
        file: POOL,
        changes: &[(
            "self.waiting.store(nodes.count(), Ordering::Release);",
            "let _ = nodes.count();",
        )],
        scenario: "fork-load",
        part: Some("at once"),
        load: 20.0,
        why: "what another thread was about to give away at the fork is waited for in the child",
        ..BUG
    },
    Mutant {
        name: "panic-keeps-the-lock",
        file: LOCK,
        changes: &[(
            "give_back(self.held, ",
            "give_back(
                match std::thread::panicking() {
                    true => Held::Nothing,
                    false => self.held,
                }, ",
        )],
        scenario: "panic-storm",
        part: Some("locked"),
        load: 1.0,
        why: "an object is locked for ever when a method panics",
        ..BUG
    },
    Mutant {
        name: "panic-keeps-the-mutex",
        file: RAW,
        changes: &[(
            "    pub(super) unsafe fn unlock(&self) {
        chaos::point();",
            "    pub(super) unsafe fn unlock(&self) {
        if std::thread::panicking() {
            return;
        }",
        )],
        scenario: "panic-storm",
        part: Some("mutex"),
        load: 1.0,
        why: "a mutex is locked for ever when its holder panics",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "panic-stays-detached",
        file: DETACH,
        changes: &[(
            "        unsafe { left.restore() };
        chaos::point();",
            "        if !std::thread::panicking() {
            unsafe { left.restore() };
        }",
        )],
        scenario: "panic-storm",
        part: Some("detached"),
        load: 1.0,
        why: "a panic in a detached body leaves the thread detached",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "panic-in-drop-not-reported",
        file: DEALLOC,
        changes: &[(
            "        panic::report(py, payload);",
            "        let _ = (panic::report, py, payload);",
        )],
        scenario: "panic-storm",
        part: Some("drop"),
        load: 1.0,
        why: "what a destructor panics with is lost",
        shows: Shows::Everywhere,
    },
];
