//! In what the collector is told of objects.

use super::{BUG, Mutant, Shows};

const OBJECT: &str = "runtime/src/gc/object.rs";

pub const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "tracked-while-it-ends",
        file: "runtime/src/class/dealloc.rs",
        changes: &[("            ffi::PyObject_GC_UnTrack(object.cast());", "")],
        scenario: "traverse-pure",
        part: Some("ends of a base"),
        why: "a collection finds an object whose payload is being dropped",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "busy-payload-visited",
        file: OBJECT,
        changes: &[(
            "PyClassObject::usage(object) }.is_in_use() {",
            "PyClassObject::usage(object) }.is_in_use() && false {",
        )],
        scenario: "traverse-pure",
        part: Some("breached"),
        load: 10.0,
        why: "a collection looks at a payload that somebody has for himself",
        shows: Shows::Everywhere,
    },
    Mutant {
        name: "clear-forgets-a-field",
        file: OBJECT,
        changes: &[(
            "this.each_mut(&mut |field| taken.extend(field.emptied()));",
            "let mut first = true;
        this.each_mut(&mut |field| {
            if std::mem::take(&mut first) {
                taken.extend(field.emptied());
            }
        });",
        )],
        scenario: "traverse-pure",
        part: Some("cycles"),
        why: "a cycle through the second field is found, and stays",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "clear-without-the-lock",
        file: OBJECT,
        changes: &[(
            "    exclusive::<Write<T>, _>(object, &who, |_, this| {
        let mut taken = Vec::new();
        this.each_mut(&mut |field| taken.extend(field.emptied()));
        taken
    })",
            "    let _ = who;
    let mut taken = Vec::new();
    // SAFETY: none.
    let this = unsafe { &mut *PyClassObject::payload(PyClassObject::of(object)) };
    this.each_mut(&mut |field| taken.extend(field.emptied()));
    Ok(taken)",
        )],
        scenario: "traverse-pure",
        part: Some("handed"),
        load: 10.0,
        why: "an object is cleared while another thread has it locked",
        ..BUG
    },
    Mutant {
        name: "seen-lock-not-marked",
        file: "runtime/src/sync/raw.rs",
        changes: &[(
            "let marked = bits | Mark::to_bits(Some(own));",
            "let marked = bits;",
        )],
        scenario: "traverse-pure",
        part: Some("wanted"),
        load: 20.0,
        why: "a thread gets a lock between two looks of a collection, and what is in it is finalized",
        shows: Shows::Before314,
    },
    Mutant {
        name: "type-not-visited",
        file: OBJECT,
        changes: &[(
            "        unsafe { visit.object(ffi::Py_TYPE(object.cast()).cast()) }?;",
            "",
        )],
        scenario: "traverse-pure",
        part: Some("stopped"),
        why: "an object holds its class, and the collector does not know",
        shows: Shows::Everywhere,
        ..BUG
    },
    Mutant {
        name: "stopped-visit-forgotten",
        file: "runtime/src/gc/mod.rs",
        changes: &[(
            "        Ok(Err(PyTraverseError(stopped))) => stopped,",
            "        Ok(Err(PyTraverseError(_))) => 0,",
        )],
        scenario: "traverse-pure",
        part: Some("stopped"),
        why: "whoever asks for referrers is not told",
        shows: Shows::Everywhere,
        ..BUG
    },
];
