//! CPython, built from the distribution's source package into the user's cache.

use super::apt::{self, Tarball};
use super::cache::{self, Cache};
use super::{Flavour, Interpreter};
use crate::progress::{self, Progress};
use crate::run;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What the user of a Debian-like system installs so that everything here works.
pub const INSTALL_PREREQUISITES: &str =
    "apt-get install build-essential xz-utils zlib1g-dev libssl-dev libffi-dev";

/// What the user's shell may say about other builds and other Pythons.
const NOT_FOR_THE_BUILD: [&str; 7] = [
    "MAKEFLAGS",
    "MAKELEVEL",
    "CFLAGS",
    "CPPFLAGS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHON_GIL",
];

const LIMIT: Duration = Duration::from_secs(3600);

pub fn from_source_package(
    cache: &Cache,
    flavour: Flavour,
    tried: &mut Vec<String>,
) -> Option<Interpreter> {
    let missing: Vec<_> = ["apt-get", "dpkg", "tar", "xz", "make"]
        .into_iter()
        .filter(|tool| !runs(tool))
        .collect();
    if missing.contains(&"apt-get") {
        tried.push(
            "the distribution's source package: there is no apt-get on this machine".to_owned(),
        );
        return None;
    }
    if !missing.is_empty() || !["cc", "gcc", "clang"].into_iter().any(runs) {
        let what = if missing.is_empty() {
            "a C compiler".to_owned()
        } else {
            missing.join(", ")
        };
        tried.push(format!(
            "the distribution's source package: building it takes {what}"
        ));
        return None;
    }
    match fetch_and_build(cache, flavour, tried) {
        Ok(built) => Some(built),
        Err(why) => {
            tried.push(format!("the distribution's source package: {why:#}"));
            None
        }
    }
}

fn runs(tool: &str) -> bool {
    run::output(
        Command::new(tool).arg("--version"),
        Duration::from_secs(120),
    )
    .is_ok()
}

fn fetch_and_build(
    cache: &Cache,
    flavour: Flavour,
    tried: &mut Vec<String>,
) -> Result<Interpreter> {
    let tarball = apt::fetch(cache, tried)?;
    let build = Build::new(cache, &tarball, flavour)?;
    build.run()?;
    let built = build.install(&tarball)?;
    // Both are large, and of no use any more.
    cache::remove(&build.work)?;
    cache::remove(
        tarball
            .path
            .parent()
            .and_then(Path::parent)
            .context("the tarball is in no folder")?,
    )?;
    Ok(built)
}

struct Build<'a> {
    flavour: Flavour,
    version: &'a str,
    tarball: &'a Path,
    /// Where the interpreter will be.
    prefix: PathBuf,
    /// Where it is made: an interrupted build leaves nothing at `prefix`.
    work: PathBuf,
    log: PathBuf,
}

impl<'a> Build<'a> {
    fn new(cache: &Cache, tarball: &'a Tarball, flavour: Flavour) -> Result<Self> {
        let name = format!("cpython-{}{}", tarball.version, flavour.suffix());
        let prefix = cache.pythons().join(&name);
        if prefix.to_string_lossy().contains(char::is_whitespace) {
            bail!(
                "CPython cannot be built where a path has spaces ({}): set XDG_CACHE_HOME",
                prefix.display()
            );
        }
        Ok(Self {
            flavour,
            version: &tarball.version,
            tarball: &tarball.path,
            prefix,
            work: cache.fresh("build")?,
            log: cache.new_log(&name)?,
        })
    }

    fn run(&self) -> Result<()> {
        let version = format!("{}{}", self.version, self.flavour.suffix());
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        progress::note(&format!(
            "building CPython {version} with {jobs} jobs; the log is {}",
            self.log.display()
        ));

        let mut unpack = Command::new("tar");
        unpack
            .arg("-xf")
            .arg(self.tarball)
            .arg("--strip-components=1");
        self.step("unpacking", &mut unpack)?;

        let mut configure = Command::new("./configure");
        configure.arg(format!("--prefix={}", self.prefix.display()));
        configure.args(["--enable-shared", "--without-static-libpython"]);
        if self.flavour == Flavour::FreeThreaded {
            configure.arg("--disable-gil");
        }
        // Programs find the library without LD_LIBRARY_PATH.
        configure.arg(format!("LDFLAGS=-Wl,-rpath,{}/lib", self.prefix.display()));
        self.step("configuring", &mut configure)?;

        let mut make = Command::new("make");
        make.arg(format!("-j{jobs}"));
        self.step("compiling", &mut make)?;

        // CPython's own tests take longer to install than the rest together, and nothing here runs them.
        let mut install = Command::new("make");
        install
            .args(["install", "TESTSUBDIRS="])
            .arg(format!("DESTDIR={}", self.stage().display()));
        self.step("installing", &mut install)
    }

    fn step(&self, what: &str, command: &mut Command) -> Result<()> {
        let log = self.log.clone();
        let detail = move || match files_compiled(&log) {
            0 => String::new(),
            count => format!("{count} files"),
        };
        let what = format!("{what} CPython {}{}", self.version, self.flavour.suffix());
        let mut progress = Progress::with_detail(what, detail);
        for name in NOT_FOR_THE_BUILD {
            command.env_remove(name);
        }
        command.current_dir(&self.work);
        if let Err(why) = run::logged(command, &self.log, LIMIT, &mut progress) {
            progress.gave_up("failed");
            bail!(
                "{why:#}; it ends with\n{}",
                indented(&run::tail(&self.log, 15))
            );
        }
        progress.done();
        Ok(())
    }

    fn stage(&self) -> PathBuf {
        self.work.join("stage")
    }

    /// Moves the finished installation to its place in one step, and runs it there.
    fn install(&self, tarball: &Tarball) -> Result<Interpreter> {
        let staged = self
            .stage()
            .join(self.prefix.strip_prefix("/").unwrap_or(&self.prefix));
        // One that is there did not work, or it would have been found.
        cache::remove(&self.prefix)?;
        std::fs::create_dir_all(self.prefix.parent().context("the cache is at /")?)?;
        std::fs::rename(&staged, &self.prefix).with_context(|| {
            format!(
                "cannot move {} to {}",
                staged.display(),
                self.prefix.display()
            )
        })?;
        let minor = self.version.split('.').nth(1).unwrap_or_default();
        let executable = self
            .prefix
            .join("bin")
            .join(format!("python3.{minor}{}", self.flavour.suffix()));
        let built = Interpreter::probe(&executable, self.flavour, &tarball.origin)?;
        if !built.can_download {
            progress::note(
                "it was built without zlib or OpenSSL, so it cannot download anything itself; for a complete one,",
            );
            progress::note(&format!(
                "remove {} and: {INSTALL_PREREQUISITES}",
                self.prefix.display()
            ));
        }
        Ok(built)
    }
}

/// Each compiler command that make prints is one file.
fn files_compiled(log: &Path) -> usize {
    run::last_in(log)
        .lines()
        .filter(|line| line.contains(" -c ") && line.contains(" -o "))
        .count()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("      {line}\n")).collect()
}
