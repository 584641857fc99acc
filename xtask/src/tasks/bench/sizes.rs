//! How large the modules are, stripped as one ships them.

use super::figures::{Outcome, Row};
use super::site::Site;
use crate::run;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// In KiB. The error of a missing `strip` is told in place of the figures.
pub fn of(site: &Site) -> Result<Row> {
    let folder = site.folder.with_file_name("stripped");
    std::fs::create_dir_all(&folder)?;
    let mut entrants = Vec::new();
    for built in &site.built {
        let outcome = match stripped(&built.library, &folder.join(built.peer.module())) {
            Ok(size) => Outcome::Measured(vec![size as f64 / 1024.0]),
            Err(error) => Outcome::Raised(format!("{error:#}")),
        };
        entrants.push((built.peer.name().to_owned(), outcome));
    }
    Ok(Row {
        name: "size of the module, stripped, KiB".to_owned(),
        entrants,
    })
}

fn stripped(library: &Path, to: &Path) -> Result<u64> {
    let mut strip = Command::new("strip");
    strip.arg("-o").arg(to).arg(library);
    run::output(&mut strip, Duration::from_secs(60))?;
    let size = std::fs::metadata(to).with_context(|| format!("cannot read {}", to.display()))?;
    Ok(size.len())
}
