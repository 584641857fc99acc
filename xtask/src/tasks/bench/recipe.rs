//! How the module is built with each peer, as one builds it for users: optimised, stripped of nothing yet.

mod native;

use super::peers::Peer;
use super::tools::Tools;
use crate::python::{Flavour, Interpreter};
use crate::run;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    Debug,
    Release,
}

/// What to build, and where.
pub struct How<'a> {
    pub peer: Peer,
    pub python: &'a Interpreter,
    pub tools: &'a Tools,
    pub profile: Profile,
    /// The folder with the sources: that of the peer, or one with others by the same names.
    pub sources: PathBuf,
    /// For everything that is made on the way, and for the library unless cargo decides where that is.
    pub out: PathBuf,
}

/// What builds it, in this order.
pub struct Recipe {
    pub steps: Vec<Step>,
    /// What they leave.
    pub library: PathBuf,
    /// For the report: which version of what, with which options.
    pub made_with: String,
}

/// One command, as a build system runs it: only where something has changed.
pub struct Step {
    pub command: Command,
    /// What it reads and what it writes. None for cargo, which finds out by itself.
    files: Option<(Vec<PathBuf>, PathBuf)>,
}

impl Step {
    /// Whether what it writes is not there, older than something that it reads, or of another command.
    pub fn is_due(&self) -> bool {
        let Some((from, to)) = &self.files else {
            return true;
        };
        let changed = |path: &PathBuf| path.metadata().and_then(|data| data.modified()).ok();
        let Some(made) = changed(to) else {
            return true;
        };
        let same = std::fs::read_to_string(note_beside(to)).is_ok_and(|note| note == self.note());
        !same
            || from
                .iter()
                .any(|path| changed(path).is_none_or(|changed| changed > made))
    }

    /// To be called when the command has succeeded.
    pub fn done(&self) -> Result<()> {
        if let Some((_, to)) = &self.files {
            let note = note_beside(to);
            std::fs::write(&note, self.note())
                .with_context(|| format!("cannot write {}", note.display()))?;
        }
        Ok(())
    }

    fn note(&self) -> String {
        run::shown(&self.command)
    }
}

fn note_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".command");
    name.into()
}

impl How<'_> {
    /// An error says why this peer cannot be had here.
    pub fn recipe(&self) -> Result<Recipe> {
        match (self.peer, self.manifest()) {
            (_, Some(manifest)) => self.rust(&manifest),
            (Peer::Nanobind, _) => self.nanobind(),
            (Peer::Pybind11, _) => self.pybind11(),
            (Peer::Cython, _) => self.cython(),
            (_, None) => self.c(),
        }
    }

    fn rust(&self, manifest: &Path) -> Result<Recipe> {
        let mut build = crate::workspace::cargo();
        build.arg("build").arg("--manifest-path").arg(manifest);
        build.arg("--target-dir").arg(&self.out);
        self.python
            .build_for(&mut build)
            .env("PYO3_BUILD_EXTENSION_MODULE", "1");
        if self.peer == Peer::PyO3 {
            build.env_remove("UNSAFE_PYO3_SKIP_VERSION_CHECK");
        }
        let folder = match self.profile {
            Profile::Debug => "debug",
            Profile::Release => {
                build.arg("--release");
                "release"
            }
        };
        let library = format!("lib{}.so", self.peer.module());
        let version = match self.peer {
            Peer::PyO3 => pinned_version(manifest)?,
            _ => env!("CARGO_PKG_VERSION").to_owned(),
        };
        let options = "opt-level 3, lto = \"fat\", codegen-units = 1";
        Ok(Recipe {
            steps: vec![Step {
                command: build,
                files: None,
            }],
            library: self.out.join(folder).join(library),
            made_with: format!("{version}, {}, {options}", rustc_version()?),
        })
    }

    /// Of a peer in Rust. For 3.13t, which later versions of PyO3 refuse, there is a second one over the same sources.
    pub fn manifest(&self) -> Option<PathBuf> {
        let is_313t = self.python.flavour == Flavour::FreeThreaded && self.python.minor == 13;
        let folder = match self.peer {
            Peer::PyO3 if is_313t => self.sources.join("for-3.13t"),
            Peer::PyO3 | Peer::Freehold => self.sources.clone(),
            _ => return None,
        };
        Some(folder.join("Cargo.toml"))
    }
}

const BRIEFLY: Duration = Duration::from_secs(60);

fn rustc_version() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut ask = Command::new(rustc);
    ask.arg("--version").current_dir(crate::workspace::root());
    Ok(run::output(&mut ask, BRIEFLY)?.trim().to_owned())
}

/// `0.28.3` of `pyo3 = "=0.28.3"`.
fn pinned_version(manifest: &Path) -> Result<String> {
    let text = std::fs::read_to_string(manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    text.lines()
        .find_map(|line| line.strip_prefix("pyo3 = \"=")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("{} pins no version of PyO3", manifest.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_due_when_something_has_changed() {
        let folder = std::env::temp_dir().join(format!("xtask-step-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (from, to) = (folder.join("from"), folder.join("to"));
        let step = |argument: &str| {
            let mut command = Command::new("cp");
            command.arg(argument);
            Step {
                command,
                files: Some((vec![from.clone()], to.clone())),
            }
        };
        let write = |path: &Path, seconds: u64| {
            let file = std::fs::File::create(path).unwrap();
            let time = std::time::UNIX_EPOCH + Duration::from_secs(seconds);
            file.set_modified(time).unwrap();
        };
        write(&from, 1000);
        assert!(step("a").is_due());
        write(&to, 2000);
        step("a").done().unwrap();
        assert!(!step("a").is_due());
        assert!(step("b").is_due());
        write(&from, 3000);
        assert!(step("a").is_due());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn the_versions_of_pyo3_are_pinned() {
        let folder = Peer::PyO3.folder();
        for manifest in ["Cargo.toml", "for-3.13t/Cargo.toml"] {
            let version = pinned_version(&folder.join(manifest)).unwrap();
            assert!(version.starts_with("0."), "{version}");
        }
    }
}
