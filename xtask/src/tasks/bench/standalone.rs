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
freehold-runtime.incremental = false

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
            let freehold = workspace::root().join("freehold");
            let manifest =
                FREEHOLD.replace("ROOT", &format!("{:?}", freehold.display().to_string()));
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// The crates that users compile, as cargo knows them.
    fn published() -> Vec<Value> {
        let mut metadata = workspace::cargo();
        metadata.args(["metadata", "--no-deps", "--format-version", "1", "--quiet"]);
        let metadata: Value = serde_json::from_slice(&metadata.output().unwrap().stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap().iter();
        packages
            .filter(|package| package["publish"].is_null())
            .cloned()
            .collect()
    }

    #[test]
    fn no_crate_of_freehold_is_prepared_for_being_changed() {
        for package in published() {
            let line = format!(
                "\n{}.incremental = false\n",
                package["name"].as_str().unwrap()
            );
            assert!(FREEHOLD.contains(&line), "{line}");
        }
    }

    /// Guarantee: the runtime is compiled while syn and the attributes are.
    #[test]
    fn the_runtime_waits_for_no_attributes() {
        let published = published();
        let runtime = published
            .iter()
            .find(|package| package["name"] == "freehold-runtime");
        let dependencies = runtime.unwrap()["dependencies"].as_array().unwrap();
        let waited_for: Vec<&str> = dependencies
            .iter()
            .filter(|dependency| dependency["kind"] != "dev" && dependency["optional"] == false)
            .map(|dependency| dependency["name"].as_str().unwrap())
            .collect();
        assert_eq!(waited_for, ["pyo3-ffi", "pyo3-build-config"]);
    }
}
