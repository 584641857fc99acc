use syn::Block;

use super::tokens;
use crate::lint::{Context, body};

/// The names of the lints that fire, and where.
fn found(source: &str, context: Context) -> Vec<(&'static str, String)> {
    let block: Block = syn::parse2(tokens(source)).expect("a block");
    let findings = body(&block, context);
    findings
        .into_iter()
        .map(|finding| (finding.name, finding.at.source_text().unwrap_or_default()))
        .collect()
}

#[test]
fn python_under_a_lock() {
    let source = "{ Python::attach(|py| work(py)); }";
    assert_eq!(
        found(source, Context::Exclusive),
        [("python_under_a_lock", "attach".to_owned())]
    );
    assert_eq!(found(source, Context::Attached), []);
}

#[test]
fn waiting() {
    let locked = "{ let guard = self.table.lock().unwrap(); }";
    assert_eq!(
        found(locked, Context::Exclusive),
        [("lock_under_a_lock", "lock".to_owned())]
    );
    assert_eq!(found(locked, Context::Detached), []);
    assert_eq!(
        found("{ worker.join().unwrap(); }", Context::Attached),
        [("waiting_while_attached", "join".to_owned())]
    );
    assert_eq!(
        found(
            r#"{ words.join(", "); path.join("a"); }"#,
            Context::Attached
        ),
        []
    );
    assert_eq!(
        found("{ py.detach(|| thread::sleep(time)); }", Context::Attached),
        []
    );
}

#[test]
fn the_c_api() {
    let source = "{ ffi::PyErr_Clear(); freehold::reattach(|py| ffi::PyErr_Clear()); }";
    assert_eq!(
        found(source, Context::Detached),
        [("c_api_while_detached", "PyErr_Clear".to_owned())]
    );
    let source = "{ ffi::PyList_GetItem(list, 0); ffi::PyDict_Next(d, p, k, v); }";
    let expected = [
        ("borrowed_reference", "PyList_GetItem".to_owned()),
        ("unlocked_dict_iteration", "PyDict_Next".to_owned()),
    ];
    assert_eq!(found(source, Context::Attached), expected);
}

#[test]
fn updates_that_can_be_lost() {
    let source = "{ self.hits.store(self.hits.load(Relaxed) + 1, Relaxed); }";
    assert_eq!(
        found(source, Context::Attached),
        [("lost_update", "store".to_owned())]
    );
    let other = "{ self.a.store(self.b.load(Relaxed) + 1, Relaxed); }";
    assert_eq!(found(other, Context::Attached), []);
}

#[test]
fn loops_over_a_length() {
    let python = "{ for i in 0..list.len() { list.get_item(i); } }";
    assert_eq!(
        found(python, Context::Attached),
        [("loop_over_a_length", "len".to_owned())]
    );
    assert_eq!(
        found("{ for i in 0..rows.len() { rows[i]; } }", Context::Attached),
        []
    );
}

#[test]
fn calls_under_a_lock() {
    let source = "{ self.on_click.bind(proof).call0(); other.call1((1,)); }";
    assert_eq!(
        found(source, Context::Exclusive),
        [
            ("python_call_under_a_lock", "bind".to_owned()),
            ("python_call_under_a_lock", "call1".to_owned())
        ]
    );
    let attached = "{ Python::attach(|py| self.on_click.bind(py).call0()); }";
    assert_eq!(found(attached, Context::Exclusive).len(), 1);
}

#[test]
fn parallel_work() {
    let source =
        "{ items.par_iter().map(f).for_each(|item| { Python::attach(|py| g(py, item)); }); }";
    assert_eq!(
        found(source, Context::Attached),
        [("parallel_work_while_attached", "par_iter".to_owned())]
    );
    let source = "{ rayon::join(|| Python::attach(f), || ()); }";
    assert_eq!(
        found(source, Context::Attached),
        [("parallel_work_while_attached", "join".to_owned())]
    );
    let detached = "{ py.detach(|| items.par_iter().for_each(|_| Python::attach(f))); }";
    assert_eq!(found(detached, Context::Attached), []);
    assert_eq!(
        found("{ items.par_iter().for_each(f); }", Context::Attached),
        []
    );
}

/// What a closure runs with is known by what takes it.
#[test]
fn blocks_have_their_own_proof() {
    let exclusive = "{ slf.with_mut(|this| LOG.lock().unwrap()); }";
    let lock = |name| [(name, "lock".to_owned())];
    assert_eq!(
        found(exclusive, Context::Attached),
        lock("lock_under_a_lock")
    );
    // What a closure captures is refused by a trait, which says all that is to be said.
    let call = "{ slf.with(|this| this.callback.bind(py).call0()); }";
    assert_eq!(found(call, Context::Attached), []);
    let two = "{ freehold::sync::with2_mut(&a, &b, |a, b| LOG.lock().unwrap()); }";
    assert_eq!(found(two, Context::Attached), lock("lock_under_a_lock"));
    let section = "{ with_critical_section(&a, || LOG.lock().unwrap()); }";
    assert_eq!(found(section, Context::Attached), lock("lock_in_a_section"));
    let detached = "{ with_critical_section(&a, || py.detach(|| LOG.lock().unwrap())); }";
    assert_eq!(found(detached, Context::Attached), []);
    // What stands beside the closure runs as before.
    let beside = "{ freehold::reattach(|py| ffi::PyErr_Clear()); ffi::PyErr_Clear(); }";
    assert_eq!(found(beside, Context::Detached).len(), 1);
    for attached in ["freehold::schedule", "home.attach", "home.try_attach"] {
        let source = format!("{{ {attached}(|py| done.call0()); }}");
        assert_eq!(found(&source, Context::Detached), []);
    }
    let thread_local = "{ SEEN.with(|seen| LOG.lock().unwrap()); }";
    assert_eq!(found(thread_local, Context::Attached), []);
}

#[test]
fn sections_that_can_be_suspended() {
    let source = "{ thread::sleep(time); ffi::PyDict_Next(d, p, k, v); Python::attach(|py| ()); }";
    assert_eq!(
        found(source, Context::Suspendable),
        [("waiting_in_a_section", "sleep".to_owned())]
    );
}

#[test]
fn what_is_made_once() {
    let once = |at: &str| [("once_around_python", at.to_owned())];
    for (source, at) in [
        (
            "{ CELL.get_or_init(|| module.getattr(name)); }",
            "get_or_init",
        ),
        ("{ ONCE.call_once(|| prepare(py)); }", "call_once"),
        (
            "{ let lazy = LazyLock::new(|| Python::attach(make)); }",
            "LazyLock",
        ),
    ] {
        assert_eq!(found(source, Context::Attached), once(at));
        assert_eq!(found(source, Context::Suspendable), once(at));
        assert_eq!(
            found(source, Context::Detached).len(),
            usize::from(source.contains("getattr"))
        );
    }
    let fine = "{ CELL.get_or_init(|| 1); CELL.get_or_init(py, || make(py)); }";
    assert_eq!(found(fine, Context::Attached), []);
}
