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
    report::write(bench, &all)
}

fn measure(bench: &Bench, python: &Interpreter, site: Site) -> Result<Results> {
    let options = &bench.options;
    let with = |harness: &'static str, slices: Option<Slices>| Rounds {
        python,
        site: &site,
        harness,
        slices,
        rows: &options.rows,
    };
    let single = with("single", Some(options.slices)).run(options.rounds)?;
    let threads = with("threads", Some(options.slices.for_threads())).run(options.rounds)?;
    let mut others = Table::default();
    if options.rows.is_empty() {
        others = with("processes", None).run(options.rounds)?;
        others.add(sizes::of(&site)?);
    }
    Ok(Results {
        python: python.clone(),
        site,
        single,
        threads,
        others,
    })
}

/// What a script of the harness measures, round after round: each is a process of its own, with its own seed.
struct Rounds<'a> {
    python: &'a Interpreter,
    site: &'a Site,
    harness: &'static str,
    slices: Option<Slices>,
    rows: &'a [String],
}

impl Rounds<'_> {
    fn run(&self, rounds: usize) -> Result<Table> {
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
        let mut command = script(self.python, self.site, self.harness);
        command.args(self.site.names());
        command.arg(format!("--seed={round}"));
        if let Some(slices) = self.slices {
            command.arg(format!("--slice={}", slices.milliseconds));
            command.arg(format!("--slices={}", slices.count));
            command.args(self.rows.iter().map(|row| format!("--row={row}")));
        }
        command
    }
}

/// A script of the harness, with the modules of the peers to import.
fn script(python: &Interpreter, site: &Site, name: &str) -> Command {
    let mut command = python.command();
    command.arg(workspace::root().join(format!("benches/harness/{name}.py")));
    command
        .env("PYTHONPATH", &site.folder)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
