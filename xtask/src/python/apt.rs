//! Python's source package, and programs for the project's own tasks, from the distribution's own mirror.
//!
//! apt does the checking: the index is signed by the mirror's key, and names the checksums of the files. Its state is
//! private, in the cache: the machine's lists and packages stay as they are, and no rights are needed.

mod unpack;

use super::cache::Cache;
use super::sources::{self, Entry, Kind, Release};
use crate::progress::{self, Progress};
use crate::run;
use anyhow::{Context, Result, bail};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub use unpack::unpack;

const PACKAGES: [&str; 3] = ["python3.15", "python3.14", "python3.13"];
const UPDATE_LIMIT: Duration = Duration::from_secs(600);
const FETCH_LIMIT: Duration = Duration::from_secs(600);

/// An upstream tarball whose checksum apt has verified.
pub struct Tarball {
    pub path: PathBuf,
    /// `3.13.5`
    pub version: String,
    /// For the user: the package and where it came from.
    pub origin: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    package: &'static str,
    version: String,
}

/// The newest version that can really be fetched: an index may name files that are gone. Files are left in the cache's
/// `apt` folder.
pub fn fetch(cache: &Cache, tried: &mut Vec<String>) -> Result<Tarball> {
    let release = Release::of_this_machine()?;
    let archives = sources::of_this_machine(&release);
    if archives.is_empty() {
        bail!("the sources in /etc/apt name no archive of the distribution");
    }
    let log = cache.new_log("apt")?;
    let mut seen = Vec::new();
    for archive in &archives {
        progress::note(&format!("source packages come from {}", archive.uri));
        for suites in release.rounds() {
            let apt = PrivateApt::new(
                cache,
                &log,
                &release.packages(Kind::Source, archive, &suites),
            )?;
            apt.update(&suites);
            let mut candidates = apt.candidates();
            candidates.retain(|candidate| !seen.contains(candidate));
            for candidate in candidates {
                match apt.download(&candidate, archive) {
                    Ok(tarball) => return Ok(tarball),
                    Err(why) => tried.push(format!(
                        "{} {}: {why:#}",
                        candidate.package, candidate.version
                    )),
                }
                seen.push(candidate);
            }
        }
    }
    if seen.is_empty() {
        bail!(
            "{} gives no index of {} (it is out of reach, has none, or its key does not sign it); \
             the log is {}",
            archives[0].uri,
            PACKAGES.join(", "),
            log.display()
        );
    }
    bail!(
        "no version that the mirror's index names can be fetched; the log is {}",
        log.display()
    );
}

/// apt with its state in a folder of ours.
struct PrivateApt<'a> {
    dir: PathBuf,
    log: &'a Path,
    as_root: bool,
}

impl<'a> PrivateApt<'a> {
    fn new(cache: &Cache, log: &'a Path, sources: &str) -> Result<Self> {
        let dir = cache.fresh("apt")?;
        for folder in ["state/lists/partial", "cache/archives/partial", "files"] {
            std::fs::create_dir_all(dir.join(folder))?;
        }
        std::fs::write(dir.join("freehold.sources"), sources)?;
        let as_root =
            run::output(Command::new("id").arg("-u"), Duration::from_secs(120))?.trim() == "0";
        Ok(Self { dir, log, as_root })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env("LC_ALL", "C")
            .current_dir(self.dir.join("files"));
        let dir = self.dir.display();
        let mut options = vec![
            format!("Dir::State={dir}/state"),
            format!("Dir::State::Lists={dir}/state/lists"),
            format!("Dir::Cache={dir}/cache"),
            format!("Dir::Etc::SourceList={dir}/freehold.sources"),
            "Dir::Etc::SourceParts=/dev/null".to_owned(),
            "Acquire::Languages=none".to_owned(),
            // The defaults, whatever the machine's configuration says.
            "Acquire::AllowInsecureRepositories=false".to_owned(),
            "Acquire::AllowWeakRepositories=false".to_owned(),
            "Acquire::AllowDowngradeToInsecureRepositories=false".to_owned(),
            "APT::Get::AllowUnauthenticated=false".to_owned(),
        ];
        if self.as_root {
            // root would hand the downloads to the user `_apt`, who may not enter root's cache.
            options.push("APT::Sandbox::User=root".to_owned());
        }
        for option in options {
            command.arg("-o").arg(option);
        }
        command
    }

    /// A suite that the mirror has not, or whose key is not known here, makes apt fail; the other suites are read all
    /// the same. So what counts is what `candidates` then finds.
    fn update(&self, suites: &[String]) {
        let what = format!("reading the index of sources: {}", suites.join(" "));
        let mut progress = Progress::start(what);
        let mut update = self.command("apt-get");
        update.args(["-q", "update"]);
        match run::logged(&mut update, self.log, UPDATE_LIMIT, &mut progress) {
            Ok(()) => progress.done(),
            Err(_) => progress.gave_up("only in part"),
        }
    }

    /// Every version that the index names, the preferred one first.
    fn candidates(&self) -> Vec<Candidate> {
        let mut all = Vec::new();
        for package in PACKAGES {
            let mut show = self.command("apt-cache");
            show.args(["showsrc", "--only-source", package]);
            // It fails where the index names no such package.
            let text = show
                .output()
                .map(|output| output.stdout)
                .unwrap_or_default();
            let mut versions = versions_of(package, &String::from_utf8_lossy(&text));
            versions.sort_by(|a, b| compare(b, a));
            versions.dedup();
            all.extend(
                versions
                    .into_iter()
                    .map(|version| Candidate { package, version }),
            );
        }
        // Finished versions first, previews only if there is nothing else.
        all.sort_by_key(|candidate| is_preview(&candidate.version));
        all
    }

    fn download(&self, candidate: &Candidate, archive: &Entry) -> Result<Tarball> {
        let Candidate { package, version } = candidate;
        let mut progress = Progress::start(format!("fetching the source of {package} {version}"));
        let mut source = self.command("apt-get");
        source
            .args(["-q", "source", "--download-only", "--only-source"])
            .arg(format!("{package}={version}"));
        if let Err(why) = run::logged(&mut source, self.log, FETCH_LIMIT, &mut progress) {
            if run::tail(self.log, 20).contains("404") {
                progress.gave_up("gone from the mirror (404)");
                bail!("its files are gone from {} (404)", archive.uri);
            }
            progress.gave_up("failed");
            return Err(why);
        }
        let upstream = upstream(version);
        let prefix = format!("{package}_{upstream}.orig.tar.");
        let path = std::fs::read_dir(self.dir.join("files"))?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                name.starts_with(&prefix) && !name.ends_with(".asc")
            })
            .with_context(|| format!("there is no {prefix}* in the source package"))?;
        progress.done();
        Ok(Tarball {
            path,
            version: upstream.to_owned(),
            origin: format!(
                "built from the source package {package} {version} of {}",
                archive.uri
            ),
        })
    }
}

/// The versions in what `apt-cache showsrc` prints.
fn versions_of(package: &str, text: &str) -> Vec<String> {
    let mut versions = Vec::new();
    for stanza in text.split("\n\n") {
        let field = |name: &str| {
            stanza
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        if field("Package") == Some(package)
            && let Some(version) = field("Version")
        {
            versions.push(version.to_owned());
        }
    }
    versions
}

/// Debian's order of versions, as Debian computes it.
fn compare(a: &str, b: &str) -> Ordering {
    let is = |relation: &str| {
        Command::new("dpkg")
            .args(["--compare-versions", a, relation, b])
            .status()
            .is_ok_and(|status| status.success())
    };
    if a == b {
        Ordering::Equal
    } else if is("lt") {
        Ordering::Less
    } else {
        Ordering::Greater
    }
}

/// `3.13.5` of `1:3.13.5-2+deb13u5`.
fn upstream(version: &str) -> &str {
    let version = version.split_once(':').map_or(version, |(_, rest)| rest);
    version
        .rsplit_once('-')
        .map_or(version, |(upstream, _)| upstream)
}

/// `3.15.0~rc1`
fn is_preview(version: &str) -> bool {
    upstream(version).contains('~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_index() {
        let text = "Package: python3.13\nBinary: python3.13, libpython3.13\nVersion: 3.13.5-2+deb13u5\n\n\
                    Package: python3.13\nVersion: 3.13.15-1\n\nPackage: python3.13-doc\nVersion: 1\n\n";
        assert_eq!(
            versions_of("python3.13", text),
            ["3.13.5-2+deb13u5", "3.13.15-1"]
        );
    }

    #[test]
    fn the_upstream_version_is_between_epoch_and_revision() {
        assert_eq!(upstream("3.13.5-2+deb13u5"), "3.13.5");
        assert_eq!(upstream("1:3.14.0-1~bpo13+1"), "3.14.0");
        assert_eq!(upstream("3.14.0"), "3.14.0");
    }

    #[test]
    fn previews_are_known_by_their_upstream_version() {
        assert!(is_preview("3.15.0~rc1-1"));
        assert!(!is_preview("3.14.0-1~bpo13+1"));
    }

    #[test]
    fn versions_are_ordered_as_debian_does() {
        if Command::new("dpkg").arg("--version").output().is_err() {
            return;
        }
        let mut versions = ["3.13.5-2", "3.13.15-1", "3.13.5-2+deb13u5", "3.13.0~rc1-1"];
        versions.sort_by(|a, b| compare(a, b));
        assert_eq!(
            versions,
            ["3.13.0~rc1-1", "3.13.5-2", "3.13.5-2+deb13u5", "3.13.15-1"]
        );
    }
}
