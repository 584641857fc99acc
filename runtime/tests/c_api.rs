//! `docs/c-api.md`: nothing is missing in it, and everything that it names exists.

use std::collections::BTreeMap;

use freehold::{
    Gil, Interpreter, PyTss, Python, SubInterpreter, SubInterpreterConfig, ThreadState, low_level,
    reattach, schedule,
};

/// The names in C, and the item that each is mapped to. An item that does not exist does not compile: how it is
/// named in code is for each kind to say.
macro_rules! items {
    ($($kind:ident $c:ident => $item:path;)*) => {
        const ITEMS: &[(&str, &str)] = &[$((stringify!($c), stringify!($item))),*];

        #[allow(dead_code, clippy::let_unit_value)]
        fn exist(py: Python<'_>) {
            $(items!(@$kind py $item);)*
        }
    };
    (@type $py:ident $item:path) => {{
        let _: Option<&$item> = None;
    }};
    (@value $py:ident $item:path) => {{
        let _ = $item;
    }};
    (@enters $py:ident $item:path) => {{
        let _ = || $item(|_| ());
    }};
    (@detaches $py:ident $item:path) => {{
        let _ = || $item($py, || ());
    }};
    (@untraced $py:ident $item:path) => {{
        let _ = || $item(ThreadState::current($py), || ());
    }};
    (@schedules $py:ident $item:path) => {{
        let _ = || $item(|_| Ok(())).is_ok();
    }};
    (@storage $py:ident $item:path) => {{
        use $item as Storage;
        let _: Option<&Storage<u8>> = None;
    }};
    (@makes_storage $py:ident $item:path) => {{
        let _ = || $item(|| 0u8);
    }};
    (@uses_storage $py:ident $item:path) => {{
        let _ = |storage: &PyTss<u8>| $item(storage, |value| *value);
    }};
}

items! {
    type PyInterpreterState => Interpreter;
    type PyThreadState => ThreadState;
    value interp => low_level::interpreter_of;
    enters PyEval_InitThreads => Python::attach;
    value PyEval_SaveThread => low_level::save_thread;
    value PyEval_RestoreThread => low_level::restore_thread;
    value PyThreadState_Get => ThreadState::current;
    value PyThreadState_GetUnchecked => low_level::current_thread_state;
    value PyThreadState_Swap => low_level::swap_thread_state;
    value PyGILState_Ensure => low_level::gil_state_ensure;
    value PyGILState_Release => low_level::gil_state_release;
    value PyGILState_GetThisThreadState => low_level::gil_state_this_thread_state;
    value PyGILState_Check => low_level::is_attached;
    detaches Py_BEGIN_ALLOW_THREADS => Python::detach;
    detaches Py_END_ALLOW_THREADS => Python::detach;
    enters Py_BLOCK_THREADS => reattach;
    enters Py_UNBLOCK_THREADS => reattach;
    value PyInterpreterState_New => low_level::new_interpreter_state;
    value PyInterpreterState_Clear => low_level::clear_interpreter_state;
    value PyInterpreterState_Delete => low_level::delete_interpreter_state;
    value PyThreadState_New => low_level::new_thread_state;
    value PyThreadState_Clear => low_level::clear_thread_state;
    value PyThreadState_Delete => low_level::delete_thread_state;
    value PyThreadState_DeleteCurrent => low_level::delete_current_thread_state;
    value PyThreadState_GetFrame => ThreadState::frame;
    value PyThreadState_GetID => ThreadState::id;
    value PyThreadState_GetInterpreter => low_level::interpreter_of;
    untraced PyThreadState_EnterTracing => ThreadState::without_tracing;
    untraced PyThreadState_LeaveTracing => ThreadState::without_tracing;
    value PyInterpreterState_Get => Interpreter::current;
    value PyInterpreterState_GetID => Interpreter::id;
    value PyInterpreterState_GetDict => low_level::interpreter_dict;
    value PyUnstable_InterpreterState_GetMainModule => low_level::main_module;
    type _PyFrameEvalFunction => low_level::FrameEvalFunction;
    value _PyInterpreterState_GetEvalFrameFunc => low_level::eval_frame_func;
    value _PyInterpreterState_SetEvalFrameFunc => low_level::set_eval_frame_func;
    value PyThreadState_GetDict => ThreadState::dict;
    value PyThreadState_SetAsyncExc => low_level::set_async_exc;
    value PyEval_AcquireThread => low_level::acquire_thread;
    value PyEval_ReleaseThread => low_level::release_thread;
    type PyInterpreterConfig => SubInterpreterConfig;
    value use_main_obmalloc => SubInterpreterConfig::use_main_obmalloc;
    value allow_fork => SubInterpreterConfig::allow_fork;
    value allow_exec => SubInterpreterConfig::allow_exec;
    value allow_threads => SubInterpreterConfig::allow_threads;
    value allow_daemon_threads => SubInterpreterConfig::allow_daemon_threads;
    value check_multi_interp_extensions => SubInterpreterConfig::check_multi_interp_extensions;
    value gil => SubInterpreterConfig::gil;
    value PyInterpreterConfig_DEFAULT_GIL => Gil::Default;
    value PyInterpreterConfig_SHARED_GIL => Gil::Shared;
    value PyInterpreterConfig_OWN_GIL => Gil::Own;
    value Py_NewInterpreterFromConfig => SubInterpreter::new;
    value Py_NewInterpreter => SubInterpreter::new;
    value Py_EndInterpreter => SubInterpreter::end;
    schedules Py_AddPendingCall => schedule;
    storage Py_tss_t => PyTss;
    makes_storage Py_tss_NEEDS_INIT => PyTss::new;
    makes_storage PyThread_create_key => PyTss::new;
    storage PyThread_delete_key => PyTss;
    uses_storage PyThread_set_key_value => PyTss::with;
    uses_storage PyThread_get_key_value => PyTss::with;
    storage PyThread_delete_key_value => PyTss;
    storage PyThread_ReInitTLS => PyTss;
    value PyOS_AfterFork_Child => low_level::after_fork_child;
}

/// The rows of the tables: name in C, item.
fn rows() -> Vec<(String, String)> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/c-api.md");
    let text = std::fs::read_to_string(path).expect("docs/c-api.md is there");
    let row = |line: &str| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        let mut next = || {
            Some(
                cells
                    .next()?
                    .strip_prefix('`')?
                    .strip_suffix('`')?
                    .to_owned(),
            )
        };
        Some((next()?, next()?))
    };
    text.lines().filter_map(row).collect()
}

/// What the sections of CPython's documentation have.
const REQUIRED: &[&str] = &[
    "PyInterpreterState",
    "PyThreadState",
    "interp",
    "PyEval_InitThreads",
    "PyEval_SaveThread",
    "PyEval_RestoreThread",
    "PyThreadState_Get",
    "PyThreadState_GetUnchecked",
    "PyThreadState_Swap",
    "PyGILState_Ensure",
    "PyGILState_Release",
    "PyGILState_GetThisThreadState",
    "PyGILState_Check",
    "Py_BEGIN_ALLOW_THREADS",
    "Py_END_ALLOW_THREADS",
    "Py_BLOCK_THREADS",
    "Py_UNBLOCK_THREADS",
    "PyInterpreterState_New",
    "PyInterpreterState_Clear",
    "PyInterpreterState_Delete",
    "PyThreadState_New",
    "PyThreadState_Clear",
    "PyThreadState_Delete",
    "PyThreadState_DeleteCurrent",
    "PyThreadState_GetFrame",
    "PyThreadState_GetID",
    "PyThreadState_GetInterpreter",
    "PyThreadState_EnterTracing",
    "PyThreadState_LeaveTracing",
    "PyInterpreterState_Get",
    "PyInterpreterState_GetID",
    "PyInterpreterState_GetDict",
    "_PyFrameEvalFunction",
    "_PyInterpreterState_GetEvalFrameFunc",
    "_PyInterpreterState_SetEvalFrameFunc",
    "PyThreadState_GetDict",
    "PyThreadState_SetAsyncExc",
    "PyEval_AcquireThread",
    "PyEval_ReleaseThread",
    "PyInterpreterConfig",
    "use_main_obmalloc",
    "allow_fork",
    "allow_exec",
    "allow_threads",
    "allow_daemon_threads",
    "check_multi_interp_extensions",
    "gil",
    "PyInterpreterConfig_DEFAULT_GIL",
    "PyInterpreterConfig_SHARED_GIL",
    "PyInterpreterConfig_OWN_GIL",
    "Py_NewInterpreterFromConfig",
    "Py_NewInterpreter",
    "Py_EndInterpreter",
    "Py_AddPendingCall",
    "Py_tss_t",
    "Py_tss_NEEDS_INIT",
    "PyThread_create_key",
    "PyThread_delete_key",
    "PyThread_set_key_value",
    "PyThread_get_key_value",
    "PyThread_delete_key_value",
    "PyThread_ReInitTLS",
    "PyUnstable_InterpreterState_GetMainModule",
    "PyOS_AfterFork_Child",
];

#[test]
fn the_page_says_what_is_in_code() {
    let rows = rows();
    let in_page: BTreeMap<&str, &str> = rows.iter().map(|(c, item)| (&**c, &**item)).collect();
    assert_eq!(in_page.len(), rows.len(), "a name is mapped twice");
    let in_code: BTreeMap<&str, String> = ITEMS
        .iter()
        .map(|(c, item)| (*c, item.replace(' ', "")))
        .collect();
    let in_code: BTreeMap<&str, &str> = in_code.iter().map(|(c, item)| (*c, &**item)).collect();
    assert_eq!(in_page, in_code);
}

#[test]
fn nothing_is_missing() {
    let rows = rows();
    let missing = |name: &&&str| !rows.iter().any(|(c, _)| c == **name);
    let missing: Vec<_> = REQUIRED.iter().filter(missing).collect();
    assert!(missing.is_empty(), "not in docs/c-api.md: {missing:?}");
}
