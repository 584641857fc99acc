//! `cargo xtask`: the project's own tasks.
//!
//! - [`tasks`]: one file per subcommand
//! - [`python`]: finds or builds the interpreters, and keeps their virtual environments
//! - [`workspace`]: the extension packages of this repository, built and laid out for import
//! - [`run`], [`progress`]: child processes, and what the user sees while they work

mod progress;
mod python;
mod run;
mod tasks;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask <task>

  setup              make sure of a free-threaded Python, a Python with the GIL and the
                     Python-side tools, and say what is used
  demo [ARGS...]     build examples/wordindex and run its demo; ARGS go to the demo (try --help)
  demo fanout [ARGS...]
                     the same for examples/fanout
  test [STEP...] [-- PYTEST-ARGS...]
                     every test, or only the named steps:
                       macros    unit tests of the macros and of xtask, without Python
                       runtime   Rust tests and doctests inside a free-threaded Python
                       ui        what the compiler says about mistakes
                       pytest    the Python tests, with and without the GIL, serial and parallel
                       stress    every scenario of the task `stress`, at a low load
                       instructions
                                 how many instructions each call path takes, against what is recorded
                       versions  type-check against every supported Python version
                     for example: cargo xtask test pytest -- -k counter
  stress [SCENARIO...] [OPTIONS]
                     scenarios that provoke races, deadlocks and leaks, each in a process of its own:
                       --load PERCENT  of the full load (100 is what the project promises)
                       --seed N        the random numbers of an earlier run
                       --python PATH   this interpreter instead of the usual two; may be repeated
                       --chaos         with the runtime's own delays in the most delicate places
                       --mutants       the other way round: each of the bugs planted in a copy of
                                       the runtime must be found; SCENARIO may name a bug
                       --list          what there is
  bench [OPTIONS]    the same module with Freehold, C, PyO3, nanobind, pybind11 and Cython, measured
                     side by side; report.md, report.json and charts go to target/bench:
                       --python PATH   this interpreter instead of the usual two; may be repeated
                       --peer NAME     only this one beside Freehold and C; may be repeated
                       --row TEXT      only rows with this in their name; may be repeated
                       --rounds N      processes, each of which measures everything
                       --slice MS, --slices N
                                       how long a slice is, and how many of them make a figure
                       --out DIR       where the results go
  bench build [OPTIONS]
                     how long it takes to build that module, from nothing and after a change
  bench growth [OPTIONS]
                     more arguments, methods, functions and threads, with generated modules
  bench instructions [--record] [--python PATH] [--peer NAME]
                     how many instructions each call takes, with valgrind, beside C and the named
                     peers; against benches/instructions.tsv, or into it
  with ft|gil -- COMMAND...
                     run COMMAND (a cargo command, say) in the environment of that interpreter

Interpreters: FREEHOLD_PYTHON (free-threaded, 3.13 or later) and FREEHOLD_GIL_PYTHON (3.11 or
later) name them; otherwise they are looked for and, where need be, built, in the user's cache.
";

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    if args.is_empty() {
        eprint!("{HELP}");
        return ExitCode::from(2);
    }
    let task = args.remove(0);
    let done = match task.as_str() {
        "demo" => tasks::demo::run(&args),
        _ if args
            .iter()
            .take_while(|arg| *arg != "--")
            .any(|arg| is_help(arg))
            || is_help(&task) =>
        {
            print!("{HELP}");
            Ok(())
        }
        "bench" => tasks::bench::run(&args),
        "setup" => tasks::setup::run(&args),
        "stress" => tasks::stress::run(&args),
        "test" => tasks::test::run(&args),
        "with" => tasks::with::run(&args),
        _ => Err(anyhow::anyhow!("there is no task `{task}`\n\n{HELP}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            progress::failed(&error);
            ExitCode::FAILURE
        }
    }
}

fn is_help(arg: &str) -> bool {
    matches!(arg, "help" | "--help" | "-h")
}
