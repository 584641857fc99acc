//! The virtual environments with the Python-side tools, in the cache: those of the tests for each interpreter, and one
//! for the benchmarks.

use super::cache::{self, Cache};
use super::{Interpreter, Pythons, build, python_command};
use crate::progress::Progress;
use crate::run;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(1800);
/// Written last, so that an environment without it is known to be unfinished.
const FINISHED: &str = "freehold-finished";

/// The Python of each environment, with everything in `requirements` installed.
pub struct Tools {
    pub free_threaded: PathBuf,
    pub gil: PathBuf,
}

impl Tools {
    pub fn provide(cache: &Cache, pythons: &Pythons, requirements: &Path) -> Result<Self> {
        let _lock = cache.lock()?;
        let tests = Wanted {
            name: "",
            what: "the test tools",
            requirements,
            imports: "import pytest, pytest_run_parallel",
        };
        let pinned = tests.pinned()?;
        let [free_threaded, gil] = pythons
            .both()
            .map(|python| tests.of(cache, python, &pinned));
        free_threaded.provide(cache, &gil)?;
        gil.provide(cache, &free_threaded)?;
        Ok(Self {
            free_threaded: free_threaded.executable(),
            gil: gil.executable(),
        })
    }
}

/// What an environment is for.
pub struct Wanted<'a> {
    /// Part of the folder's name; empty for the tests.
    pub name: &'a str,
    /// For the user.
    pub what: &'a str,
    pub requirements: &'a Path,
    /// What must work at the end.
    pub imports: &'a str,
}

impl<'a> Wanted<'a> {
    fn pinned(&self) -> Result<String> {
        std::fs::read_to_string(self.requirements)
            .with_context(|| format!("cannot read {}", self.requirements.display()))
    }

    fn of(&'a self, cache: &Cache, python: &'a Interpreter, pinned: &str) -> Venv<'a> {
        let name = match self.name {
            "" => python.tag(),
            name => format!("{name}-{}", python.tag()),
        };
        Venv {
            dir: cache.venv(&name),
            python,
            wanted: self,
            fingerprint: format!(
                "{}\n{}\n{pinned}",
                python.executable.display(),
                python.version_text()
            ),
        }
    }
}

/// One environment, made with the interpreter that has the GIL: packages are most often made for those. Returns its
/// Python.
pub fn provide(cache: &Cache, pythons: &Pythons, wanted: &Wanted) -> Result<PathBuf> {
    let _lock = cache.lock()?;
    let pinned = wanted.pinned()?;
    let venv = wanted.of(cache, &pythons.gil, &pinned);
    venv.provide(cache, &wanted.of(cache, &pythons.free_threaded, &pinned))?;
    Ok(venv.executable())
}

struct Venv<'a> {
    dir: PathBuf,
    python: &'a Interpreter,
    wanted: &'a Wanted<'a>,
    /// What it was made from: it is made again when that changes.
    fingerprint: String,
}

impl Venv<'_> {
    fn executable(&self) -> PathBuf {
        self.dir.join("bin/python")
    }

    fn provide(&self, cache: &Cache, other: &Venv) -> Result<()> {
        let finished = std::fs::read_to_string(self.dir.join(FINISHED));
        if finished.is_ok_and(|made_from| made_from == self.fingerprint) {
            return Ok(());
        }
        let name = self.dir.file_name().unwrap_or_default();
        let log = cache.new_log(&format!("venv-{}", name.to_string_lossy()))?;
        let mut progress = Progress::start(format!(
            "installing {} for {}",
            self.wanted.what,
            self.python.version_text()
        ));
        let with_own_pip = if self.python.can_download {
            self.install_with_own_pip(&log, &mut progress)
        } else {
            Err(anyhow::anyhow!(
                "{} has no zlib or no ssl module",
                self.python.version_text()
            ))
        };
        if let Err(own) = with_own_pip
            && let Err(foreign) = self.install_with_pip_of(other, &log, &mut progress)
        {
            progress.gave_up("failed");
            bail!(
                "the tools in {} cannot be installed for {}\n  \
                 - with its own pip: {own:#}\n  \
                 - with the pip of {}: {foreign:#}\n\
                 The log is {}; it ends with\n{}\n\
                 On Debian and Ubuntu this may be what is missing: apt-get install python3-venv; or, for a Python\n\
                 that was built here, {} (then remove {}, so that it is built again)",
                self.wanted.requirements.display(),
                self.python.executable.display(),
                other.python.executable.display(),
                log.display(),
                run::tail(&log, 10),
                build::INSTALL_PREREQUISITES,
                cache.pythons().display(),
            );
        }
        std::fs::write(self.dir.join(FINISHED), &self.fingerprint)?;
        progress.done();
        Ok(())
    }

    fn install_with_own_pip(&self, log: &Path, progress: &mut Progress) -> Result<()> {
        self.make(&[], log, progress)?;
        let mut pip = python_command(&self.executable());
        pip.args(["-m", "pip", "install"]);
        self.finish(&mut pip, log, progress)
    }

    /// For a Python whose own pip is missing (Debian packages it apart) or cannot download (no zlib or ssl module). The
    /// tools are pure Python, so another version's pip installs the same files.
    fn install_with_pip_of(&self, other: &Venv, log: &Path, progress: &mut Progress) -> Result<()> {
        self.make(&["--without-pip"], log, progress)?;
        let mut ask = python_command(&self.executable());
        ask.args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('purelib'))",
        ]);
        let target = run::output(&mut ask, Duration::from_secs(300))?;

        let own_pip_works = |executable: &Path| {
            let mut ask = python_command(executable);
            run::output(
                ask.args(["-m", "pip", "--version"]),
                Duration::from_secs(300),
            )
            .is_ok()
        };
        // Its environment may not exist yet, and the interpreter itself may have no pip outside of one.
        let helper = other.dir.with_extension("pip");
        let mut pip = if own_pip_works(&other.executable()) {
            python_command(&other.executable())
        } else if own_pip_works(&other.python.executable) {
            other.python.command()
        } else {
            cache::remove(&helper)?;
            run::logged(
                other.python.command().args(["-m", "venv"]).arg(&helper),
                log,
                LIMIT,
                progress,
            )?;
            python_command(&helper.join("bin/python"))
        };
        pip.args([
            "-m",
            "pip",
            "install",
            "--only-binary=:all:",
            "--target",
            target.trim(),
        ]);
        let done = self.finish(&mut pip, log, progress);
        cache::remove(&helper)?;
        done
    }

    fn make(&self, options: &[&str], log: &Path, progress: &mut Progress) -> Result<()> {
        cache::remove(&self.dir)?;
        let mut make = self.python.command();
        make.args(["-m", "venv"]).args(options).arg(&self.dir);
        run::logged(&mut make, log, LIMIT, progress)
    }

    fn finish(&self, pip: &mut Command, log: &Path, progress: &mut Progress) -> Result<()> {
        pip.args(["--no-input", "--disable-pip-version-check", "-r"])
            .arg(self.wanted.requirements);
        run::logged(pip, log, LIMIT, progress)?;
        let mut check = python_command(&self.executable());
        check.args(["-c", self.wanted.imports]);
        run::output(&mut check, Duration::from_secs(300))
            .map(drop)
            .context("what pip installed does not import")
    }
}
