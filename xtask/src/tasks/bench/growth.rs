//! `cargo xtask bench growth`: what becomes of the figures when functions get more arguments, classes more methods,
//! modules more functions, and programs more threads. The modules are generated.

mod sources;

use super::Bench;
use super::build;
use super::figures::{Row, Table};
use super::options::Slices;
use super::peers::Peer;
use super::recipe::{How, Profile};
use super::report::{self, Results};
use super::rows::Rounds;
use super::site::Site;
use super::standalone;
use crate::progress;
use crate::python::Interpreter;
use crate::workspace;
use anyhow::Result;
use serde_json::{Value, json};
use sources::Shape;
use std::path::{Path, PathBuf};

const ARGUMENTS: usize = 12;
const SIZES: [usize; 4] = [1, 10, 100, 1000];
const THREADS: &str = "1,2,4,8,16";

pub fn run(bench: &Bench) -> Result<()> {
    report::warn_if_busy();
    let mut all = Vec::new();
    for python in &bench.pythons {
        progress::heading(&format!("who can be built for {}", python.version_text()));
        let site = Site::build(bench, python)?;
        progress::heading(&format!("growth with {}", python.version_text()));
        let growth = Growth {
            bench,
            python,
            site: &site,
            folder: workspace::root()
                .join("target/bench-growth")
                .join(python.tag()),
        };
        let table = growth.measure()?;
        all.push(Results {
            growth: table,
            ..Results::new(python, site)
        });
    }
    report::write(bench, "growth", &all)
}

struct Growth<'a> {
    bench: &'a Bench,
    python: &'a Interpreter,
    /// Of the module that is not generated.
    site: &'a Site,
    folder: PathBuf,
}

impl Growth<'_> {
    fn measure(&self) -> Result<Table> {
        let mut table = Table::default();
        // What it builds on is compiled once, and not measured.
        self.build(Shape::default())?;

        let arguments = Shape {
            arguments: Some(ARGUMENTS),
            ..Shape::default()
        };
        self.build(arguments)?;
        table.extend(self.harness("growth", &[format!("--arguments={ARGUMENTS}")], true)?);

        for size in SIZES {
            let what = format!("class of {size} methods");
            let shape = Shape {
                methods: size,
                ..Shape::default()
            };
            self.sized(&mut table, &what, shape, &[format!("--methods={size}")])?;
        }
        for size in SIZES {
            let what = format!("module of {size} functions");
            let shape = Shape {
                functions: size,
                ..Shape::default()
            };
            self.sized(&mut table, &what, shape, &[])?;
        }
        table.extend(self.threads()?);
        Ok(table)
    }

    /// Building, importing, and, if the harness gets arguments, looking up.
    fn sized(&self, table: &mut Table, what: &str, shape: Shape, lookup: &[String]) -> Result<()> {
        progress::note(what);
        let seconds = self.build(shape)?;
        table.add_round(&json!([[format!("{what}: build, s"), seconds]]));
        let mut figures = self.harness("processes", &["--only-import".to_owned()], false)?;
        if !lookup.is_empty() {
            figures.extend(self.harness("growth", lookup, true)?);
        }
        for row in figures.rows {
            table.add(Row {
                name: format!("{what}: {}", row.name),
                ..row
            });
        }
        Ok(())
    }

    fn imported(&self) -> PathBuf {
        self.folder.join("site")
    }

    /// For import, with every peer; how long each took, or why it could not be built.
    fn build(&self, shape: Shape) -> Result<Vec<Value>> {
        let site = self.imported();
        std::fs::create_dir_all(&site)?;
        let mut all = Vec::new();
        for built in &self.site.built {
            let peer = built.peer;
            let figure = match self.build_one(peer, shape, &site) {
                Ok(seconds) => json!([peer.name(), seconds]),
                Err(error) if peer == Peer::Freehold => return Err(error),
                Err(error) => json!([peer.name(), format!("{error:#}")]),
            };
            all.push(figure);
        }
        Ok(all)
    }

    fn build_one(&self, peer: Peer, shape: Shape, site: &Path) -> Result<f64> {
        let folder = self.folder.join(peer.name());
        let how = How {
            peer,
            python: self.python,
            tools: &self.bench.tools,
            profile: Profile::Release,
            sources: folder.join("sources"),
            out: folder.join("out"),
        };
        std::fs::create_dir_all(how.sources.join("src"))?;
        std::fs::create_dir_all(&how.out)?;
        let (file, text) = sources::write(peer, shape);
        std::fs::write(how.sources.join(file), text)?;
        if shape == Shape::default() {
            standalone::manifests(peer, &how.sources)?;
            build::fetch(&how)?;
        }
        let placed = site.join(format!("{}{}", peer.module(), self.python.extension_suffix));
        // So that nothing old is imported if this one cannot be built.
        if placed.exists() {
            std::fs::remove_file(&placed)?;
        }
        let seconds = build::seconds(&how, &shape.to_string())?;
        workspace::place(&how.recipe()?.library, &placed)?;
        Ok(seconds)
    }

    /// With what was built last.
    fn harness(&self, script: &'static str, more: &[String], sliced: bool) -> Result<Table> {
        let site = self.imported();
        let options = &self.bench.options;
        let mut arguments = more.to_vec();
        if sliced {
            arguments.extend(options.slices.arguments());
        }
        let there = |name: &&str| {
            site.join(format!("{name}_peer{}", self.python.extension_suffix))
                .is_file()
        };
        let rounds = Rounds {
            python: self.python,
            site: &site,
            peers: self.site.names().filter(|name| there(name)).collect(),
            harness: script,
            arguments,
        };
        rounds.run(options.rounds)
    }

    fn threads(&self) -> Result<Table> {
        let options = &self.bench.options;
        let slices: Slices = options.slices.for_threads();
        let mut arguments = slices.arguments();
        arguments.push(format!("--threads={THREADS}"));
        let rows = ["shared function", "own objects,", "one contended object"];
        arguments.extend(rows.map(|row| format!("--row={row}")));
        let rounds = Rounds {
            python: self.python,
            site: &self.site.folder,
            peers: self.site.names().collect(),
            harness: "threads",
            arguments,
        };
        rounds.run(options.rounds)
    }
}
