//! The interpreters that everything runs on: one free-threaded, one with the GIL.

mod apt;
mod build;
pub mod cache;
mod find;
mod interpreter;
mod sources;
mod uv;
pub mod valgrind;
pub mod venv;

pub use interpreter::{Flavour, Interpreter, python_command};

use crate::progress;
use anyhow::{Result, bail};
use cache::Cache;
use std::path::{Path, PathBuf};

pub struct Pythons {
    pub free_threaded: Interpreter,
    pub gil: Interpreter,
}

impl Pythons {
    /// Finds both interpreters, building what cannot be found.
    pub fn provide(cache: &Cache) -> Result<Self> {
        Ok(Self {
            free_threaded: provide(cache, Flavour::FreeThreaded)?,
            gil: provide(cache, Flavour::Gil)?,
        })
    }

    pub fn both(&self) -> [&Interpreter; 2] {
        [&self.free_threaded, &self.gil]
    }

    pub fn announce(&self) {
        for python in self.both() {
            progress::note(&format!(
                "{:<21} {:<9} {}  ({})",
                python.flavour.name(),
                python.version_text(),
                python.executable.display(),
                python.origin
            ));
        }
    }
}

/// What `--python` names, of either flavour.
pub fn by_option(paths: &[PathBuf]) -> Result<Vec<Interpreter>> {
    let probe = |path: &Path, flavour| Interpreter::probe(path, flavour, "--python");
    let either = |path: &PathBuf| {
        probe(path, Flavour::FreeThreaded).or_else(|not_free_threaded| {
            probe(path, Flavour::Gil).map_err(|not_gil| {
                not_gil.context(format!(
                    "{} is of no use ({not_free_threaded:#})",
                    path.display()
                ))
            })
        })
    };
    paths.iter().map(either).collect()
}

/// The sources of an interpreter, in order of preference. What was tried in vain is collected in `tried`, for the one
/// message that the user reads if nothing works.
fn provide(cache: &Cache, flavour: Flavour) -> Result<Interpreter> {
    if let Some(named) = find::named(flavour)? {
        return Ok(named);
    }
    let mut tried = Vec::new();
    if let Some(found) = find::installed(cache, flavour, &mut tried) {
        return Ok(found);
    }
    let _lock = cache.lock()?;
    // Another run may have built one while this one waited for the lock.
    if let Some(found) = find::cached(cache, flavour, &mut Vec::new()) {
        return Ok(found);
    }
    progress::note(&format!("no {} is installed: getting one", flavour.name()));
    if let Some(fetched) = uv::fetch(cache, flavour, &mut tried) {
        return Ok(fetched);
    }
    if let Some(built) = build::from_source_package(cache, flavour, &mut tried) {
        return Ok(built);
    }
    bail!("{}", nothing_works(flavour, &tried));
}

fn nothing_works(flavour: Flavour, tried: &[String]) -> String {
    let tried: String = tried.iter().map(|line| format!("\n  - {line}")).collect();
    let (name, oldest, suffix) = match flavour {
        Flavour::FreeThreaded => ("3.14t", "3.13", "t"),
        Flavour::Gil => ("3.14", "3.11", ""),
    };
    format!(
        "no {} could be found or made.\n\nTried:{tried}\n\nTo go on, do one of these:\n  \
         - install CPython {oldest}{suffix} or later, so that python{name} is on PATH\n    \
           (https://docs.python.org/3/using/), or set {} to its executable\n  \
         - install uv (https://docs.astral.sh/uv/); it then fetches one by itself\n  \
         - on Debian and Ubuntu, install what building CPython takes:\n    {}\n",
        flavour.name(),
        flavour.variable(),
        build::INSTALL_PREREQUISITES,
    )
}
