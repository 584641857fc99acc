//! `cargo xtask bench`: the rows, round after round, on each interpreter.

use super::Bench;
use super::figures::Table;
use super::report::{self, Results};
use super::site::Site;
use crate::progress::{self, Progress};
use crate::python::Interpreter;
use crate::run;
use crate::workspace;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Of one process of the harness.
const LIMIT: Duration = Duration::from_secs(600);

pub fn run(bench: &Bench) -> Result<()> {
    report::warn_if_busy();
    let mut all = Vec::new();
    for python in &bench.pythons {
        progress::heading(&format!("the peers for {}", python.version_text()));
        let site = Site::build(bench, python)?;
        progress::heading(&format!("measuring with {}", python.version_text()));
        all.push(measure(bench, python, site)?);
    }
    report::write(bench, &all)
}

fn measure(bench: &Bench, python: &Interpreter, site: Site) -> Result<Results> {
    let single = rounds(bench, python, &site, "single")?;
    Ok(Results {
        python: python.clone(),
        site,
        single,
    })
}

/// Each round is a process of its own, with its own seed.
fn rounds(bench: &Bench, python: &Interpreter, site: &Site, harness: &str) -> Result<Table> {
    let options = &bench.options;
    let mut table = Table::default();
    let mut progress = Progress::start(format!("{harness}, {} rounds", options.rounds));
    for round in 0..options.rounds {
        let mut command = script(python, site, harness);
        command.args(site.names());
        command.arg(format!("--seed={round}"));
        command.arg(format!("--slice={}", options.slice));
        command.arg(format!("--slices={}", options.slices));
        for row in &options.rows {
            command.arg(format!("--row={row}"));
        }
        let printed = run::output(&mut command, LIMIT)?;
        let figures = serde_json::from_str(&printed)
            .with_context(|| format!("{harness}.py printed no JSON"))?;
        table
            .add_round(&figures)
            .with_context(|| format!("{harness}.py printed no figures"))?;
        progress.tick();
    }
    progress.done();
    Ok(table)
}

/// A script of the harness, with the modules of the peers to import.
fn script(python: &Interpreter, site: &Site, name: &str) -> Command {
    let mut command = python.command();
    command.arg(harness().join(format!("{name}.py")));
    command
        .env("PYTHONPATH", &site.folder)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn harness() -> std::path::PathBuf {
    Path::new(&workspace::root()).join("benches/harness")
}
