//! valgrind, which counts instructions: installed, or unpacked from the distribution's package into the cache.

use super::apt;
use super::cache::{self, Cache};
use crate::run;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub struct Valgrind {
    program: PathBuf,
    /// Where its tools are, unless that is where it was built for.
    tools: Option<PathBuf>,
}

impl Valgrind {
    pub fn provide(cache: &Cache) -> Result<Self> {
        let installed = Self {
            program: "valgrind".into(),
            tools: None,
        };
        if installed.works().is_ok() {
            return Ok(installed);
        }
        let folder = cache.programs().join("valgrind");
        if let Some(kept) = Self::unpacked(&folder) {
            return Ok(kept);
        }
        let _lock = cache.lock()?;
        cache::remove(&folder)?;
        apt::unpack(cache, "valgrind", &folder)
            .and_then(|()| Self::unpacked(&folder).context("what was unpacked does not run"))
            .context(
                "there is no valgrind, which counts the instructions, and none can be fetched \
                 (on Debian and Ubuntu: apt-get install valgrind)",
            )
    }

    fn unpacked(folder: &Path) -> Option<Self> {
        let program =
            |name: &str| Some(folder.join("usr/bin").join(name)).filter(|path| path.is_file());
        let kept = Self {
            // Debian has a script by the other name, which calls this one where it would be installed.
            program: program("valgrind.bin").or_else(|| program("valgrind"))?,
            tools: Some(tools_in(folder)?),
        };
        kept.works().is_ok().then_some(kept)
    }

    fn works(&self) -> Result<()> {
        let mut ask = self.command();
        ask.args([
            "-q",
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            "true",
        ]);
        run::output(&mut ask, Duration::from_secs(60)).map(drop)
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        if let Some(tools) = &self.tools {
            command.env("VALGRIND_LIB", tools);
        }
        command
    }
}

/// `usr/libexec/valgrind`, or where other releases put it.
fn tools_in(folder: &Path) -> Option<PathBuf> {
    let usr = folder.join("usr");
    let machines = std::fs::read_dir(usr.join("lib"))
        .into_iter()
        .flatten()
        .flatten();
    let mut places = vec![usr.join("libexec/valgrind"), usr.join("lib/valgrind")];
    places.extend(machines.map(|machine| machine.path().join("valgrind")));
    places.into_iter().find(|place| {
        let files = std::fs::read_dir(place).into_iter().flatten().flatten();
        files
            .map(|file| file.file_name())
            .any(|name| name.to_string_lossy().starts_with("callgrind-"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tools_are_found_wherever_the_release_puts_them() {
        let folder = std::env::temp_dir().join(format!("xtask-valgrind-{}", std::process::id()));
        for place in ["usr/libexec/valgrind", "usr/lib/some-machine/valgrind"] {
            let place = folder.join(place);
            std::fs::create_dir_all(&place).unwrap();
            assert_eq!(tools_in(&folder), None);
            std::fs::write(place.join("callgrind-amd64-linux"), "").unwrap();
            assert_eq!(tools_in(&folder), Some(place));
            std::fs::remove_dir_all(&folder).unwrap();
        }
    }
}
