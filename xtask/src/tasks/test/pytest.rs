//! One run of the Python tests in one interpreter.

use crate::progress;
use crate::python::Interpreter;
use crate::run;
use crate::workspace;
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// More than the cores of most machines: what runs at the same time by chance finds more than what never waits.
pub const THREADS: usize = 8;

/// For a process that is too stuck for the limit of each test, which is in `tests/pytest.ini`.
const PROCESS_LIMIT: Duration = Duration::from_secs(4 * 3600);

/// How often tests that provoke races repeat themselves; `tests/support.py` says when less is right.
const LOAD: &str = "FREEHOLD_TEST_LOAD";
const LESS: &str = "0.1";

pub struct Suite<'a> {
    pub python: &'a Interpreter,
    /// The Python of the virtual environment that has pytest.
    pub executable: &'a PathBuf,
    /// Where the extension modules are.
    pub site: PathBuf,
}

impl Suite<'_> {
    /// With one thread, or each test in several at once.
    pub fn run(&self, threads: usize, more: &[String]) -> Result<()> {
        let version = self.python.version_text();
        let how = if threads == 1 {
            String::new()
        } else {
            format!(", each test in {threads} threads at once")
        };
        let title = format!("pytest with {}, {version}{how}", self.python.flavour.name());
        progress::heading(&title);
        let mut pytest = self.command();
        if (threads > 1 || self.python.debug) && std::env::var_os(LOAD).is_none() {
            pytest.env(LOAD, LESS);
        }
        pytest
            .arg(format!("--parallel-threads={threads}"))
            .args(more);
        run::visible_within(&mut pytest, PROCESS_LIMIT).with_context(|| title)
    }

    fn command(&self) -> Command {
        let mut pytest = crate::python::python_command(self.executable);
        // -P: the folder that pytest starts in is no place to import from.
        pytest.args(["-P", "-X", "faulthandler", "-m", "pytest"]);
        pytest.args(["-p", "no:cacheprovider"]);
        pytest.arg(workspace::root().join("tests"));
        pytest
            .env("PYTHONPATH", &self.site)
            .env("PYTHONDONTWRITEBYTECODE", "1");
        pytest.current_dir(workspace::root());
        pytest
    }
}
