//! uv, if it is there, may have a ready-made interpreter, or fetch one.

use super::cache::Cache;
use super::{Flavour, Interpreter, find};
use crate::progress::Progress;
use crate::run;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// 3.15 is left out: uv may still have only its previews.
const VERSION: &str = "3.14";

pub fn fetch(cache: &Cache, flavour: Flavour, tried: &mut Vec<String>) -> Option<Interpreter> {
    if run::output(
        Command::new("uv").arg("--version"),
        Duration::from_secs(120),
    )
    .is_err()
    {
        tried.push("uv: it is not installed".to_owned());
        return None;
    }
    let version = format!("{VERSION}{}", flavour.suffix());
    if let Ok(found) = known_to_uv(flavour, &version) {
        return Some(found);
    }
    let mut progress = Progress::start(format!("fetching Python {version} with uv"));
    match install(cache, flavour, &version, &mut progress) {
        Ok(found) => {
            progress.done();
            Some(found)
        }
        Err(why) => {
            progress.gave_up("it could not");
            tried.push(format!("uv: {why:#}"));
            None
        }
    }
}

fn known_to_uv(flavour: Flavour, version: &str) -> Result<Interpreter> {
    let mut find = Command::new("uv");
    find.args(["python", "find", version]);
    let path = run::output(&mut find, Duration::from_secs(300))?;
    let path = path
        .lines()
        .next_back()
        .context("`uv python find` printed nothing")?;
    Interpreter::probe(Path::new(path.trim()), flavour, "known to uv")
}

/// Into this project's cache, and with nothing put on PATH.
fn install(
    cache: &Cache,
    flavour: Flavour,
    version: &str,
    progress: &mut Progress,
) -> Result<Interpreter> {
    let log = cache.new_log("uv")?;
    let mut install = Command::new("uv");
    install
        .args(["python", "install", version])
        .env("UV_PYTHON_INSTALL_DIR", cache.pythons())
        .env("UV_PYTHON_INSTALL_BIN", "0");
    run::logged(&mut install, &log, Duration::from_secs(300), progress)?;
    let mut refused = Vec::new();
    find::cached(cache, flavour, &mut refused)
        .with_context(|| format!("what it fetched does not work: {}", refused.join("; ")))
}
