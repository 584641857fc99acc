//! Interpreters that are already there.

use super::cache::Cache;
use super::{Flavour, Interpreter};
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::path::PathBuf;

/// The interpreter that the user names. If it does not fit, that is an error: choosing another one in silence would
/// hide the mistake.
pub fn named(flavour: Flavour) -> Result<Option<Interpreter>> {
    let variable = flavour.variable();
    let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let path = PathBuf::from(path);
    Interpreter::probe(&path, flavour, variable)
        .map(Some)
        .with_context(|| {
            format!(
                "{variable}={} is not a {} to work with",
                path.display(),
                flavour.name()
            )
        })
}

/// On PATH, or kept from a previous run: the newest version.
pub fn installed(cache: &Cache, flavour: Flavour, tried: &mut Vec<String>) -> Option<Interpreter> {
    if flavour == Flavour::Gil
        && let Some(system) = on_path("python3", flavour, tried)
    {
        return Some(system);
    }
    for minor in flavour.minors() {
        let name = format!("python3.{minor}{}", flavour.suffix());
        if let Some(found) =
            on_path(&name, flavour, tried).or_else(|| in_cache(cache, &name, flavour, tried))
        {
            return Some(found);
        }
    }
    let names: Vec<_> = flavour
        .minors()
        .map(|minor| format!("python3.{minor}{}", flavour.suffix()))
        .collect();
    tried.push(format!(
        "{} on PATH or from a previous run: none that works",
        names.join(", ")
    ));
    None
}

/// Kept from a previous run: the newest version.
pub fn cached(cache: &Cache, flavour: Flavour, tried: &mut Vec<String>) -> Option<Interpreter> {
    flavour.minors().find_map(|minor| {
        in_cache(
            cache,
            &format!("python3.{minor}{}", flavour.suffix()),
            flavour,
            tried,
        )
    })
}

/// Every folder of PATH is tried, not only the first that has the name: version managers put programs there that only
/// say that the version is not chosen.
fn on_path(name: &str, flavour: Flavour, tried: &mut Vec<String>) -> Option<Interpreter> {
    let path = std::env::var_os("PATH")?;
    let mut seen = HashSet::new();
    for candidate in std::env::split_paths(&path).map(|dir| dir.join(name)) {
        // Two folders of PATH are often the same one, by way of a link.
        let Ok(real) = candidate.canonicalize() else {
            continue;
        };
        if !real.is_file() || !seen.insert(real) {
            continue;
        }
        match Interpreter::probe(&candidate, flavour, format!("{name} on PATH")) {
            Ok(found) => return Some(found),
            Err(why) => tried.push(format!("{}: {why:#}", candidate.display())),
        }
    }
    None
}

fn in_cache(
    cache: &Cache,
    name: &str,
    flavour: Flavour,
    tried: &mut Vec<String>,
) -> Option<Interpreter> {
    for installation in std::fs::read_dir(cache.pythons()).ok()?.flatten() {
        let candidate = installation.path().join("bin").join(name);
        if !candidate.is_file() {
            continue;
        }
        match Interpreter::probe(&candidate, flavour, "built by a previous run") {
            Ok(found) => return Some(found),
            Err(why) => tried.push(format!("{}: {why:#}", candidate.display())),
        }
    }
    None
}
