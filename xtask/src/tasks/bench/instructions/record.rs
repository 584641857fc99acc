//! What the call paths took when it was last recorded: `benches/instructions.tsv`.

use super::Path;
use crate::progress;
use crate::python::Interpreter;
use crate::workspace;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write;

pub const FILE: &str = "benches/instructions.tsv";

/// Growth by more than this fails.
const TOLERANCE: f64 = 0.05;

const HEAD: &str = "\
# Instructions of the call paths of benches/peers/freehold, and calls out of it, for each call: what Freehold itself
# takes, without the interpreter. `cargo xtask test instructions` fails if one of them grows by more than 5 %;
# `cargo xtask bench instructions --record` writes this file.
# python\tcall path\tinstructions\tcalls
";

#[derive(Clone, Copy, Debug, PartialEq)]
struct Cost {
    own: f64,
    calls: f64,
}

/// By interpreter, then by call path.
#[derive(Debug, Default, PartialEq)]
pub struct Record(BTreeMap<String, BTreeMap<String, Cost>>);

impl Record {
    pub fn read() -> Result<Self> {
        let path = workspace::root().join(FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).with_context(|| format!("{FILE} is not readable")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {FILE}")),
        }
    }

    fn parse(text: &str) -> Result<Self> {
        let mut record = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [python, path, own, calls] = fields[..] else {
                anyhow::bail!("`{line}` has not four fields");
            };
            let number = |text: &str| text.parse().with_context(|| format!("in `{line}`"));
            let cost = Cost {
                own: number(own)?,
                calls: number(calls)?,
            };
            let paths = record.0.entry(python.to_owned()).or_default();
            paths.insert(path.to_owned(), cost);
        }
        Ok(record)
    }

    fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (python, paths) in &self.0 {
            for (path, cost) in paths {
                let _ = writeln!(text, "{python}\t{path}\t{:.1}\t{:.1}", cost.own, cost.calls);
            }
        }
        text
    }

    pub fn write(&self) -> Result<()> {
        std::fs::write(workspace::root().join(FILE), self.text())
            .with_context(|| format!("cannot write {FILE}"))?;
        progress::note(&format!("recorded in {FILE}"));
        Ok(())
    }

    /// In place of what was recorded for that interpreter.
    pub fn put(&mut self, python: &Interpreter, paths: &[Path]) {
        self.0.insert(key(python), costs(paths));
    }

    /// What has grown, or cannot be compared. An interpreter of which nothing is recorded is only mentioned: nobody can
    /// have recorded them all.
    pub fn compare(&self, python: &Interpreter, paths: &[Path]) -> Vec<String> {
        let key = key(python);
        let Some(recorded) = self.0.get(&key) else {
            progress::note(&format!(
                "{FILE} has no figures for {key}: nothing to compare with"
            ));
            return Vec::new();
        };
        let compared = compare(recorded, &costs(paths));
        for less in &compared.shrunk {
            progress::note(&format!("{key}, {less}: to be recorded"));
        }
        if compared.grown.is_empty() {
            progress::note(&format!("{key}: no call path takes more than recorded"));
        }
        let grown = compared.grown.iter();
        grown.map(|more| format!("{key}, {more}")).collect()
    }
}

/// The machine code depends on the processor, the compiler (which is pinned) and what the interpreter's version turns on
/// in the runtime.
fn key(python: &Interpreter) -> String {
    format!("{}-{}", python.tag(), std::env::consts::ARCH)
}

fn costs(paths: &[Path]) -> BTreeMap<String, Cost> {
    let cost = |path: &Path| Cost {
        own: path.own,
        calls: path.calls,
    };
    paths
        .iter()
        .map(|path| (path.name.clone(), cost(path)))
        .collect()
}

#[derive(Default)]
struct Compared {
    grown: Vec<String>,
    shrunk: Vec<String>,
}

fn compare(recorded: &BTreeMap<String, Cost>, now: &BTreeMap<String, Cost>) -> Compared {
    let mut compared = Compared::default();
    for (path, cost) in now {
        let Some(before) = recorded.get(path) else {
            compared.grown.push(format!("{path}: not recorded"));
            continue;
        };
        for (what, before, now) in [
            ("instructions", before.own, cost.own),
            ("calls", before.calls, cost.calls),
        ] {
            let told = format!("{path}: {before:.1} {what} recorded, now {now:.1}");
            if now > before * (1.0 + TOLERANCE) + ROUNDING {
                compared.grown.push(told);
            } else if now < before * (1.0 - TOLERANCE) - ROUNDING {
                compared.shrunk.push(told);
            }
        }
    }
    let gone = recorded.keys().filter(|path| !now.contains_key(*path));
    compared
        .grown
        .extend(gone.map(|path| format!("{path}: recorded, but no longer there")));
    compared
}

/// The file has one digit.
const ROUNDING: f64 = 0.1;

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(costs: &[(&str, f64, f64)]) -> BTreeMap<String, Cost> {
        let cost = |&(name, own, calls): &(&str, f64, f64)| (name.to_owned(), Cost { own, calls });
        costs.iter().map(cost).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut record = Record::default();
        let all = paths(&[("call", 34.0, 2.0), ("iterate, per item", 113.5, 0.0)]);
        record.0.insert("cp314t-x86_64".into(), all);
        assert_eq!(Record::parse(&record.text()).unwrap(), record);
        assert!(Record::parse("cp314t\tcall\t3\n").is_err());
        assert!(Record::parse("cp314t\tcall\tmany\t3\n").is_err());
    }

    #[test]
    fn more_than_five_percent_is_growth() {
        let recorded = paths(&[("a", 100.0, 10.0), ("b", 100.0, 1.0), ("c", 100.0, 0.0)]);
        let now = paths(&[("a", 105.0, 10.0), ("b", 100.0, 2.0), ("c", 105.5, 0.0)]);
        let grown = compare(&recorded, &now).grown;
        assert_eq!(grown.len(), 2, "{grown:?}");
        assert!(grown[0].starts_with("b: 1.0 calls recorded, now 2.0"));
        assert!(grown[1].starts_with("c: 100.0 instructions recorded, now 105.5"));
    }

    #[test]
    fn less_is_told_but_no_failure() {
        let compared = compare(&paths(&[("a", 100.0, 1.0)]), &paths(&[("a", 90.0, 1.0)]));
        assert!(compared.grown.is_empty());
        assert_eq!(compared.shrunk.len(), 1);
    }

    #[test]
    fn new_and_missing_call_paths_are_found() {
        let grown = compare(&paths(&[("old", 1.0, 0.0)]), &paths(&[("new", 1.0, 0.0)])).grown;
        assert_eq!(
            grown,
            ["new: not recorded", "old: recorded, but no longer there"]
        );
    }
}
