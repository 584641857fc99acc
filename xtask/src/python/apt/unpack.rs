//! Programs for the project's own tasks.

use super::{FETCH_LIMIT, PrivateApt};
use crate::progress::Progress;
use crate::python::cache::{self, Cache};
use crate::python::sources::{self, Kind, Release};
use crate::run;
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// Unpacks a package of this machine's release into `to`, without installing it: no rights are needed for that, and
/// nothing else changes. Only for programs that find their files by a setting. Only with the lock of the cache held.
pub fn unpack(cache: &Cache, package: &str, to: &Path) -> Result<()> {
    let release = Release::of_this_machine()?;
    let suites = release.own_suites();
    let log = cache.new_log(&format!("apt-{package}"))?;
    let mut progress = Progress::start(format!("fetching {package} from the distribution"));
    for archive in sources::of_this_machine(&release) {
        let sources = release.packages(Kind::Program, &archive, &suites);
        let apt = PrivateApt::new(cache, &log, &sources)?;
        let mut command = |program: &str, args: &[&str]| {
            let mut command = apt.command(program);
            command.args(args);
            run::logged(&mut command, &log, FETCH_LIMIT, &mut progress)
        };
        let fetched = command("apt-get", &["-q", "update"])
            .and_then(|()| command("apt-get", &["-q", "download", package]));
        if fetched.is_err() {
            cache::remove(&apt.dir)?;
            continue;
        }
        std::fs::create_dir_all(to)?;
        for file in std::fs::read_dir(apt.dir.join("files"))?.flatten() {
            let mut unpack = Command::new("dpkg-deb");
            unpack.arg("-x").arg(file.path()).arg(to);
            run::output(&mut unpack, FETCH_LIMIT)?;
        }
        progress.done();
        return cache::remove(&apt.dir);
    }
    progress.gave_up("failed");
    bail!(
        "no archive of the distribution gives {package}; the log is {}",
        log.display()
    );
}
