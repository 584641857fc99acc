//! In what belongs to one module or one interpreter, of many that come and go.

use super::{Mutant, Shows};

const POOL: &str = "runtime/src/interpreter/pool.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "state-never-dropped",
        file: "runtime/src/module/state.rs",
        changes: &[("quietly(|| (def.drop)(value));", "let _ = (def, value);")],
        scenario: "import-race",
        part: Some("execute"),
        load: 1.0,
        why: "the state of a module outlives it",
        shows: Shows::ButOn313t,
    },
    Mutant {
        name: "thread-state-left-in-interpreter",
        file: "runtime/src/attach/state.rs",
        changes: &[
            (
                "Attachment::New(record) => delete_current(record),",
                "Attachment::New(_) => {
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
        scenario: "subinterp-churn",
        part: Some("shared"),
        load: 1.0,
        why: "a thread that was attached to an interpreter keeps it from ending",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "interpreters-taken-for-one",
        file: "runtime/src/interpreter/mod.rs",
        changes: &[(
            "    if home != Home::MAIN {\n",
            "    if home != Home::MAIN && false {\n",
        )],
        scenario: "subinterp-stale",
        part: Some("shared"),
        load: 1.0,
        why: "what exists once in each interpreter is shared by all",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "objects-used-anywhere",
        file: "runtime/src/interpreter/home.rs",
        changes: &[(
            "if self != Home::look_up() {",
            "if self != Home::look_up() && false {",
        )],
        scenario: "subinterp-stale",
        part: Some("shared"),
        load: 1.0,
        why: "a handle is used in an interpreter that its object is not of",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "stale-references-wait",
        file: POOL,
        changes: &[(
            "    if record.gate.has_ended() {
        record.pool.abandoned",
            "    if record.gate.has_ended() && false {
        record.pool.abandoned",
        )],
        scenario: "subinterp-stale",
        part: Some("shared"),
        load: 1.0,
        why: "references of an interpreter that has ended wait for it",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "late-references-released",
        file: "runtime/src/attach/release.rs",
        changes: &[(
            "    if reference.home == Home::current() {",
            "    if reference.home == Home::current() || true {",
        )],
        scenario: "late-drop",
        part: Some("again"),
        load: 10.0,
        why: "a reference of an interpreter that has ended is given up in the next one",
        shows: Shows::Everywhere,
    },
];
