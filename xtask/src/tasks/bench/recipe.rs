//! How the module is built with each peer, as one builds it for users: optimised, stripped of nothing yet.

use super::peers::Peer;
use super::tools::Tools;
use crate::python::{Flavour, Interpreter};
use crate::run;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    #[expect(dead_code, reason = "for `bench build`")]
    Debug,
    Release,
}

/// What to build, and where.
pub struct How<'a> {
    pub peer: Peer,
    pub python: &'a Interpreter,
    pub tools: &'a Tools,
    pub profile: Profile,
    /// The folder with the sources: that of the peer, or one with others by the same names.
    pub sources: PathBuf,
    /// For everything that is made on the way, and for the library unless cargo decides where that is.
    pub out: PathBuf,
}

/// The commands that build it, to be run in this order.
pub struct Recipe {
    pub commands: Vec<Command>,
    /// What they leave.
    pub library: PathBuf,
    /// For the report: which version of what, with which options.
    pub made_with: String,
}

impl How<'_> {
    /// An error says why this peer cannot be had here.
    pub fn recipe(&self) -> Result<Recipe> {
        match self.peer {
            Peer::Freehold | Peer::PyO3 => self.rust(),
            Peer::C => self.c(),
            Peer::Nanobind => self.nanobind(),
            Peer::Pybind11 => self.pybind11(),
            Peer::Cython => self.cython(),
        }
    }

    fn rust(&self) -> Result<Recipe> {
        let manifest = self.manifest();
        let mut build = crate::workspace::cargo();
        build.arg("build").arg("--manifest-path").arg(&manifest);
        build.arg("--target-dir").arg(&self.out);
        self.python
            .build_for(&mut build)
            .env("PYO3_BUILD_EXTENSION_MODULE", "1");
        if self.peer == Peer::PyO3 {
            build.env_remove("UNSAFE_PYO3_SKIP_VERSION_CHECK");
        }
        let folder = match self.profile {
            Profile::Debug => "debug",
            Profile::Release => {
                build.arg("--release");
                "release"
            }
        };
        let library = format!("lib{}.so", self.peer.module());
        let version = match self.peer {
            Peer::PyO3 => pinned_version(&manifest)?,
            _ => env!("CARGO_PKG_VERSION").to_owned(),
        };
        let options = "opt-level 3, lto = \"fat\", codegen-units = 1";
        Ok(Recipe {
            commands: vec![build],
            library: self.out.join(folder).join(library),
            made_with: format!("{version}, {}, {options}", rustc_version()?),
        })
    }

    /// For 3.13t, which later versions of PyO3 refuse, there is a second manifest over the same sources.
    fn manifest(&self) -> PathBuf {
        let old = self.sources.join("for-3.13t");
        let is_313t = self.python.flavour == Flavour::FreeThreaded && self.python.minor == 13;
        let folder = if self.peer == Peer::PyO3 && is_313t {
            &old
        } else {
            &self.sources
        };
        folder.join("Cargo.toml")
    }

    fn c(&self) -> Result<Recipe> {
        let mut compile = self.compiler("CC", "cc", "-std=c11")?;
        compile.args(self.sources_in("c")?);
        self.compiled(compile, Vec::new(), "")
    }

    fn nanobind(&self) -> Result<Recipe> {
        let package = self.tools.folder("nanobind")?;
        let mut compile = self.compiler("CXX", "c++", "-std=c++17")?;
        // As nanobind's own build does it.
        compile.args(["-fno-strict-aliasing", "-fno-stack-protector"]);
        compile.args([
            "-ffunction-sections",
            "-fdata-sections",
            "-Wl,--gc-sections",
        ]);
        if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
            compile.arg("-mtls-dialect=gnu2");
        }
        if self.python.flavour == Flavour::FreeThreaded {
            compile.arg("-DNB_FREE_THREADED");
        }
        compile.arg("-I").arg(package.join("include"));
        compile.arg("-I").arg(package.join("ext/robin_map/include"));
        compile.args(self.sources_in("cpp")?);
        compile.arg(package.join("src/nb_combined.cpp"));
        let version = format!("{}, ", self.tools.version("nanobind")?);
        self.compiled(compile, Vec::new(), &version)
    }

    fn pybind11(&self) -> Result<Recipe> {
        let package = self.tools.folder("pybind11")?;
        let mut compile = self.compiler("CXX", "c++", "-std=c++17")?;
        compile.arg("-I").arg(package.join("include"));
        compile.args(self.sources_in("cpp")?);
        let version = format!("{}, ", self.tools.version("pybind11")?);
        self.compiled(compile, Vec::new(), &version)
    }

    fn cython(&self) -> Result<Recipe> {
        let generated = self.out.join("cython_peer.cpp");
        let mut translate = self.tools.python()?;
        translate.args(["-m", "cython", "--cplus", "-3"]);
        translate.args(self.sources_in("pyx")?);
        translate.arg("-o").arg(&generated);
        let mut compile = self.compiler("CXX", "c++", "-std=c++17")?;
        compile.arg(&generated);
        let version = format!("{}, ", self.tools.version("Cython")?);
        self.compiled(compile, vec![translate], &version)
    }

    fn sources_in(&self, extension: &str) -> Result<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(&self.sources)
            .with_context(|| format!("cannot read {}", self.sources.display()))?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .collect();
        files.sort();
        Ok(files)
    }

    fn compiler(&self, variable: &str, usual: &str, standard: &str) -> Result<Command> {
        let include = self.include()?;
        let program = std::env::var_os(variable).unwrap_or_else(|| usual.into());
        let mut compile = Command::new(&program);
        run::output(Command::new(&program).arg("--version"), BRIEFLY)
            .with_context(|| format!("no compiler ({variable} names another one)"))?;
        compile.arg(standard).args(self.optimisation());
        compile.args(["-fPIC", "-shared", "-fvisibility=hidden"]);
        compile.arg("-I").arg(include);
        Ok(compile)
    }

    fn optimisation(&self) -> &'static [&'static str] {
        match self.profile {
            Profile::Debug => &["-O0", "-g"],
            Profile::Release => &["-O3", "-DNDEBUG"],
        }
    }

    fn include(&self) -> Result<PathBuf> {
        let mut ask = self.python.command();
        ask.args([
            "-c",
            "import sysconfig; print(sysconfig.get_path('include'))",
        ]);
        let include = PathBuf::from(run::output(&mut ask, BRIEFLY)?.trim());
        if !include.join("Python.h").is_file() {
            bail!(
                "there is no Python.h in {} (on Debian and Ubuntu it is in python3-dev)",
                include.display()
            );
        }
        Ok(include)
    }

    fn compiled(
        &self,
        mut compile: Command,
        before: Vec<Command>,
        version: &str,
    ) -> Result<Recipe> {
        let library = self.out.join(format!("{}.so", self.peer.module()));
        let compiler = run::output(
            Command::new(compile.get_program()).arg("--version"),
            BRIEFLY,
        )?;
        let compiler = compiler.lines().next().unwrap_or_default().to_owned();
        compile.arg("-o").arg(&library);
        let mut commands = before;
        commands.push(compile);
        Ok(Recipe {
            commands,
            library,
            made_with: format!("{version}{compiler}, {}", self.optimisation().join(" ")),
        })
    }
}

const BRIEFLY: Duration = Duration::from_secs(60);

fn rustc_version() -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut ask = Command::new(rustc);
    ask.arg("--version").current_dir(crate::workspace::root());
    Ok(run::output(&mut ask, BRIEFLY)?.trim().to_owned())
}

/// `0.28.3` of `pyo3 = "=0.28.3"`.
fn pinned_version(manifest: &Path) -> Result<String> {
    let text = std::fs::read_to_string(manifest)
        .with_context(|| format!("cannot read {}", manifest.display()))?;
    text.lines()
        .find_map(|line| line.strip_prefix("pyo3 = \"=")?.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("{} pins no version of PyO3", manifest.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_of_pyo3_are_pinned() {
        let folder = Peer::PyO3.folder();
        for manifest in ["Cargo.toml", "for-3.13t/Cargo.toml"] {
            let version = pinned_version(&folder.join(manifest)).unwrap();
            assert!(version.starts_with("0."), "{version}");
        }
    }
}
