//! `cargo xtask test`: every test, in the order in which mistakes are cheapest to find.

mod pytest;
mod versions;

use super::setup;
use crate::progress;
use crate::python::cache::Cache;
use crate::python::venv::Tools;
use crate::python::{Interpreter, Pythons};
use crate::run;
use crate::workspace::{self, Workspace};
use anyhow::{Context, Result, bail};
use std::time::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Macros,
    Runtime,
    Ui,
    Pytest,
    Stress,
    Instructions,
    Versions,
}

const STEPS: [(Step, &str); 7] = [
    (Step::Macros, "macros"),
    (Step::Runtime, "runtime"),
    (Step::Ui, "ui"),
    (Step::Pytest, "pytest"),
    (Step::Stress, "stress"),
    (Step::Instructions, "instructions"),
    (Step::Versions, "versions"),
];

pub fn run(args: &[String]) -> Result<()> {
    let (steps, pytest_args) = chosen(args)?;
    let cache = Cache::open()?;
    let pythons = setup::interpreters(&cache)?;
    let tools = if steps.contains(&Step::Pytest) {
        Some(setup::tools(&cache, &pythons)?)
    } else {
        None
    };
    let workspace = Workspace::read()?;
    announce_skipped_check(&pythons.free_threaded);

    let mut passed = Vec::new();
    for (step, name) in STEPS.iter().filter(|(step, _)| steps.contains(step)) {
        let began = Instant::now();
        let mut skipped = None;
        let result = match step {
            Step::Macros => without_python(),
            Step::Runtime => inside_python(&pythons, &workspace),
            Step::Ui => compiler_messages(&pythons),
            Step::Pytest => from_python(&pythons, tools.as_ref(), &workspace, pytest_args),
            Step::Stress => super::stress::briefly(&pythons),
            Step::Instructions => {
                super::bench::instructions::check(&cache, &pythons).map(|why| skipped = why)
            }
            Step::Versions => versions::run(&workspace),
        };
        let before = if passed.is_empty() {
            "nothing".to_owned()
        } else {
            passed.join(", ")
        };
        result.with_context(|| format!("step `{name}` failed (passed before it: {before})"))?;
        passed.push(match skipped {
            Some(why) => format!("{name} SKIPPED ({why})"),
            None => format!("{name} {}", progress::elapsed(began)),
        });
    }
    progress::heading(&format!("all passed: {}", passed.join(", ")));
    Ok(())
}

/// The named steps, or all; and what comes after `--`.
fn chosen(args: &[String]) -> Result<(Vec<Step>, &[String])> {
    let dashes = args.iter().position(|arg| arg == "--");
    let (names, pytest_args) = match dashes {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    let mut steps = Vec::new();
    for name in names {
        match STEPS.iter().find(|(_, known)| known == name) {
            Some((step, _)) => steps.push(*step),
            None => {
                let known = STEPS.map(|(_, name)| name).join(", ");
                bail!(
                    "there is no step `{name}`; the steps are {known}, and arguments for pytest come after --"
                );
            }
        }
    }
    if steps.is_empty() {
        steps = STEPS.map(|(step, _)| step).to_vec();
    }
    Ok((steps, pytest_args))
}

fn announce_skipped_check(python: &Interpreter) {
    if python.needs_version_check_skipped() {
        progress::note(&format!(
            "building for {} with UNSAFE_PYO3_SKIP_VERSION_CHECK=1: pyo3-ffi supports 3.13t but no longer says so",
            python.version_text()
        ));
    }
}

fn without_python() -> Result<()> {
    progress::heading("macros and xtask, without Python");
    run::visible(workspace::cargo().args([
        "test",
        "--package",
        "freehold-macros",
        "--package",
        "xtask",
    ]))
}

/// Rust tests that need an interpreter around them.
fn inside_python(pythons: &Pythons, workspace: &Workspace) -> Result<()> {
    let python = &pythons.free_threaded;
    progress::heading(&format!(
        "Rust tests and doctests inside {}",
        python.version_text()
    ));
    let mut test = workspace::cargo();
    test.args(["test", "--package", "freehold"]);
    test.args(["--package", "freehold-runtime"]);
    for package in &workspace.tested {
        test.args(["--package", package]);
    }
    test.env("CARGO_TARGET_DIR", workspace::embedding_target_dir(python));
    let hint = if python.shared_library {
        ""
    } else {
        " (this interpreter has no shared library, which they need)"
    };
    run::visible(python.embed_in(&mut test))
        .map_err(|error| error.context(format!("Rust tests{hint}")))
}

fn compiler_messages(pythons: &Pythons) -> Result<()> {
    let python = &pythons.free_threaded;
    progress::heading("what the compiler says about mistakes");
    let mut test = workspace::cargo();
    test.args(["test", "--package", "freehold-ui-tests"]);
    test.env("CARGO_TARGET_DIR", workspace::embedding_target_dir(python));
    run::visible(python.embed_in(&mut test))
}

fn from_python(
    pythons: &Pythons,
    tools: Option<&Tools>,
    workspace: &Workspace,
    pytest_args: &[String],
) -> Result<()> {
    let tools = tools.context("the test tools are not set up")?;
    let environments = [
        (&pythons.free_threaded, &tools.free_threaded),
        (&pythons.gil, &tools.gil),
    ];
    let mut suites = Vec::new();
    for (python, executable) in environments {
        progress::heading(&format!(
            "building the extension modules for {}",
            python.version_text()
        ));
        let site =
            workspace::build_for_import(python, &workspace.extensions, workspace::Profile::Dev)?;
        suites.push(pytest::Suite {
            python,
            executable,
            site,
        });
    }
    for threads in [1, pytest::THREADS] {
        for suite in &suites {
            suite.run(threads, pytest_args)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn no_names_mean_every_step() {
        let (steps, pytest_args) = chosen(&[]).unwrap();
        assert_eq!(steps.len(), STEPS.len());
        assert!(pytest_args.is_empty());
    }

    #[test]
    fn arguments_after_the_dashes_are_for_pytest() {
        let args = words("pytest ui -- -k counter");
        let (steps, pytest_args) = chosen(&args).unwrap();
        assert_eq!(steps, [Step::Pytest, Step::Ui]);
        assert_eq!(pytest_args, words("-k counter"));
    }

    #[test]
    fn an_unknown_step_names_the_known_ones() {
        let error = chosen(&words("pytests")).unwrap_err().to_string();
        assert!(
            error.contains("macros, runtime, ui, pytest, stress, instructions, versions"),
            "{error}"
        );
    }
}
