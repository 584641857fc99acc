//! The folder in the user's cache where interpreters, tools and logs are kept between runs.
//!
//! `python/` interpreters, `venv/` virtual environments, `programs/` what else is needed, `log/` what was printed while
//! they were made; `apt/` and `build/` exist only meanwhile.

use crate::progress;
use anyhow::{Context, Result};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

pub struct Cache {
    root: PathBuf,
}

impl Cache {
    pub fn open() -> Result<Self> {
        let base = std::env::var_os("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|path| path.is_absolute());
        let base = match base {
            Some(base) => base,
            None => std::env::home_dir()
                .context("the home directory is not known: set HOME")?
                .join(".cache"),
        };
        Self::at(base.join("freehold"))
    }

    pub fn at(root: PathBuf) -> Result<Self> {
        std::fs::create_dir_all(root.join("log"))
            .with_context(|| format!("cannot make {}", root.display()))?;
        Ok(Self { root })
    }

    pub fn pythons(&self) -> PathBuf {
        self.root.join("python")
    }

    /// Programs that are not installed on this machine.
    pub fn programs(&self) -> PathBuf {
        self.root.join("programs")
    }

    pub fn venv(&self, tag: &str) -> PathBuf {
        self.root.join("venv").join(tag)
    }

    /// A log file by that name, emptied.
    pub fn new_log(&self, name: &str) -> Result<PathBuf> {
        let log = self.root.join("log").join(format!("{name}.log"));
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        Ok(log)
    }

    /// An empty folder by that name. Only with the lock held.
    pub fn fresh(&self, name: &str) -> Result<PathBuf> {
        let dir = self.root.join(name);
        remove(&dir)?;
        std::fs::create_dir_all(&dir)?;
        Ok(dir)
    }

    /// Held while the cache is changed; the system releases it when this process ends, however it ends.
    pub fn lock(&self) -> Result<File> {
        let path = self.root.join("lock");
        let file = File::options().create(true).append(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                progress::note("another run is setting up: waiting for it")
            }
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.lock()?;
        Ok(file)
    }
}

/// Removes a folder that may not be there.
pub fn remove(dir: &Path) -> Result<()> {
    match std::fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}
