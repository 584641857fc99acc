//! One interpreter, and what it says about itself.

use crate::run;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flavour {
    FreeThreaded,
    Gil,
}

impl Flavour {
    pub fn name(self) -> &'static str {
        match self {
            Self::FreeThreaded => "free-threaded Python",
            Self::Gil => "Python with the GIL",
        }
    }

    /// The environment variable with which users name an interpreter.
    pub fn variable(self) -> &'static str {
        match self {
            Self::FreeThreaded => "FREEHOLD_PYTHON",
            Self::Gil => "FREEHOLD_GIL_PYTHON",
        }
    }

    /// `t` in `python3.14t`.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::FreeThreaded => "t",
            Self::Gil => "",
        }
    }

    /// The minor versions of CPython 3 that Freehold works with, newest first.
    pub fn minors(self) -> impl Iterator<Item = u8> {
        let oldest = match self {
            Self::FreeThreaded => 13,
            Self::Gil => 11,
        };
        (oldest..=15).rev()
    }
}

#[derive(Clone, Debug)]
pub struct Interpreter {
    pub flavour: Flavour,
    pub executable: PathBuf,
    /// Where it came from, for the user.
    pub origin: String,
    pub minor: u8,
    pub micro: u8,
    /// Built with `--with-pydebug`.
    pub debug: bool,
    /// `.cpython-313t-x86_64-linux-gnu.so`
    pub extension_suffix: String,
    /// The installation, not a virtual environment over it.
    home: OsString,
    pub library_dir: PathBuf,
    pub shared_library: bool,
    /// Whether its own pip could unpack and download anything: it has `zlib` and `_ssl`.
    pub can_download: bool,
}

/// Asked of every candidate, because names and paths prove nothing.
const QUESTIONS: &str = "\
import importlib.util, json, os, sys, sysconfig
var = sysconfig.get_config_var
print(json.dumps({
    'implementation': sys.implementation.name,
    'version': sys.version_info[:3],
    'free_threaded': bool(var('Py_GIL_DISABLED')),
    'gil_enabled': getattr(sys, '_is_gil_enabled', lambda: True)(),
    'debug': bool(var('Py_DEBUG')),
    'executable': sys.executable,
    'home': sys.base_prefix + os.pathsep + sys.base_exec_prefix,
    'extension_suffix': var('EXT_SUFFIX'),
    'library_dir': var('LIBDIR'),
    'shared_library': bool(var('Py_ENABLE_SHARED')),
    'can_download': all(importlib.util.find_spec(name) for name in ('zlib', '_ssl')),
}))";

impl Interpreter {
    /// Runs `candidate`, and refuses it unless it is what `flavour` asks for.
    pub fn probe(candidate: &Path, flavour: Flavour, origin: impl Into<String>) -> Result<Self> {
        let mut command = Command::new(candidate);
        without_python_settings(&mut command).args(["-I", "-c", QUESTIONS]);
        let answers = run::output(&mut command, Duration::from_secs(300))?;
        let answers = serde_json::from_str(answers.trim())
            .with_context(|| format!("{} answered what no Python answers", candidate.display()))?;
        Self::from_answers(&answers, flavour, origin.into())
    }

    fn from_answers(answers: &Value, flavour: Flavour, origin: String) -> Result<Self> {
        let text = |key: &str| {
            answers[key]
                .as_str()
                .map(str::to_owned)
                .with_context(|| format!("it does not know its {key}"))
        };
        let flag = |key: &str| answers[key].as_bool().unwrap_or(false);
        let number = |at: usize| {
            answers["version"][at]
                .as_u64()
                .and_then(|n| u8::try_from(n).ok())
                .unwrap_or(0)
        };
        if text("implementation")? != "cpython" {
            bail!("it is {}, not CPython", text("implementation")?);
        }
        let (major, minor, micro) = (number(0), number(1), number(2));
        match (flavour, flag("free_threaded")) {
            (Flavour::FreeThreaded, false) => {
                bail!("{major}.{minor}.{micro} is not a free-threaded build")
            }
            (Flavour::Gil, true) => bail!("{major}.{minor}.{micro} is a free-threaded build"),
            _ => {}
        }
        if flag("gil_enabled") != (flavour == Flavour::Gil) {
            bail!("the GIL is on although the build is free-threaded");
        }
        if major != 3 || !flavour.minors().any(|supported| supported == minor) {
            bail!("{major}.{minor}.{micro} is not a supported version");
        }
        Ok(Self {
            flavour,
            executable: text("executable")?.into(),
            origin,
            minor,
            micro,
            debug: flag("debug"),
            extension_suffix: text("extension_suffix")?,
            home: text("home")?.into(),
            library_dir: text("library_dir")?.into(),
            shared_library: flag("shared_library"),
            can_download: flag("can_download"),
        })
    }

    /// `3.13.5t`
    pub fn version_text(&self) -> String {
        format!("3.{}.{}{}", self.minor, self.micro, self.flavour.suffix())
    }

    /// A name for folders: `cp313t`.
    pub fn tag(&self) -> String {
        format!(
            "cp3{}{}{}",
            self.minor,
            self.flavour.suffix(),
            if self.debug { "d" } else { "" }
        )
    }

    /// This Python, running a program.
    pub fn command(&self) -> Command {
        python_command(&self.executable)
    }

    /// This Python, as the program that `tool` runs.
    pub fn command_under(&self, mut tool: Command) -> Command {
        tool.arg(&self.executable);
        without_python_settings(&mut tool);
        tool
    }

    /// `pyo3-ffi` refuses 3.13t unless told otherwise; its layouts for it are there and work.
    pub fn needs_version_check_skipped(&self) -> bool {
        self.flavour == Flavour::FreeThreaded && self.minor == 13
    }

    /// Makes `command` (a cargo command, or what starts one) build for this interpreter.
    pub fn build_for<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        without_build_settings(without_python_settings(command))
            .env("PYO3_PYTHON", &self.executable);
        if self.needs_version_check_skipped() {
            command.env("UNSAFE_PYO3_SKIP_VERSION_CHECK", "1");
        }
        command
    }

    /// Makes programs that embed this interpreter find its library and its standard library.
    pub fn embed_in<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let mut path = OsString::from(&self.library_dir);
        if let Some(rest) = std::env::var_os("LD_LIBRARY_PATH").filter(|rest| !rest.is_empty()) {
            path.push(":");
            path.push(rest);
        }
        self.build_for(command)
            .env("LD_LIBRARY_PATH", path)
            .env("PYTHONHOME", &self.home)
    }
}

/// A Python without what the user's shell says about other Pythons, or about the GIL.
pub fn python_command(executable: &Path) -> Command {
    let mut command = Command::new(executable);
    without_python_settings(&mut command);
    command
}

fn without_python_settings(command: &mut Command) -> &mut Command {
    for name in [
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHONSTARTUP",
        "PYTHON_GIL",
        "VIRTUAL_ENV",
        "PYTEST_ADDOPTS",
    ] {
        command.env_remove(name);
    }
    command
}

fn without_build_settings(command: &mut Command) -> &mut Command {
    for name in [
        "PYO3_CONFIG_FILE",
        "PYO3_NO_PYTHON",
        "PYO3_CROSS",
        "PYO3_CROSS_LIB_DIR",
        "PYO3_BUILD_EXTENSION_MODULE",
        "UNSAFE_PYO3_SKIP_VERSION_CHECK",
    ] {
        command.env_remove(name);
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answers(minor: u8, free_threaded: bool, gil_enabled: bool) -> Value {
        json!({
            "implementation": "cpython", "version": [3, minor, 2], "free_threaded": free_threaded,
            "gil_enabled": gil_enabled, "debug": false, "executable": "/opt/python", "home": "/opt:/opt",
            "extension_suffix": ".so", "library_dir": "/opt/lib", "shared_library": true, "can_download": true,
        })
    }

    fn refusal(answers: Value, flavour: Flavour) -> String {
        Interpreter::from_answers(&answers, flavour, String::new())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn accepts_what_it_asked_for() {
        let python = Interpreter::from_answers(
            &answers(13, true, false),
            Flavour::FreeThreaded,
            "PATH".into(),
        )
        .unwrap();
        assert_eq!(python.version_text(), "3.13.2t");
        assert_eq!(python.tag(), "cp313t");
        assert!(python.needs_version_check_skipped());
        let python =
            Interpreter::from_answers(&answers(11, false, true), Flavour::Gil, "PATH".into())
                .unwrap();
        assert_eq!(python.tag(), "cp311");
        assert!(!python.needs_version_check_skipped());
    }

    #[test]
    fn refuses_the_other_flavour() {
        assert!(
            refusal(answers(13, true, false), Flavour::Gil).contains("is a free-threaded build")
        );
        assert!(
            refusal(answers(13, false, true), Flavour::FreeThreaded)
                .contains("is not a free-threaded build")
        );
        assert!(refusal(answers(13, true, true), Flavour::FreeThreaded).contains("the GIL is on"));
    }

    #[test]
    fn refuses_other_versions_and_implementations() {
        assert!(
            refusal(answers(10, false, true), Flavour::Gil).contains("not a supported version")
        );
        assert!(
            refusal(answers(16, true, false), Flavour::FreeThreaded)
                .contains("not a supported version")
        );
        let mut other = answers(13, false, true);
        other["implementation"] = json!("pypy");
        assert!(refusal(other, Flavour::Gil).contains("not CPython"));
    }
}
