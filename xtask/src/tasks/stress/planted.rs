//! The bugs that are planted. Each changes the text of one file; where that text is no longer found, the bug has to be
//! planted anew.

use crate::python::{Flavour, Interpreter};
use anyhow::{Context, Result, bail};
use std::path::Path;

mod collections;
mod ends;
mod exclusive;
mod lives;
mod payloads;
mod sections;
mod sync;

pub struct Mutant {
    pub name: &'static str,
    /// In the workspace.
    pub file: &'static str,
    /// What occurs in it once, and what takes its place.
    pub changes: &'static [(&'static str, &'static str)],
    /// Who has to find it, and in which part; by default in any.
    pub scenario: &'static str,
    pub part: Option<&'static str>,
    /// The load that suffices, in percent.
    pub load: f64,
    /// What is wrong then.
    pub why: &'static str,
    pub shows: Shows,
}

/// On which interpreters a bug can be found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// With the GIL, no lock is needed there.
    WithoutGil,
    Everywhere,
    /// From 3.15 on, CPython itself keeps threads out of an interpreter that ends (PEP 788).
    Before315,
    /// From 3.13.8 on, CPython itself keeps threads that come back too late, instead of unwinding them.
    Before3138,
    /// From 3.14 on, who waits for a mutex attaches before taking it.
    Before314,
    /// 3.13t keeps classes that are made with threads, and so their modules.
    ButOn313t,
}

/// What most of them have in common.
const BUG: Mutant = Mutant {
    name: "",
    file: "",
    changes: &[],
    scenario: "",
    part: None,
    load: 5.0,
    why: "",
    shows: Shows::WithoutGil,
};

pub fn all() -> impl Iterator<Item = &'static Mutant> {
    [
        exclusive::MUTANTS,
        sections::MUTANTS,
        sync::MUTANTS,
        payloads::MUTANTS,
        collections::MUTANTS,
        ends::MUTANTS,
        lives::MUTANTS,
    ]
    .into_iter()
    .flatten()
}

impl Mutant {
    pub fn shows_on(&self, python: &Interpreter) -> bool {
        match self.shows {
            Shows::WithoutGil => python.flavour == Flavour::FreeThreaded,
            Shows::Everywhere => true,
            Shows::Before315 => python.minor < 15,
            Shows::Before3138 => (python.minor, python.micro) < (13, 8),
            Shows::Before314 => python.minor < 14,
            Shows::ButOn313t => python.flavour != Flavour::FreeThreaded || python.minor >= 14,
        }
    }

    pub fn check_applies(&self, workspace: &Path) -> Result<()> {
        let text = std::fs::read_to_string(workspace.join(self.file))
            .with_context(|| format!("the bug {} is for {}", self.name, self.file))?;
        self.applied(&text).map(drop)
    }

    /// `text` with the bug.
    pub fn applied(&self, text: &str) -> Result<String> {
        let mut text = text.to_owned();
        for (find, replace) in self.changes {
            match text.matches(find).count() {
                1 => text = text.replacen(find, replace, 1),
                times => bail!(
                    "the bug {} can no longer be planted: this occurs {times} times in {}:\n{find}",
                    self.name,
                    self.file
                ),
            }
        }
        Ok(text)
    }
}

pub fn list() -> String {
    let mut text = String::from("planted bugs:\n");
    for mutant in all() {
        text += &format!(
            "  {:<38} {}, found by {}\n",
            mutant.name, mutant.why, mutant.scenario
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::scenarios::SCENARIOS;
    use super::*;
    use crate::workspace;
    use std::collections::BTreeSet;

    #[test]
    fn every_bug_can_be_planted() {
        for mutant in all() {
            mutant.check_applies(&workspace::root()).unwrap();
            assert!(!mutant.changes.is_empty(), "{}", mutant.name);
        }
    }

    #[test]
    fn names_are_unique_and_every_scenario_has_a_bug() {
        let names: BTreeSet<_> = all().map(|mutant| mutant.name).collect();
        assert_eq!(names.len(), all().count());
        let found: BTreeSet<_> = all().map(|mutant| mutant.scenario).collect();
        let known: BTreeSet<_> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
        assert_eq!(found, known);
    }

    #[test]
    fn a_bug_that_fits_twice_or_not_at_all_is_an_error() {
        let mutant = Mutant {
            changes: &[("one", "two"), ("three", "four")],
            ..BUG
        };
        assert_eq!(mutant.applied("one three").unwrap(), "two four");
        assert!(mutant.applied("three").is_err());
        assert!(mutant.applied("one three three").is_err());
    }
}
