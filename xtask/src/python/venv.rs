//! The virtual environments with the Python-side tools, one for each interpreter, in the cache.

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
        let wanted = std::fs::read_to_string(requirements)
            .with_context(|| format!("cannot read {}", requirements.display()))?;
        let [free_threaded, gil] = pythons.both().map(|python| Venv {
            dir: cache.venv(&python.tag()),
            python,
            requirements,
            fingerprint: format!(
                "{}\n{}\n{wanted}",
                python.executable.display(),
                python.version_text()
            ),
        });
        free_threaded.provide(cache, &gil)?;
        gil.provide(cache, &free_threaded)?;
        Ok(Self {
            free_threaded: free_threaded.executable(),
            gil: gil.executable(),
        })
    }
}

struct Venv<'a> {
    dir: PathBuf,
    python: &'a Interpreter,
    requirements: &'a Path,
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
        let log = cache.new_log(&format!("venv-{}", self.python.tag()))?;
        let mut progress = Progress::start(format!(
            "installing the test tools for {}",
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
                self.requirements.display(),
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
            .arg(self.requirements);
        run::logged(pip, log, LIMIT, progress)?;
        let mut check = python_command(&self.executable());
        check.args(["-c", "import pytest, pytest_run_parallel"]);
        run::output(&mut check, Duration::from_secs(300))
            .map(drop)
            .context("what pip installed does not import")
    }
}
