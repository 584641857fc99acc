//! What `cargo xtask bench` is asked for.

use super::peers::Peer;
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Rows,
    Instructions,
    Build,
    Growth,
}

#[derive(Debug, PartialEq)]
pub struct Options {
    pub what: What,
    /// None means those that every task uses.
    pub pythons: Vec<PathBuf>,
    /// Who takes part; Freehold and C always do.
    pub peers: Vec<Peer>,
    pub rounds: usize,
    /// Parts of the names of rows; none means all.
    pub rows: Vec<String>,
    /// Of instructions: writes them down instead of comparing them.
    pub record: bool,
    /// Where the results go.
    pub out: PathBuf,
    pub slices: Slices,
}

/// Of each entrant, in each round, for each row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slices {
    pub milliseconds: f64,
    pub count: usize,
}

impl Slices {
    /// For the harness.
    pub fn arguments(self) -> Vec<String> {
        vec![
            format!("--slice={}", self.milliseconds),
            format!("--slices={}", self.count),
        ]
    }

    /// Longer, as threads do not come all at once; and fewer.
    pub fn for_threads(self) -> Self {
        Self {
            milliseconds: self.milliseconds * 5.0,
            count: self.count.div_ceil(2),
        }
    }
}

/// More than the seven that a median needs: the spread is told by them too.
const ROUNDS: usize = 11;
/// They take long.
const BUILD_ROUNDS: usize = 3;
/// benches/README.md says how these were found.
const SLICES: Slices = Slices {
    milliseconds: 1.0,
    count: 15,
};

impl Options {
    pub fn new(what: What) -> Self {
        Self {
            what,
            pythons: Vec::new(),
            peers: Vec::new(),
            rounds: match what {
                What::Build => BUILD_ROUNDS,
                What::Rows | What::Instructions | What::Growth => ROUNDS,
            },
            rows: Vec::new(),
            record: false,
            out: workspace::root().join("target/bench"),
            slices: SLICES,
        }
    }

    pub fn parse(args: &[String]) -> Result<Self> {
        let mut words = args.iter().map(String::as_str).peekable();
        let what = match words.peek() {
            Some(&"instructions") => What::Instructions,
            Some(&"build") => What::Build,
            Some(&"growth") => What::Growth,
            _ => What::Rows,
        };
        if what != What::Rows {
            words.next();
        }
        let mut options = Self::new(what);
        while let Some(word) = words.next() {
            let mut value = || {
                words
                    .next()
                    .with_context(|| format!("{word} needs a value"))
            };
            match word {
                "--python" => options.pythons.push(value()?.into()),
                "--peer" => options.peers.push(Peer::named(value()?)?),
                "--rounds" => options.rounds = whole(word, value()?)?,
                "--slices" => options.slices.count = whole(word, value()?)?,
                "--slice" => options.slices.milliseconds = milliseconds(value()?)?,
                "--row" => options.rows.push(value()?.to_owned()),
                "--record" if what == What::Instructions => options.record = true,
                "--out" => options.out = value()?.into(),
                _ => bail!("bench knows no `{word}`; `cargo xtask --help` says what it takes"),
            }
        }
        if options.record {
            options.peers = vec![Peer::Freehold];
        } else if options.peers.is_empty() && what != What::Instructions {
            options.peers = Peer::ALL.to_vec();
        } else {
            let wanted = options.peers;
            options.peers = Peer::ALL
                .into_iter()
                .filter(|peer| wanted.contains(peer) || matches!(peer, Peer::Freehold | Peer::C))
                .collect();
        }
        Ok(options)
    }
}

fn whole(option: &str, text: &str) -> Result<usize> {
    match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => bail!("{option} needs a whole number above zero, not `{text}`"),
    }
}

fn milliseconds(text: &str) -> Result<f64> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => Ok(value),
        _ => bail!("--slice needs milliseconds, not `{text}`"),
    }
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
        let options = parse(
            "--python a --python b --rounds 9 --slice 0.5 --slices 3 --row call --out somewhere",
        )
        .unwrap();
        assert_eq!(options.pythons, [PathBuf::from("a"), PathBuf::from("b")]);
        let slices = Slices {
            milliseconds: 0.5,
            count: 3,
        };
        assert_eq!((options.rounds, options.slices), (9, slices));
        assert_eq!(slices.for_threads().count, 2);
        assert_eq!(options.rows, ["call"]);
        assert_eq!(options.out, PathBuf::from("somewhere"));
        assert_eq!(options.peers, Peer::ALL);
        assert_eq!(options.what, What::Rows);
        let options = parse("instructions --record").unwrap();
        assert_eq!((options.what, options.record), (What::Instructions, true));
        assert_eq!(options.peers, [Peer::Freehold]);
        let options = parse("instructions").unwrap();
        assert_eq!(options.peers, [Peer::Freehold, Peer::C]);
    }

    #[test]
    fn what_is_compared_with_is_always_there() {
        let options = parse("--peer cython").unwrap();
        assert_eq!(options.peers, [Peer::Freehold, Peer::C, Peer::Cython]);
    }

    #[test]
    fn mistakes_are_named() {
        for (text, message) in [
            ("--rounds 0", "not `0`"),
            ("--slice x", "not `x`"),
            ("--peer java", "no peer `java`"),
            ("--python", "--python needs a value"),
            ("sideways", "no `sideways`"),
            ("--record", "no `--record`"),
        ] {
            let error = format!("{:#}", parse(text).unwrap_err());
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
