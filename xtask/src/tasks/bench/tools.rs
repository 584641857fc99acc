//! What the peers need from PyPI.

use crate::python::cache::Cache;
use crate::python::venv::{self, Wanted};
use crate::python::{Pythons, python_command};
use crate::run;
use crate::workspace;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// An environment with nanobind, pybind11 and Cython; or why there is none.
pub struct Tools(Result<PathBuf, String>);

impl Tools {
    /// Only headers and a translator: one environment serves every interpreter.
    pub fn provide(cache: &Cache, pythons: &Pythons) -> Self {
        let requirements = workspace::root().join("benches/requirements.txt");
        let wanted = Wanted {
            name: "bench",
            what: "nanobind, pybind11 and Cython",
            requirements: &requirements,
            imports: "import nanobind, pybind11, Cython",
        };
        Self(venv::provide(cache, pythons, &wanted).map_err(|error| format!("{error:#}")))
    }

    /// For peers that need nothing of it.
    pub fn none() -> Self {
        Self(Err(
            "this task does without nanobind, pybind11 and Cython".to_owned()
        ))
    }

    /// Its Python, running a program.
    pub fn python(&self) -> Result<Command> {
        match &self.0 {
            Ok(executable) => Ok(python_command(executable)),
            Err(why) => Err(anyhow::anyhow!("{why}")),
        }
    }

    /// The version of a package there.
    pub fn version(&self, package: &str) -> Result<String> {
        self.ask(&format!(
            "import importlib.metadata as m; print(m.version('{package}'))"
        ))
    }

    /// The folder of a package there.
    pub fn folder(&self, package: &str) -> Result<PathBuf> {
        self.ask(&format!(
            "import {package}, os; print(os.path.dirname({package}.__file__))"
        ))
        .map(PathBuf::from)
    }

    fn ask(&self, question: &str) -> Result<String> {
        let mut ask = self.python()?;
        let answer = run::output(ask.args(["-c", question]), Duration::from_secs(60))
            .context("the environment of the benchmarks")?;
        Ok(answer.trim().to_owned())
    }
}
