//! One scenario in one process.

use crate::progress::Progress;
use crate::python::Interpreter;
use crate::run::{self, Ended};
use anyhow::Result;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

/// The scenario ends by itself when a part of it takes longer than its limit. This is for a process that is too stuck
/// even for that, and counts from its start, so it has to be longer than all parts together.
const OUTER_LIMIT: u32 = 8;

pub struct Run<'a> {
    pub python: &'a Interpreter,
    /// Where the module is.
    pub site: &'a Path,
    /// Where the scenarios are.
    pub folder: PathBuf,
    pub scenario: &'a str,
    pub part: Option<&'a str>,
    pub load: f64,
    pub seed: u64,
    /// How long each part may take.
    pub limit: Duration,
    pub log: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Held,
    /// With what it said last.
    Failed(String),
    /// By a signal.
    Crashed(String),
    Stuck,
    /// It ended before the scenario began: nothing is shown by that.
    NeverBegan(String),
}

impl Run<'_> {
    /// How it ended, after how many seconds.
    pub fn execute(&self) -> Result<(Verdict, f64)> {
        let mut progress = Progress::start(self.title());
        let began = Instant::now();
        let outer = self.limit * OUTER_LIMIT;
        let ended = run::watched(&mut self.command(), &self.log, outer, &mut progress)?;
        let verdict = verdict(&ended, &self.printed()?);
        match &verdict {
            Verdict::Held => progress.done(),
            other => progress.gave_up(&other.to_string()),
        }
        Ok((verdict, began.elapsed().as_secs_f64()))
    }

    fn title(&self) -> String {
        match self.part {
            Some(part) => format!("{}, {part}", self.scenario),
            None => self.scenario.to_owned(),
        }
    }

    fn command(&self) -> Command {
        let mut command = self.python.command();
        let file = format!("{}.py", self.scenario.replace('-', "_"));
        command
            .args(["-X", "faulthandler", "-W", "error"])
            .arg(self.folder.join(file))
            .args(["--load", &self.load.to_string()])
            .args(["--seed", &self.seed.to_string()])
            .args(["--limit", &self.limit.as_secs().to_string()]);
        if let Some(part) = self.part {
            command.args(["--only", part]);
        }
        command
            .env("PYTHONPATH", self.site)
            .env("FREEHOLD_CHAOS_SEED", self.seed.to_string())
            .env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    fn printed(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(&self.log)?).into_owned())
    }

    /// What the user reads when it did not hold: how to see it again, and what it printed.
    pub fn report(&self, verdict: &Verdict) -> Result<String> {
        const LINES: usize = 60;
        let printed = self.printed()?;
        let lines: Vec<&str> = printed.lines().collect();
        let shown = lines[lines.len().saturating_sub(LINES)..].join("\n");
        Ok(format!(
            "\n{} {verdict}. Again: PYTHONPATH={} {}\n{shown}\n(the log is {})\n",
            self.title(),
            self.site.display(),
            run::shown(&self.command()),
            self.log.display(),
        ))
    }
}

fn verdict(ended: &Ended, printed: &str) -> Verdict {
    // The harness says so when a part begins.
    let began = printed.lines().any(|line| line.ends_with(" ..."));
    let last = || {
        let mut lines = printed.lines().filter(|line| !line.trim().is_empty());
        lines.next_back().unwrap_or("nothing printed").to_owned()
    };
    // faulthandler's own words, before the stacks.
    let timed_out = printed.lines().any(|line| line.starts_with("Timeout ("));
    match ended {
        Ended::Itself(status) if status.success() && printed.ends_with("held\n") => Verdict::Held,
        Ended::Aborted => Verdict::Stuck,
        Ended::Itself(_) if timed_out => Verdict::Stuck,
        Ended::Itself(_) if !began => Verdict::NeverBegan(last()),
        Ended::Itself(status) => match signal(*status) {
            Some(signal) => Verdict::Crashed(signal),
            None => Verdict::Failed(last()),
        },
    }
}

fn signal(status: ExitStatus) -> Option<String> {
    // The standard library names them: "signal: 11 (SIGSEGV)".
    let text = status.to_string();
    text.starts_with("signal").then_some(text)
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held => f.write_str("held"),
            Self::Failed(why) => write!(f, "failed: {why}"),
            Self::Crashed(signal) => write!(f, "crashed: {signal}"),
            Self::Stuck => f.write_str("got stuck"),
            Self::NeverBegan(why) => write!(f, "did not begin: {why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt;

    fn of(status: i32, printed: &str) -> Verdict {
        verdict(&Ended::Itself(ExitStatus::from_raw(status)), printed)
    }

    #[test]
    fn each_end_is_told_from_the_others() {
        assert_eq!(of(0, "part ...\npart: 1.0 s\nheld\n"), Verdict::Held);
        let wrong = Verdict::Failed("harness.Wrong: 7 of 8 hits".into());
        assert_eq!(of(1 << 8, "part ...\nharness.Wrong: 7 of 8 hits\n"), wrong);
        assert!(matches!(of(11, "part ...\n"), Verdict::Crashed(signal) if signal.contains("11")));
        assert_eq!(of(1 << 8, "part ...\nTimeout (0:01:00)!\n"), Verdict::Stuck);
        assert_eq!(verdict(&Ended::Aborted, "part ...\n"), Verdict::Stuck);
    }

    #[test]
    fn ending_well_without_saying_so_is_no_success() {
        assert!(matches!(of(0, "part ...\n"), Verdict::Failed(_)));
        assert!(matches!(of(0, ""), Verdict::NeverBegan(_)));
    }

    #[test]
    fn a_failed_import_is_not_what_the_scenario_found() {
        let printed = "ImportError: no module named stress\n";
        assert!(matches!(of(1 << 8, printed), Verdict::NeverBegan(_)));
    }
}
