//! `cargo xtask bench build`: how long it takes to build the module, from nothing and after a line has changed.

use super::Bench;
use super::figures::Table;
use super::peers::Peer;
use super::recipe::{How, Profile};
use super::report::{self, Results};
use super::site::{self, Site};
use super::standalone;
use crate::progress::{self, Progress};
use crate::python::{Interpreter, cache};
use crate::run;
use crate::workspace;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// In the sources of each peer exactly once, and changed by another letter.
const MARK: &str = "\"no\"";

pub fn run(bench: &Bench) -> Result<()> {
    report::warn_if_busy();
    let mut all = Vec::new();
    for python in &bench.pythons {
        progress::heading(&format!("who can be built for {}", python.version_text()));
        let site = Site::build(bench, python)?;
        progress::heading(&format!("building for {}", python.version_text()));
        let mut table = Table::default();
        for round in 0..bench.options.rounds {
            for built in &site.built {
                progress::note(&format!("round {} of {}", round + 1, bench.options.rounds));
                measure(bench, python, built.peer, &mut table)?;
            }
        }
        all.push(Results {
            builds: table,
            ..Results::new(python, site)
        });
    }
    report::write(bench, "build", &all)
}

/// All builds of one peer, once.
fn measure(bench: &Bench, python: &Interpreter, peer: Peer, table: &mut Table) -> Result<()> {
    for (profile, name) in [(Profile::Debug, "debug"), (Profile::Release, "release")] {
        let folder = workspace::root().join("target/bench-build").join(format!(
            "{}-{}-{name}",
            python.tag(),
            peer.name()
        ));
        cache::remove(&folder)?;
        let how = How {
            peer,
            python,
            tools: &bench.tools,
            profile,
            sources: folder.join("sources"),
            out: folder.join("out"),
        };
        std::fs::create_dir_all(&how.out)?;
        standalone::copy(peer, &how.sources)?;
        fetch(&how)?;
        let title = |what: &str| format!("{name} build {what}, s");
        let from_nothing = title("from nothing");
        let changed = title("after a changed line");
        let mut add = |row: &str, seconds: f64| {
            table.add_round(&json!([[row, [[peer.name(), seconds]]]]));
        };
        add(&from_nothing, seconds(&how, &from_nothing)?);
        change(&how.sources)?;
        add(&changed, seconds(&how, &changed)?);
        cache::remove(&folder)?;
    }
    Ok(())
}

/// What cargo would download is there before anything is measured.
pub fn fetch(how: &How) -> Result<()> {
    let Some(manifest) = how.manifest() else {
        return Ok(());
    };
    let mut fetch: Command = workspace::cargo();
    fetch
        .args(["fetch", "--quiet", "--manifest-path"])
        .arg(manifest);
    run::visible(&mut fetch)
}

/// Builds what is due.
pub fn seconds(how: &How, title: &str) -> Result<f64> {
    let mut recipe = how.recipe()?;
    for step in &mut recipe.steps {
        step.command.env("CARGO_NET_OFFLINE", "true");
    }
    let mut progress = Progress::start(format!("{}, {title}", how.peer.title()));
    let began = Instant::now();
    site::follow(&mut recipe, how, &mut progress)?;
    let taken = began.elapsed().as_secs_f64();
    progress.done();
    Ok(taken)
}

fn change(sources: &Path) -> Result<()> {
    let mut changed = 0;
    for file in files_under(sources)? {
        let text = std::fs::read_to_string(&file)
            .with_context(|| format!("cannot read {}", file.display()))?;
        changed += text.matches(MARK).count();
        if text.contains(MARK) {
            std::fs::write(&file, text.replace(MARK, "\"not\""))?;
        }
    }
    match changed {
        1 => Ok(()),
        _ => bail!("{} has {MARK} {changed} times, not once", sources.display()),
    }
}

fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_under(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peer_has_one_line_to_change() {
        for peer in Peer::ALL {
            let folder =
                std::env::temp_dir().join(format!("xtask-{}-{}", peer.name(), std::process::id()));
            standalone::copy(peer, &folder).unwrap();
            change(&folder).unwrap();
            assert!(change(&folder).is_err());
            std::fs::remove_dir_all(&folder).unwrap();
        }
    }
}
