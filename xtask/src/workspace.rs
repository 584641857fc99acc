//! This repository's packages, built for an interpreter and laid out so that Python imports them.

use crate::python::Interpreter;
use crate::run;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn root() -> PathBuf {
    // cargo sets the variable when it runs this program; the value at compile time serves a direct call.
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package)
        .parent()
        .map_or_else(PathBuf::new, Path::to_owned)
}

pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A package that is a Python extension module: its Cargo.toml has `[package.metadata.freehold] module = "name"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    pub package: String,
    pub module: String,
    /// The library's name as the linker writes it.
    library: String,
    /// Its Cargo.toml says `apart = true` there: it asks for features of the runtime that others must not get. One call
    /// of cargo gives all of its packages the features that any of them asks for.
    apart: bool,
}

pub struct Workspace {
    pub extensions: Vec<Extension>,
    /// All packages under `tests/` and `examples/` that are not built apart.
    pub tested: Vec<String>,
}

/// What can be built by one call of cargo, each: all extensions, but for those that are built apart.
pub fn calls(extensions: &[Extension]) -> Vec<Vec<&Extension>> {
    let (apart, together): (Vec<_>, Vec<_>) =
        extensions.iter().partition(|extension| extension.apart);
    let mut calls = vec![together];
    calls.extend(apart.into_iter().map(|extension| vec![extension]));
    calls.retain(|call| !call.is_empty());
    calls
}

impl Workspace {
    pub fn read() -> Result<Self> {
        let mut metadata = cargo();
        metadata.args(["metadata", "--no-deps", "--format-version", "1", "--quiet"]);
        let output = metadata.output().context("cannot run cargo metadata")?;
        if !output.status.success() {
            bail!(
                "cargo metadata failed: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Self::parse(&serde_json::from_slice(&output.stdout)?, &root())
    }

    fn parse(metadata: &Value, root: &Path) -> Result<Self> {
        let mut extensions = Vec::new();
        let mut tested = Vec::new();
        for package in metadata["packages"]
            .as_array()
            .context("cargo metadata names no packages")?
        {
            let name = package["name"].as_str().unwrap_or_default().to_owned();
            let about = &package["metadata"]["freehold"];
            let apart = about["apart"].as_bool().unwrap_or(false);
            let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
            if [root.join("tests"), root.join("examples")]
                .iter()
                .any(|folder| manifest.starts_with(folder))
                && !apart
            {
                tested.push(name.clone());
            }
            let Some(module) = about["module"].as_str() else {
                continue;
            };
            let library = package["targets"]
                .as_array()
                .into_iter()
                .flatten()
                .find(|target| {
                    target["kind"]
                        .as_array()
                        .is_some_and(|kinds| kinds.iter().any(|kind| kind == "cdylib"))
                })
                .and_then(|target| target["name"].as_str())
                .with_context(|| {
                    format!("{name} says that it is the module {module}, but has no cdylib")
                })?;
            extensions.push(Extension {
                package: name,
                module: module.to_owned(),
                library: library.replace('-', "_"),
                apart,
            });
        }
        Ok(Self { extensions, tested })
    }

    pub fn extension(&self, module: &str) -> Result<&Extension> {
        let found = self
            .extensions
            .iter()
            .find(|extension| extension.module == module);
        found.with_context(|| format!("no package of the workspace is the module {module}"))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Dev,
    Release,
    /// `[profile.stress]`: optimised, and quick to build.
    Stress,
}

impl Profile {
    /// The word after `--profile`, the folder of what is built, and the one of what is imported.
    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Dev => ["dev", "debug", "site"],
            Self::Release => ["release", "release", "site-release"],
            Self::Stress => ["stress", "stress", "site-stress"],
        }
    }
}

/// Where extension modules for that interpreter are built.
fn target_dir(python: &Interpreter) -> PathBuf {
    root().join("target/py").join(python.tag())
}

/// Where programs that embed that interpreter are built. They link its library, which extension modules must not: in
/// one folder each build would undo the other.
pub fn embedding_target_dir(python: &Interpreter) -> PathBuf {
    root()
        .join("target/py")
        .join(format!("{}-embed", python.tag()))
}

/// Where code is only checked.
pub fn check_target_dir() -> PathBuf {
    root().join("target/py/check")
}

/// Builds `extensions` and puts them, under the names that Python looks for, in the folder that is returned.
pub fn build_for_import(
    python: &Interpreter,
    extensions: &[Extension],
    profile: Profile,
) -> Result<PathBuf> {
    Build::here(python, profile).run(extensions)
}

/// How extension modules are built, where that is not as always.
pub struct Build<'a> {
    pub python: &'a Interpreter,
    pub profile: Profile,
    /// The workspace: this one, or a copy of it.
    pub root: PathBuf,
    pub target: PathBuf,
    /// Features of the packages.
    pub features: &'a [&'a str],
    /// The folder for import, inside of `target`.
    pub site: String,
}

impl<'a> Build<'a> {
    /// Of this workspace.
    pub fn here(python: &'a Interpreter, profile: Profile) -> Self {
        let [_, _, site] = profile.names();
        Self {
            python,
            profile,
            root: root(),
            target: target_dir(python),
            features: &[],
            site: site.to_owned(),
        }
    }

    pub fn run(&self, extensions: &[Extension]) -> Result<PathBuf> {
        for call in calls(extensions) {
            run::visible(&mut self.command(call))?;
        }
        self.place(extensions)
    }

    /// One call of cargo, for extensions that get the same features of the runtime: see [`calls`].
    pub fn command<'e>(&self, extensions: impl IntoIterator<Item = &'e Extension>) -> Command {
        let [profile, ..] = self.profile.names();
        let mut build = cargo();
        build.current_dir(&self.root);
        build.args(["build", "--profile", profile, "--target-dir"]);
        build.arg(&self.target);
        // Without it pyo3-ffi would link libpython, which an extension module must not.
        self.python
            .build_for(&mut build)
            .env("PYO3_BUILD_EXTENSION_MODULE", "1");
        for extension in extensions {
            build.args(["--package", &extension.package]);
        }
        for feature in self.features {
            build.args(["--features", feature]);
        }
        build
    }

    /// Puts what is built where it can be imported.
    pub fn place(&self, extensions: &[Extension]) -> Result<PathBuf> {
        let [_, built, _] = self.profile.names();
        let site = self.target.join(&self.site);
        std::fs::create_dir_all(&site)?;
        for extension in extensions {
            let from = self.target.join(built).join(format!(
                "{}{}{}",
                std::env::consts::DLL_PREFIX,
                extension.library,
                std::env::consts::DLL_SUFFIX
            ));
            let suffix = &self.python.extension_suffix;
            place(&from, &site.join(format!("{}{suffix}", extension.module)))?;
        }
        Ok(site)
    }
}

/// By way of another name: writing over a library that some process has loaded would crash it.
pub fn place(from: &Path, to: &Path) -> Result<()> {
    let new = to.with_extension("new");
    std::fs::copy(from, &new)
        .with_context(|| format!("cannot copy {} to {}", from.display(), new.display()))?;
    std::fs::rename(&new, to).with_context(|| format!("cannot write {}", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn extensions_are_found_by_their_metadata() {
        let metadata = json!({"packages": [
            {"name": "freehold-tests-tally", "manifest_path": "/repo/tests/tally/Cargo.toml",
             "metadata": {"freehold": {"module": "tally"}},
             "targets": [{"kind": ["test"], "name": "x"}, {"kind": ["cdylib"], "name": "freehold-tests-tally"}]},
            {"name": "other", "manifest_path": "/repo/tests/other/Cargo.toml",
             "metadata": {"freehold": {"module": "other", "apart": true}},
             "targets": [{"kind": ["cdylib"], "name": "other"}]},
            {"name": "plain", "manifest_path": "/repo/tests/plain/Cargo.toml", "metadata": null, "targets": []},
            {"name": "xtask", "manifest_path": "/repo/xtask/Cargo.toml", "metadata": null, "targets": []},
        ]});
        let workspace = Workspace::parse(&metadata, Path::new("/repo")).unwrap();
        let tally = Extension {
            package: "freehold-tests-tally".into(),
            module: "tally".into(),
            library: "freehold_tests_tally".into(),
            apart: false,
        };
        let other = Extension {
            package: "other".into(),
            module: "other".into(),
            library: "other".into(),
            apart: true,
        };
        assert_eq!(calls(&workspace.extensions), [[&tally], [&other]]);
        assert_eq!(workspace.extensions, [tally, other]);
        assert_eq!(workspace.tested, ["freehold-tests-tally", "plain"]);
    }

    #[test]
    fn a_module_without_a_library_is_an_error() {
        let metadata = json!({"packages": [
            {"name": "odd", "manifest_path": "/repo/tests/odd/Cargo.toml",
             "metadata": {"freehold": {"module": "odd"}}, "targets": []},
        ]});
        assert!(Workspace::parse(&metadata, Path::new("/repo")).is_err());
    }
}
