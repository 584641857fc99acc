//! `cargo xtask stress --mutants`: plants one bug after the other in a copy of the project, and expects the scenario that
//! is named for it to fail.

use super::options::Options;
use super::planted::{self, Mutant};
use super::process::{Run, Verdict};
use super::{FOLDER, MODULE, extension};
use crate::progress;
use crate::python::Interpreter;
use crate::run;
use crate::workspace::{self, Build, Extension, Profile};
use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What the package of the scenarios is built from.
const COPIED: [&str; 5] = [
    "Cargo.lock",
    "freehold",
    "macros",
    "runtime",
    "tests/stress",
];

/// How long a part may take. A planted deadlock costs as much.
const LIMIT: Duration = Duration::from_secs(20);

/// Runs of a scenario with a bug that shows by chance, each with another seed.
const ATTEMPTS: u64 = 10;

pub fn run(pythons: &[Interpreter], options: &Options) -> Result<()> {
    let chosen: Vec<&Mutant> = planted::all()
        .filter(|mutant| options.wants(mutant.name) || options.wants(mutant.scenario))
        .collect();
    if chosen.is_empty() {
        bail!("no bug is planted for {}", options.names.join(", "));
    }
    let field = Field::prepare()?;
    for mutant in &chosen {
        mutant.check_applies(&field.copy)?;
    }
    let mut survivors = Vec::new();
    let mut lines = Vec::new();
    for python in pythons {
        let here: Vec<&Mutant> = chosen
            .iter()
            .copied()
            .filter(|mutant| mutant.shows_on(python))
            .collect();
        if here.is_empty() {
            continue;
        }
        field.without_bugs(python, &here, options.seed)?;
        for mutant in here {
            let verdict = field.with_bug(python, mutant, options.seed)?;
            let version = python.version_text();
            let (name, scenario) = (mutant.name, mutant.scenario);
            if verdict == Verdict::Held {
                survivors.push(format!("{name} ({version}): {}", mutant.why));
            }
            lines.push(format!("{name:<38} {version:<9} {scenario:<22} {verdict}"));
        }
    }
    println!("{}", lines.join("\n"));
    if !survivors.is_empty() {
        bail!(
            "{} survived:\n  {}",
            survivors.len(),
            survivors.join("\n  ")
        );
    }
    Ok(())
}

/// Where bugs are planted.
struct Field {
    /// Locked: two at once would plant into each other's copy.
    _lock: File,
    copy: PathBuf,
    extension: Vec<Extension>,
}

impl Field {
    fn prepare() -> Result<Self> {
        let copy = workspace::root().join("target/mutants/workspace");
        std::fs::create_dir_all(&copy)?;
        let lock = File::create(workspace::root().join("target/mutants/lock"))?;
        lock.try_lock()
            .context("bugs are already being planted by another process")?;
        let field = Self {
            _lock: lock,
            copy,
            extension: extension()?,
        };
        for part in COPIED {
            mirror(&workspace::root().join(part), &field.copy.join(part))?;
        }
        let manifest = std::fs::read_to_string(workspace::root().join("Cargo.toml"))?;
        write(&field.copy.join("Cargo.toml"), &fewer_members(&manifest)?)?;
        Ok(field)
    }

    fn build<'a>(&self, python: &'a Interpreter, name: &str) -> Build<'a> {
        Build {
            python,
            profile: Profile::Stress,
            root: self.copy.clone(),
            target: workspace::root().join("target/mutants").join(python.tag()),
            features: &[],
            site: name.to_owned(),
        }
    }

    /// What a planted bug leaves unused is of no interest. Flags decide what is built again, so they are always the same.
    fn quiet(build: &mut Command) -> &mut Command {
        build.arg("--quiet").env("RUSTFLAGS", "-A warnings")
    }

    /// What is expected to fail with a bug has to hold without it.
    fn without_bugs(&self, python: &Interpreter, mutants: &[&Mutant], seed: u64) -> Result<()> {
        progress::heading(&format!(
            "the same without any bug, {}",
            python.version_text()
        ));
        let build = self.build(python, "site");
        run::visible(Self::quiet(&mut build.command(&self.extension)))?;
        let site = build.place(&self.extension)?;
        let mut done = BTreeSet::new();
        for mutant in mutants {
            if done.insert((mutant.scenario, mutant.part)) {
                let run = self.run_of(python, mutant, &site, seed);
                let (verdict, _) = run.execute()?;
                if verdict != Verdict::Held {
                    bail!("without any bug: {}", run.report(&verdict)?);
                }
            }
        }
        Ok(())
    }

    fn with_bug(&self, python: &Interpreter, mutant: &Mutant, seed: u64) -> Result<Verdict> {
        progress::heading(&format!("{}, {}", mutant.name, python.version_text()));
        progress::note(mutant.why);
        let file = self.copy.join(mutant.file);
        let healthy = std::fs::read_to_string(&file)?;
        write(&file, &mutant.applied(&healthy)?)?;
        let build = self.build(python, &format!("site-{}", mutant.name));
        let built = run::visible(Self::quiet(&mut build.command(&self.extension)));
        write(&file, &healthy)?;
        built.with_context(|| format!("with the bug {} nothing can be built", mutant.name))?;
        let site = build.place(&self.extension)?;
        let mut verdict = Verdict::Held;
        for attempt in 0..ATTEMPTS {
            let run = self.run_of(python, mutant, &site, seed + attempt);
            (verdict, _) = run.execute()?;
            match &verdict {
                Verdict::Held => {}
                Verdict::NeverBegan(_) => bail!("{}", run.report(&verdict)?),
                _ => break,
            }
        }
        Ok(verdict)
    }

    fn run_of<'a>(
        &self,
        python: &'a Interpreter,
        mutant: &'a Mutant,
        site: &'a Path,
        seed: u64,
    ) -> Run<'a> {
        Run {
            python,
            site,
            folder: self.copy.join(FOLDER),
            scenario: mutant.scenario,
            part: mutant.part,
            load: mutant.load,
            seed,
            limit: LIMIT,
            log: site.join(format!("{MODULE}.log")),
        }
    }
}

/// Makes `to` the same as `from`. What is the same already keeps its date, so that cargo does not build it again.
fn mirror(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        let text = std::fs::read(from)?;
        if std::fs::read(to).is_ok_and(|there| there == text) {
            return Ok(());
        }
        if let Some(folder) = to.parent() {
            std::fs::create_dir_all(folder)?;
        }
        return std::fs::write(to, text).with_context(|| format!("cannot write {}", to.display()));
    }
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(to)? {
        let entry = entry?;
        if !from.join(entry.file_name()).exists() {
            match entry.file_type()?.is_dir() {
                true => std::fs::remove_dir_all(entry.path())?,
                false => std::fs::remove_file(entry.path())?,
            }
        }
    }
    for entry in std::fs::read_dir(from)? {
        let name = entry?.file_name();
        mirror(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

/// The workspace's manifest with the members that are copied.
fn fewer_members(manifest: &str) -> Result<String> {
    let (before, rest) = manifest
        .split_once("members = [")
        .context("the workspace has no list of members")?;
    let (_, after) = rest
        .split_once(']')
        .context("the list of members has no end")?;
    Ok(format!(
        "{before}members = [\"freehold\", \"macros\", \"runtime\", \"tests/stress\"]{after}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_follows_its_original() {
        let root = std::env::temp_dir().join(format!("xtask-mirror-{}", std::process::id()));
        let (from, to) = (root.join("from"), root.join("to"));
        std::fs::create_dir_all(from.join("src")).unwrap();
        std::fs::write(from.join("src/a"), "one").unwrap();
        std::fs::write(from.join("src/b"), "two").unwrap();
        mirror(&from, &to).unwrap();
        std::fs::remove_file(from.join("src/a")).unwrap();
        std::fs::write(from.join("src/b"), "three").unwrap();
        mirror(&from, &to).unwrap();
        assert!(!to.join("src/a").exists());
        assert_eq!(std::fs::read_to_string(to.join("src/b")).unwrap(), "three");
        std::fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn only_what_is_copied_is_a_member() {
        let manifest = "[workspace]\nmembers = [\n  \"macros\",\n  \"xtask\",\n]\n[rest]\n";
        let fewer = fewer_members(manifest).unwrap();
        assert!(
            !fewer.contains("xtask") && fewer.ends_with("]\n[rest]\n"),
            "{fewer}"
        );
    }
}
