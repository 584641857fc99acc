//! The peers that a compiler of C or C++ compiles: file by file, so that what has not changed is not compiled again.

use super::{BRIEFLY, How, Profile, Recipe, Step};
use crate::python::Flavour;
use crate::run;
use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::Command;

const CPP: Compiler = Compiler {
    variable: "CXX",
    usual: "c++",
    standard: "-std=c++17",
};

struct Compiler {
    variable: &'static str,
    usual: &'static str,
    standard: &'static str,
}

impl Compiler {
    fn program(&self) -> OsString {
        std::env::var_os(self.variable).unwrap_or_else(|| self.usual.into())
    }

    /// The first line of what it says about itself.
    fn version(&self) -> Result<String> {
        let mut ask = Command::new(self.program());
        let text = run::output(ask.arg("--version"), BRIEFLY)
            .with_context(|| format!("no compiler ({} names another one)", self.variable))?;
        Ok(text.lines().next().unwrap_or_default().to_owned())
    }
}

impl How<'_> {
    pub(super) fn c(&self) -> Result<Recipe> {
        let compiler = Compiler {
            variable: "CC",
            usual: "cc",
            standard: "-std=c11",
        };
        self.compiled(&compiler, self.sources_in("c")?, &[], Vec::new(), "")
    }

    pub(super) fn nanobind(&self) -> Result<Recipe> {
        let package = self.tools.folder("nanobind")?;
        // As nanobind's own build does it.
        let mut options: Vec<OsString> = [
            "-fno-strict-aliasing",
            "-ffunction-sections",
            "-fdata-sections",
        ]
        .map(OsString::from)
        .to_vec();
        if self.profile == Profile::Release {
            options.extend(["-fno-stack-protector", "-Wl,--gc-sections"].map(OsString::from));
        }
        if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
            options.push("-mtls-dialect=gnu2".into());
        }
        if self.python.flavour == Flavour::FreeThreaded {
            options.push("-DNB_FREE_THREADED".into());
        }
        for include in ["include", "ext/robin_map/include"] {
            options.extend(["-I".into(), package.join(include).into()]);
        }
        let mut sources = self.sources_in("cpp")?;
        sources.push(package.join("src/nb_combined.cpp"));
        let version = format!("{}, ", self.tools.version("nanobind")?);
        self.compiled(&CPP, sources, &options, Vec::new(), &version)
    }

    pub(super) fn pybind11(&self) -> Result<Recipe> {
        let package = self.tools.folder("pybind11")?;
        let options = ["-I".into(), package.join("include").into()];
        let version = format!("{}, ", self.tools.version("pybind11")?);
        self.compiled(
            &CPP,
            self.sources_in("cpp")?,
            &options,
            Vec::new(),
            &version,
        )
    }

    pub(super) fn cython(&self) -> Result<Recipe> {
        let generated = self.out.join("cython_peer.cpp");
        let sources = self.sources_in("pyx")?;
        let mut translate = self.tools.python()?;
        translate
            .args(["-m", "cython", "--cplus", "-3"])
            .args(&sources);
        translate.arg("-o").arg(&generated);
        let translate = Step {
            command: translate,
            files: Some((sources, generated.clone())),
        };
        let version = format!("{}, ", self.tools.version("Cython")?);
        self.compiled(&CPP, vec![generated], &[], vec![translate], &version)
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

    /// Compiles each of the sources and links all, after the steps `before`.
    fn compiled(
        &self,
        compiler: &Compiler,
        sources: Vec<PathBuf>,
        options: &[OsString],
        before: Vec<Step>,
        version: &str,
    ) -> Result<Recipe> {
        let (include, told) = (self.include()?, compiler.version()?);
        let command = || {
            let mut command = Command::new(compiler.program());
            command.arg(compiler.standard).args(self.optimisation());
            command.args(["-fPIC", "-fvisibility=hidden"]).args(options);
            command.arg("-I").arg(&include);
            command
        };
        let mut steps = before;
        let mut objects = Vec::new();
        let headers = self.sources_in("h")?;
        for source in sources {
            let object = self
                .out
                .join(source.file_name().unwrap_or(OsStr::new("source")))
                .with_extension("o");
            let mut compile = command();
            compile.arg("-c").arg(&source).arg("-o").arg(&object);
            steps.push(Step {
                command: compile,
                files: Some(([vec![source], headers.clone()].concat(), object.clone())),
            });
            objects.push(object);
        }
        let library = self.out.join(format!("{}.so", self.peer.module()));
        let mut link = command();
        link.arg("-shared").args(&objects).arg("-o").arg(&library);
        steps.push(Step {
            command: link,
            files: Some((objects, library.clone())),
        });
        Ok(Recipe {
            steps,
            library,
            made_with: format!("{version}{told}, {}", self.optimisation().join(" ")),
        })
    }
}
