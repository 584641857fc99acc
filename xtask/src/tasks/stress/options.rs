//! What `cargo xtask stress` is asked for.

use super::{planted, scenarios::SCENARIOS};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Debug, PartialEq)]
pub struct Options {
    /// Of scenarios, and with `--mutants` also of planted bugs; none means all.
    pub names: Vec<String>,
    /// In percent of what the project promises.
    pub load: f64,
    pub seed: u64,
    pub chaos: bool,
    pub mutants: bool,
    pub list: bool,
    /// None means those that every task uses.
    pub pythons: Vec<PathBuf>,
}

impl Options {
    pub fn everything(load: f64) -> Self {
        Self {
            names: Vec::new(),
            load,
            seed: new_seed(),
            chaos: false,
            mutants: false,
            list: false,
            pythons: Vec::new(),
        }
    }

    pub fn parse(args: &[String]) -> Result<Self> {
        let mut options = Self::everything(100.0);
        let mut words = args.iter().map(String::as_str);
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match word {
                "--load" => options.load = percent(value()?)?,
                "--seed" => {
                    options.seed = value()?.parse().context("--seed needs a whole number")?;
                }
                "--python" => options.pythons.push(value()?.into()),
                "--chaos" => options.chaos = true,
                "--mutants" => options.mutants = true,
                "--list" => options.list = true,
                _ if word.starts_with('-') => bail!("stress knows no option `{word}`"),
                name => options.names.push(name.to_owned()),
            }
        }
        options.check_names()?;
        Ok(options)
    }

    fn check_names(&self) -> Result<()> {
        for name in &self.names {
            let scenario = SCENARIOS.iter().any(|scenario| scenario.name == name);
            let mutant = self.mutants && planted::all().any(|mutant| mutant.name == name);
            if !scenario && !mutant {
                bail!(
                    "there is no scenario `{name}`; `cargo xtask stress --list` says what there is"
                );
            }
        }
        Ok(())
    }

    pub fn wants(&self, name: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|wanted| wanted == name)
    }
}

fn percent(text: &str) -> Result<f64> {
    match text.trim_end_matches('%').parse::<f64>() {
        Ok(load) if load > 0.0 && load.is_finite() => Ok(load),
        _ => bail!("--load needs a percentage, not `{text}`"),
    }
}

/// Another one in each run; whoever wants to see a run again names it.
fn new_seed() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_secs() % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Options> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words)
    }

    #[test]
    fn everything_can_be_said() {
        let options =
            parse("torn-pair --load 2.5% --seed 7 --python a --chaos --python b").unwrap();
        assert_eq!((options.load, options.seed, options.chaos), (2.5, 7, true));
        assert_eq!(options.pythons, [PathBuf::from("a"), PathBuf::from("b")]);
        assert!(options.wants("torn-pair") && !options.wants("cs-pair"));
        assert!(parse("").unwrap().wants("cs-pair"));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, message) in [
            ("torn", "no scenario `torn`"),
            ("--laod 3", "no option `--laod`"),
            ("--load much", "not `much`"),
            ("--load -1", "not `-1`"),
            ("--seed", "--seed needs a value"),
            ("--seed x", "whole number"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn bugs_have_names_only_where_they_are_looked_for() {
        let name = planted::all().next().unwrap().name;
        assert!(parse(name).is_err());
        assert!(parse(&format!("--mutants {name}")).is_ok());
    }
}
