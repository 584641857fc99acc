//! `cargo xtask stress`: scenarios that provoke races, deadlocks and leaks; and the other way round, bugs that are
//! planted in a copy of the project, which the scenarios must find.

mod mutants;
mod options;
mod planted;
mod process;
mod scenarios;
mod table;

use super::setup;
use crate::progress;
use crate::python::cache::Cache;
use crate::python::{self, Interpreter, Pythons};
use crate::workspace::{self, Build, Extension, Profile, Workspace};
use anyhow::{Result, bail};
use options::Options;
use process::{Run, Verdict};
use scenarios::SCENARIOS;
use std::path::PathBuf;
use std::time::Duration;
use table::Table;

/// The package with the classes that the scenarios use.
const MODULE: &str = "stress";

/// The load of the scenarios in `cargo xtask test`, in percent.
const TEST_LOAD: f64 = 2.0;

/// How long a part of a scenario may take or stand still: only what hangs takes so long, on the slowest machine too.
const LIMIT: Duration = Duration::from_secs(900);

pub fn run(args: &[String]) -> Result<()> {
    let options = Options::parse(args)?;
    if options.list {
        print!("{}", scenarios::list());
        print!("{}", planted::list());
        return Ok(());
    }
    let cache = Cache::open()?;
    let pythons = match options.pythons.as_slice() {
        [] => {
            let Pythons { free_threaded, gil } = setup::interpreters(&cache)?;
            vec![free_threaded, gil]
        }
        named => python::by_option(named)?,
    };
    if options.mutants {
        mutants::run(&pythons, &options)
    } else {
        scenarios(&pythons, &options)
    }
}

/// A step of `cargo xtask test`: everything, briefly.
pub fn briefly(pythons: &Pythons) -> Result<()> {
    let both = pythons.both().map(Clone::clone);
    scenarios(&both, &Options::everything(TEST_LOAD))
}

fn extension() -> Result<Vec<Extension>> {
    Ok(vec![Workspace::read()?.extension(MODULE)?.clone()])
}

fn scenarios(pythons: &[Interpreter], options: &Options) -> Result<()> {
    let extension = extension()?;
    let logs = workspace::root().join("target/stress");
    std::fs::create_dir_all(&logs)?;
    let mut table = Table::new(pythons.iter().map(Interpreter::version_text));
    for python in pythons {
        progress::heading(&format!(
            "building tests/stress for {}",
            python.version_text()
        ));
        let site = build(python, options.chaos).run(&extension)?;
        progress::heading(&format!(
            "stress with {} {}, seed {}, {} % of the load{}",
            python.flavour.name(),
            python.version_text(),
            options.seed,
            options.load,
            if options.chaos { ", with chaos" } else { "" },
        ));
        for scenario in SCENARIOS.iter().filter(|one| options.wants(one.name)) {
            let run = Run {
                python,
                site: &site,
                folder: workspace::root().join(FOLDER),
                scenario: scenario.name,
                part: None,
                load: options.load,
                seed: options.seed,
                limit: LIMIT,
                log: logs.join(format!("{}-{}.log", python.tag(), scenario.name)),
            };
            let (verdict, seconds) = run.execute()?;
            if verdict != Verdict::Held {
                eprintln!("{}", run.report(&verdict)?);
            }
            table.add(scenario.name, python.version_text(), seconds, verdict);
        }
    }
    println!("{table}");
    match table.failures() {
        0 => Ok(()),
        failures => bail!(
            "{failures} did not hold; the logs are in {}",
            logs.display()
        ),
    }
}

/// Where the scenarios are, in the workspace.
const FOLDER: &str = "tests/stress/scenarios";

fn build(python: &Interpreter, chaos: bool) -> Build<'_> {
    let mut build = Build::here(python, Profile::Stress);
    if chaos {
        // In a folder of its own: cargo would build everything again at each change of the feature.
        build.target = PathBuf::from(format!("{}-chaos", build.target.display()));
        build.features = &["chaos"];
    }
    build
}
