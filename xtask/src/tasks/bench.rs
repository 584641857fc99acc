//! `cargo xtask bench`: the same module written with Freehold and with each of its peers, measured side by side.
//! benches/README.md says what is measured, and how.

mod build;
mod figures;
mod growth;
pub mod instructions;
mod options;
mod peers;
mod recipe;
mod report;
mod rows;
mod site;
mod sizes;
mod standalone;
mod tools;

use super::setup;
use crate::python::cache::Cache;
use crate::python::{self, Interpreter, Pythons};
use anyhow::Result;
use options::{Options, What};
use peers::Peer;
use tools::Tools;

/// What every kind of measurement needs.
pub struct Bench {
    options: Options,
    pythons: Vec<Interpreter>,
    tools: Tools,
}

pub fn run(args: &[String]) -> Result<()> {
    let options = Options::parse(args)?;
    let cache = Cache::open()?;
    let usual = setup::interpreters(&cache)?;
    let tools = Tools::provide(&cache, &usual);
    let pythons = match options.pythons.as_slice() {
        [] => {
            let Pythons { free_threaded, gil } = usual;
            vec![free_threaded, gil]
        }
        named => python::by_option(named)?,
    };
    let bench = Bench {
        options,
        pythons,
        tools,
    };
    match bench.options.what {
        What::Rows => rows::run(&bench),
        What::Build => build::run(&bench),
        What::Growth => growth::run(&bench),
        What::Instructions => instructions::run(&bench, &cache),
    }
}

impl Bench {
    /// Of Freehold alone, which needs nothing from elsewhere.
    fn of_freehold(pythons: &Pythons) -> Self {
        let mut options = Options::new(What::Instructions);
        options.peers = vec![Peer::Freehold];
        Self {
            options,
            pythons: pythons.both().map(Clone::clone).to_vec(),
            tools: Tools::none(),
        }
    }
}
