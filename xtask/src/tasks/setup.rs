//! `cargo xtask setup`: everything that the other tasks need, made sure of beforehand.

use crate::progress;
use crate::python::Pythons;
use crate::python::cache::Cache;
use crate::python::venv::Tools;
use crate::workspace;
use anyhow::{Result, bail};
use std::path::PathBuf;

pub fn run(args: &[String]) -> Result<()> {
    if let Some(unknown) = args.first() {
        bail!("setup takes no `{unknown}`");
    }
    let cache = Cache::open()?;
    let pythons = interpreters(&cache)?;
    tools(&cache, &pythons)?;
    Ok(())
}

pub fn interpreters(cache: &Cache) -> Result<Pythons> {
    progress::heading("interpreters");
    let pythons = Pythons::provide(cache)?;
    pythons.announce();
    Ok(pythons)
}

pub fn tools(cache: &Cache, pythons: &Pythons) -> Result<Tools> {
    let tools = Tools::provide(cache, pythons, &requirements())?;
    progress::note(&format!(
        "{:<21} {}",
        "test tools",
        tools.free_threaded.display()
    ));
    progress::note(&format!("{:<21} {}", "", tools.gil.display()));
    Ok(tools)
}

fn requirements() -> PathBuf {
    workspace::root().join("tests/requirements.txt")
}
