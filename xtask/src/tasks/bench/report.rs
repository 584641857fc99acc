//! What the user gets: results.json, report.md, and a chart for each interpreter.

mod chart;
mod machine;
mod markdown;

use super::Bench;
use super::figures::Table;
use super::site::Site;
use crate::progress;
use crate::python::Interpreter;
use anyhow::{Context, Result};
use serde_json::{Value, json};

pub use machine::warn_if_busy;

/// Everything that was measured with one interpreter.
pub struct Results {
    pub python: Interpreter,
    pub site: Site,
    /// ns, on one thread.
    pub single: Table,
    /// ns on the clock for each call of any thread.
    pub threads: Table,
    /// In the units that the rows name.
    pub others: Table,
    /// In the units that the rows name.
    pub builds: Table,
    /// In the units that the rows name; of several threads, ns.
    pub growth: Table,
}

/// `name` is that of the files.
pub fn write(bench: &Bench, name: &str, all: &[Results]) -> Result<()> {
    let out = &bench.options.out;
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let put = |name: &str, text: &str| {
        let path = out.join(name);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    let json = json!({
        "machine": machine::describe(),
        "rounds": bench.options.rounds,
        "slice_ms": bench.options.slices.milliseconds,
        "slices": bench.options.slices.count,
        "interpreters": all.iter().map(Results::json).collect::<Vec<_>>(),
    });
    put(
        &format!("{name}.json"),
        &format!("{}\n", serde_json::to_string_pretty(&json)?),
    )?;
    for results in all.iter().filter(|results| results.has_chart()) {
        put(&results.chart_name(), &chart::draw(results))?;
    }
    let report = markdown::report(bench, all);
    put(&format!("{name}.md"), &report)?;
    println!("{report}");
    progress::note(&format!(
        "{name}.md, {name}.json and charts, if any, are in {}",
        out.display()
    ));
    Ok(())
}

impl Results {
    /// Of nothing yet.
    pub fn new(python: &Interpreter, site: Site) -> Self {
        Self {
            python: python.clone(),
            site,
            single: Table::default(),
            threads: Table::default(),
            others: Table::default(),
            builds: Table::default(),
            growth: Table::default(),
        }
    }

    fn has_chart(&self) -> bool {
        !self.single.rows.is_empty()
    }

    fn chart_name(&self) -> String {
        format!("{}.svg", self.python.tag())
    }

    fn json(&self) -> Value {
        let built = self
            .site
            .built
            .iter()
            .map(|built| json!({"peer": built.peer.title(), "made_with": built.made_with}));
        let missing = self
            .site
            .missing
            .iter()
            .map(|(peer, why)| json!({"peer": peer.title(), "why": why}));
        json!({
            "python": self.python.version_text(),
            "peers": built.collect::<Vec<_>>(),
            "missing": missing.collect::<Vec<_>>(),
            "single_thread_ns": self.single.json(),
            "threads_ns": self.threads.json(),
            "others": self.others.json(),
            "builds": self.builds.json(),
            "growth": self.growth.json(),
        })
    }
}
