//! `cargo xtask with ft|gil -- COMMAND`: a command in the environment that the tests use.

use crate::python::Pythons;
use crate::python::cache::Cache;
use crate::run;
use crate::workspace;
use anyhow::{Result, bail};
use std::process::Command;

pub fn run(args: &[String]) -> Result<()> {
    let (which, command) = match args {
        [which, dashes, command @ ..] if dashes == "--" && !command.is_empty() => (which, command),
        _ => bail!("with takes an interpreter and a command: cargo xtask with ft -- cargo build"),
    };
    let pythons = Pythons::provide(&Cache::open()?)?;
    let python = match which.as_str() {
        "ft" => pythons.free_threaded,
        "gil" => pythons.gil,
        _ => bail!("`{which}` is neither ft (free-threaded) nor gil"),
    };
    let (program, args) = (&command[0], &command[1..]);
    let mut command = Command::new(program);
    command.args(args);
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        // In one folder for both, each build would undo the other's.
        command.env("CARGO_TARGET_DIR", workspace::embedding_target_dir(&python));
    }
    run::visible(python.embed_in(&mut command))
}
