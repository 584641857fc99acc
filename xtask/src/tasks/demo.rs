//! `cargo xtask demo`: an example, optimised, run with and without the GIL.

use super::setup;
use crate::progress;
use crate::python::cache::Cache;
use crate::run;
use crate::workspace::{self, Profile, Workspace};
use anyhow::Result;
use std::slice;

pub fn run(args: &[String]) -> Result<()> {
    match args.split_first() {
        Some((name, args)) if name == "fanout" => fanout(args),
        _ => wordindex(args),
    }
}

/// One run with each interpreter: what they measure is not compared.
fn fanout(args: &[String]) -> Result<()> {
    let pythons = setup::interpreters(&Cache::open()?)?;
    let workspace = Workspace::read()?;
    let example = slice::from_ref(workspace.extension("fanout")?);
    for python in pythons.both() {
        progress::heading(&format!("examples/fanout with {}", python.version_text()));
        let site = workspace::build_for_import(python, example, Profile::Release)?;
        let mut demo = python.command();
        demo.arg(workspace::root().join("examples/fanout/demo.py"))
            .args(args)
            .env("PYTHONPATH", &site)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        run::visible(&mut demo)?;
    }
    Ok(())
}

/// One run that has both interpreters do the same.
fn wordindex(args: &[String]) -> Result<()> {
    let pythons = setup::interpreters(&Cache::open()?)?;
    let workspace = Workspace::read()?;
    let example = slice::from_ref(workspace.extension("wordindex")?);

    progress::heading("building examples/wordindex");
    let [free_threaded, gil] = pythons.both();
    let free_threaded_site = workspace::build_for_import(free_threaded, example, Profile::Release)?;
    let gil_site = workspace::build_for_import(gil, example, Profile::Release)?;

    progress::heading("running examples/wordindex/demo.py");
    let mut demo = free_threaded.command();
    demo.arg(workspace::root().join("examples/wordindex/demo.py"));
    demo.arg("--gil-python")
        .arg(&gil.executable)
        .arg("--gil-site")
        .arg(&gil_site)
        .arg("--chart")
        .arg(workspace::root().join("target/wordindex-demo.svg"))
        // Last, so that they win.
        .args(args);
    demo.env("PYTHONPATH", &free_threaded_site)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    run::visible(&mut demo)
}
