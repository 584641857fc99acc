//! A peer's sources outside of the workspace, to be changed and built from nothing.

use super::peers::Peer;
use crate::workspace;
use anyhow::{Context, Result};
use std::path::Path;

/// The same profile as that of the workspace. Cargo prepares what it finds in a folder for being changed, which takes
/// time; users have Freehold from a registry, as PyO3 here, where it does not.
const FREEHOLD: &str = "\
[workspace]

[package]
name = \"freehold-bench-peer\"
version = \"0.1.0\"
edition = \"2024\"

[lib]
name = \"freehold_peer\"
crate-type = [\"cdylib\"]

[dependencies]
freehold = { path = ROOT }

[profile.dev.package]
freehold.incremental = false
freehold-macros.incremental = false

[profile.release]
lto = \"fat\"
codegen-units = 1
";

/// Everything.
pub fn copy(peer: Peer, to: &Path) -> Result<()> {
    copy_folder(&peer.folder(), to, &|_| true)?;
    manifests(peer, to)
}

/// Only what says how it is built.
pub fn manifests(peer: Peer, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    match peer {
        Peer::Freehold => {
            let runtime = workspace::root().join("runtime");
            let manifest =
                FREEHOLD.replace("ROOT", &format!("{:?}", runtime.display().to_string()));
            std::fs::write(to.join("Cargo.toml"), manifest)?;
            copy_file(
                &workspace::root().join("Cargo.lock"),
                &to.join("Cargo.lock"),
            )
        }
        Peer::PyO3 => copy_folder(&peer.folder(), to, &|name| {
            !matches!(name, "src" | "target")
        }),
        _ => Ok(()),
    }
}

fn copy_folder(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<()> {
    std::fs::create_dir_all(to)?;
    let entries =
        std::fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if !wanted(&name.to_string_lossy()) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(&name), wanted)?;
        } else {
            copy_file(&entry.path(), &to.join(&name))?;
        }
    }
    Ok(())
}

fn copy_file(from: &Path, to: &Path) -> Result<()> {
    std::fs::copy(from, to)
        .map(drop)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
