//! `cargo xtask bench instructions`: how many instructions each call path takes, counted by valgrind's callgrind. The
//! counts depend neither on the machine's speed nor on its load, so what they were is recorded in the repository, and a
//! step of `cargo xtask test` fails when one of them grows.

mod callgrind;
mod record;

use super::Bench;
use super::peers::Peer;
use super::site::Site;
use crate::progress::{self, Progress};
use crate::python::cache::{self, Cache};
use crate::python::valgrind::Valgrind;
use crate::python::{Interpreter, Pythons};
use crate::run;
use crate::workspace;
use anyhow::{Context, Result, bail};
use callgrind::Part;
use record::Record;
use std::fmt::Write;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(1200);

/// What one call path of one peer takes, for each call.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub name: String,
    /// Instructions in the module itself: what Freehold is answerable for.
    pub own: f64,
    /// Calls from it into other libraries, most of them into the interpreter. What they cost there depends on how the
    /// interpreter was built; that they are made does not.
    pub calls: f64,
    /// All instructions, the interpreter's included.
    pub whole: f64,
}

/// Compares with what is recorded, or records; and shows all peers that take part beside Freehold.
pub fn run(bench: &Bench, cache: &Cache) -> Result<()> {
    let valgrind = Valgrind::provide(cache)?;
    let mut record = Record::read()?;
    let mut grown = Vec::new();
    for python in &bench.pythons {
        progress::heading(&format!("instructions with {}", python.version_text()));
        let site = Site::build(bench, python)?;
        let mut peers = Vec::new();
        for built in &site.built {
            peers.push((built.peer, count(&valgrind, python, &site, built.peer)?));
        }
        println!("{}", side_by_side(python, &peers));
        let freehold = &peers[0].1;
        if bench.options.record {
            record.put(python, freehold);
        } else {
            grown.extend(record.compare(python, freehold));
        }
    }
    if bench.options.record {
        return record.write();
    }
    verdict(&grown)
}

/// The step of `cargo xtask test`. On a machine without valgrind it returns why it was skipped; in CI that is an error.
pub fn check(cache: &Cache, pythons: &Pythons) -> Result<Option<String>> {
    progress::heading("instructions of the call paths");
    let valgrind = match Valgrind::provide(cache) {
        Ok(valgrind) => valgrind,
        Err(error) if std::env::var_os("CI").is_none() => {
            let why = format!("{error:#}");
            progress::note(&format!("NOT DONE: {why}"));
            return Ok(Some("no valgrind".to_owned()));
        }
        Err(error) => return Err(error),
    };
    let bench = Bench::of_freehold(pythons);
    let record = Record::read()?;
    let mut grown = Vec::new();
    for python in &bench.pythons {
        let site = Site::build(&bench, python)?;
        grown.extend(record.compare(python, &count(&valgrind, python, &site, Peer::Freehold)?));
    }
    verdict(&grown).map(|()| None)
}

fn verdict(grown: &[String]) -> Result<()> {
    if grown.is_empty() {
        return Ok(());
    }
    bail!(
        "call paths take more instructions than recorded in {}:\n  {}\n\
         If that is worth it: cargo xtask bench instructions --record",
        record::FILE,
        grown.join("\n  ")
    )
}

/// Runs the harness under callgrind.
fn count(valgrind: &Valgrind, python: &Interpreter, site: &Site, peer: Peer) -> Result<Vec<Path>> {
    let folder = workspace::root()
        .join("target/bench-instructions")
        // Another run may count the same.
        .join(format!(
            "{}-{}-{}",
            python.tag(),
            peer.name(),
            std::process::id()
        ));
    std::fs::create_dir_all(&folder)?;
    let out = folder.join("out");
    let mut tool = valgrind.command();
    tool.args(["-q", "--tool=callgrind", "--dump-before=getppid"]);
    tool.arg(format!("--callgrind-out-file={}", out.display()));
    let mut command = python.command_under(tool);
    command
        .arg(workspace::root().join("benches/harness/instructions.py"))
        .arg(peer.name());
    command
        .env("PYTHONPATH", &site.folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        // The order of dicts and the collisions in them.
        .env("PYTHONHASHSEED", "0");
    let progress = Progress::start(format!("counting {}", peer.title()));
    let printed = run::output(&mut command, LIMIT)?;
    progress.done();
    let rows: Vec<(String, f64)> =
        serde_json::from_str(&printed).context("instructions.py printed no JSON")?;
    let module = peer.module();
    let paths = rows
        .into_iter()
        .enumerate()
        .map(|(at, (name, runs))| {
            // Three for each row: what came before, so many runs, and twice as many.
            let part =
                |nth: usize| Part::read(&out.with_extension((3 * at + nth).to_string()), &module);
            let (once, twice) = (part(2)?, part(3)?);
            let each = |once: u64, twice: u64| (twice as f64 - once as f64) / runs;
            Ok(Path {
                name,
                own: each(once.own, twice.own),
                calls: each(once.calls, twice.calls),
                whole: each(once.whole, twice.whole),
            })
        })
        .collect::<Result<_>>()?;
    cache::remove(&folder)?;
    Ok(paths)
}

/// Freehold beside the others: own instructions, calls out of the module, and everything with the interpreter.
fn side_by_side(python: &Interpreter, peers: &[(Peer, Vec<Path>)]) -> String {
    let mut text = format!(
        "Instructions of a call with Python {}: own, + calls, = all\n\n",
        python.version_text()
    );
    let _ = write!(text, "| |");
    for (peer, _) in peers {
        let _ = write!(text, " {} |", peer.title());
    }
    let _ = writeln!(text, "\n|---|{}", "---:|".repeat(peers.len()));
    let rows = peers.first().map_or(0, |(_, paths)| paths.len());
    for at in 0..rows {
        let _ = write!(text, "| {} |", peers[0].1[at].name);
        for (_, paths) in peers {
            let Path {
                own, calls, whole, ..
            } = &paths[at];
            let _ = write!(text, " {own:.0} + {calls:.0} = {whole:.0} |");
        }
        text.push('\n');
    }
    text
}
