//! What the compiler says about each mistake: one file of `fail/<area>/` for each, named after its row of the
//! catalogue of diagnostics, with the expected text beside it.
//!
//! After a change of the texts, `TRYBUILD=overwrite cargo test --package freehold-ui-tests` writes them again; read
//! the difference before keeping it. A single file: `cargo test --package freehold-ui-tests -- critical_section
//! trybuild=CS04`.
//!
//! What must compile is in `pass/`, which Cargo builds with these tests.

fn mistakes_in(area: &str) {
    trybuild::TestCases::new().compile_fail(format!("fail/{area}/*.rs"));
}

macro_rules! areas {
    ($($area:ident)*) => {$(
        #[test]
        fn $area() {
            mistakes_in(stringify!($area));
        }
    )*};
}

areas! {
    critical_section
    interpreter
    allow_threads
    pymodule
    pyfunction
    pyclass
    pymethods
    raw
    special_methods
    state
    sync
}
