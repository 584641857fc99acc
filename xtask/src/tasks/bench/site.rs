//! The modules of all peers, built for one interpreter and laid out for import.

use super::Bench;
use super::peers::Peer;
use super::recipe::{How, Profile, Recipe};
use crate::progress::{self, Progress};
use crate::python::Interpreter;
use crate::run;
use crate::workspace;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::time::Duration;

/// Compiling PyO3 on a slow machine.
const LIMIT: Duration = Duration::from_secs(1800);

pub struct Site {
    /// What goes to `PYTHONPATH`.
    pub folder: PathBuf,
    pub built: Vec<Built>,
    /// Who is not there, and why.
    pub missing: Vec<(Peer, String)>,
}

pub struct Built {
    pub peer: Peer,
    /// In the folder.
    pub library: PathBuf,
    pub made_with: String,
}

impl Site {
    /// An error only if Freehold or C cannot be built: without them there is nothing to compare.
    pub fn build(bench: &Bench, python: &Interpreter) -> Result<Self> {
        let base = workspace::root()
            .join("target/bench-peers")
            .join(python.tag());
        let mut site = Self {
            folder: base.join("site"),
            built: Vec::new(),
            missing: Vec::new(),
        };
        std::fs::create_dir_all(&site.folder)?;
        for &peer in &bench.options.peers {
            let how = How {
                peer,
                python,
                tools: &bench.tools,
                profile: Profile::Release,
                sources: peer.folder(),
                out: base.join(peer.name()),
            };
            match site.add(&how) {
                Ok(built) => site.built.push(built),
                Err(error) if matches!(peer, Peer::Freehold | Peer::C) => {
                    return Err(error.context(format!("{} is needed", peer.title())));
                }
                Err(error) => {
                    progress::note(&format!("without {}: {error:#}", peer.title()));
                    site.missing.push((peer, format!("{error:#}")));
                }
            }
        }
        Ok(site)
    }

    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.built.iter().map(|built| built.peer.name())
    }

    fn add(&self, how: &How) -> Result<Built> {
        std::fs::create_dir_all(&how.out)?;
        let mut recipe = how.recipe()?;
        let mut progress = Progress::start(format!("building with {}", how.peer.title()));
        if let Err(error) = follow(&mut recipe, how, &mut progress) {
            progress.gave_up("failed");
            return Err(error);
        }
        progress.done();
        let Recipe {
            library, made_with, ..
        } = recipe;
        let suffix = &how.python.extension_suffix;
        let placed = self.folder.join(format!("{}{suffix}", how.peer.module()));
        workspace::place(&library, &placed)?;
        self.try_import(how)?;
        Ok(Built {
            peer: how.peer,
            library: placed,
            made_with,
        })
    }

    fn try_import(&self, how: &How) -> Result<()> {
        let mut import = how.python.command();
        import.env("PYTHONPATH", &self.folder);
        import.args(["-c", &format!("import {}", how.peer.module())]);
        run::output(&mut import, Duration::from_secs(60))
            .map(drop)
            .context("what was built does not import")
    }
}

/// Runs the steps that are due.
pub fn follow(recipe: &mut Recipe, how: &How, progress: &mut Progress) -> Result<()> {
    let log = how.out.join("build.log");
    std::fs::write(&log, "")?;
    for step in &mut recipe.steps {
        if step.is_due() {
            run::logged(&mut step.command, &log, LIMIT, progress)
                .map_err(|error| error.context(first_error(&run::last_in(&log))))?;
            step.done()?;
        }
    }
    Ok(())
}

/// The line that says what is wrong, out of what a compiler prints.
fn first_error(log: &str) -> String {
    let mut lines = log.lines().map(str::trim);
    let found = lines.find(|line| line.contains("error"));
    found.unwrap_or("it cannot be built").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_of_a_compiler_is_what_counts() {
        let log = "$ c++ x.cpp\nIn file included from x.cpp:1:\nx.h:3:1: error: unknown type name\n\
                   x.h:9:1: error: too many\n";
        assert_eq!(first_error(log), "x.h:3:1: error: unknown type name");
        assert_eq!(first_error(""), "it cannot be built");
    }
}
