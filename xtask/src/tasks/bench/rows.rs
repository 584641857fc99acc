//! `cargo xtask bench`: the rows, round after round, on each interpreter.

use super::Bench;
use super::figures::Table;
use super::options::Slices;
use super::report::{self, Results};
use super::site::Site;
use super::sizes;
use crate::progress::{self, Progress};
use crate::python::Interpreter;
use crate::run;
use crate::workspace;
use anyhow::{Context, Result};
use std::cell::Cell;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;
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
    report::write(bench, "report", &all)
}

fn measure(bench: &Bench, python: &Interpreter, site: Site) -> Result<Results> {
    let options = &bench.options;
    let measured = |harness: &'static str, arguments: Vec<String>| {
        let rounds = Rounds {
            python,
            site: &site.folder,
            peers: site.names().collect(),
            harness,
            arguments,
        };
        rounds.run(options.rounds)
    };
    let sliced = |slices: Slices| {
        let mut arguments = slices.arguments();
        arguments.extend(options.rows.iter().map(|row| format!("--row={row}")));
        arguments
    };
    let single = measured("single", sliced(options.slices))?;
    let threads = measured("threads", sliced(options.slices.for_threads()))?;
    let mut others = Table::default();
    if options.rows.is_empty() {
        others = measured("processes", Vec::new())?;
        others.add(sizes::of(&site)?);
    }
    Ok(Results {
        single,
        threads,
        others,
        ..Results::new(python, site)
    })
}

/// What a script of the harness measures, round after round: each is a process of its own, with its own seed.
pub struct Rounds<'a> {
    pub python: &'a Interpreter,
    /// Where the modules are.
    pub site: &'a Path,
    pub peers: Vec<&'static str>,
    pub harness: &'static str,
    pub arguments: Vec<String>,
}

impl Rounds<'_> {
    pub fn run(&self, rounds: usize) -> Result<Table> {
        let mut table = Table::default();
        let done = Rc::new(Cell::new(0));
        let told = done.clone();
        let mut progress = Progress::with_detail(format!("{}.py", self.harness), move || {
            format!("round {} of {rounds}", told.get() + 1)
        });
        for round in 0..rounds {
            let printed = run::output(&mut self.command(round), LIMIT)?;
            let figures = serde_json::from_str(&printed)
                .with_context(|| format!("{}.py printed no JSON", self.harness))?;
            table
                .add_round(&figures)
                .with_context(|| format!("{}.py printed no figures", self.harness))?;
            done.set(round + 1);
            progress.tick();
        }
        progress.done();
        Ok(table)
    }

    fn command(&self, round: usize) -> Command {
        let mut command = self.python.command();
        let script = format!("benches/harness/{}.py", self.harness);
        command.arg(workspace::root().join(script));
        command.args(&self.peers).arg(format!("--seed={round}"));
        command.args(&self.arguments);
        command
            .env("PYTHONPATH", self.site)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}
