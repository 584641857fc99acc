//! What was measured, and what follows from it: medians and ratios, each with its spread over the rounds.

use super::peers::{Peer, peer_of};
use serde_json::{Value, json};

/// The median of the rounds, and the lowest and the highest of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub median: f64,
    pub lowest: f64,
    pub highest: f64,
}

impl Spread {
    /// None of nothing.
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let (&lowest, &highest) = (values.first()?, values.last()?);
        let middle = values.len() / 2;
        let median = if values.len() % 2 == 1 {
            values[middle]
        } else {
            (values[middle - 1] + values[middle]) / 2.0
        };
        Some(Self {
            median,
            lowest,
            highest,
        })
    }

    pub fn json(self) -> Value {
        json!({"median": self.median, "lowest": self.lowest, "highest": self.highest})
    }
}

/// What one entrant did in one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// One figure for each round.
    Measured(Vec<f64>),
    /// It raised this.
    Raised(String),
}

/// One row for all entrants, in the order in which they came.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub name: String,
    pub entrants: Vec<(String, Outcome)>,
}

impl Row {
    pub fn rounds(&self, entrant: &str) -> Option<&[f64]> {
        let (_, outcome) = self.entrants.iter().find(|(name, _)| name == entrant)?;
        match outcome {
            Outcome::Measured(rounds) => Some(rounds),
            Outcome::Raised(_) => None,
        }
    }

    pub fn spread(&self, entrant: &str) -> Option<Spread> {
        Spread::of(self.rounds(entrant)?.to_vec())
    }

    /// Of the entrants that `of` says, the one with the lowest median.
    pub fn best(&self, of: impl Fn(Peer) -> bool) -> Option<&str> {
        let entrants = self.entrants.iter().map(|(name, _)| name.as_str());
        entrants
            .filter(|name| peer_of(name).is_some_and(&of))
            .filter_map(|name| Some((name, self.spread(name)?.median)))
            .min_by(|(_, a), (_, b)| a.total_cmp(b))
            .map(|(name, _)| name)
    }

    pub fn best_of(&self, peer: Peer) -> Option<&str> {
        self.best(|one| one == peer)
    }

    /// The fastest that is not Freehold.
    pub fn fastest_peer(&self) -> Option<&str> {
        self.best(|one| one != Peer::Freehold)
    }

    /// One entrant over another: round by round, as both were measured at the same time in each.
    pub fn ratio(&self, entrant: &str, to: &str) -> Option<Spread> {
        let (these, those) = (self.rounds(entrant)?, self.rounds(to)?);
        Spread::of(these.iter().zip(those).map(|(a, b)| a / b).collect())
    }

    /// How many times as fast an entrant is as in the other row, round by round.
    pub fn speed_up_from(&self, other: &Row, entrant: &str) -> Option<Spread> {
        let (these, those) = (self.rounds(entrant)?, other.rounds(entrant)?);
        Spread::of(those.iter().zip(these).map(|(a, b)| a / b).collect())
    }

    /// What raised, and what.
    pub fn raised(&self, peer: Peer) -> Option<&str> {
        self.entrants
            .iter()
            .find_map(|(name, outcome)| match outcome {
                Outcome::Raised(what) if peer_of(name) == Some(peer) => Some(what.as_str()),
                _ => None,
            })
    }

    fn json(&self) -> Value {
        let entrants = self.entrants.iter().map(|(name, outcome)| match outcome {
            Outcome::Measured(rounds) => {
                json!({"entrant": name, "rounds": rounds, "spread": Spread::of(rounds.clone()).map(Spread::json)})
            }
            Outcome::Raised(what) => json!({"entrant": name, "raised": what}),
        });
        let ratio = |to: Option<&str>| {
            let freehold = self.best_of(Peer::Freehold)?;
            let ratio = self.ratio(freehold, to?)?;
            Some(json!({"to": to, "ratio": ratio.json()}))
        };
        json!({
            "row": self.name,
            "entrants": entrants.collect::<Vec<_>>(),
            "freehold_to_c": ratio(self.best_of(Peer::C)),
            "freehold_to_fastest_peer": ratio(self.fastest_peer()),
        })
    }
}

/// The figures of one kind: all rows in one unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub rows: Vec<Row>,
}

impl Table {
    /// One round more, as the harness prints it: `[[row, [[entrant, figure, or what it raised], …]], …]`.
    pub fn add_round(&mut self, round: &Value) -> Option<()> {
        for row in round.as_array()? {
            for cell in row[1].as_array()? {
                let outcome = self.place(row[0].as_str()?, cell[0].as_str()?);
                let Outcome::Measured(rounds) = outcome else {
                    // To raise once is enough.
                    continue;
                };
                match (cell[1].as_f64(), cell[1].as_str()) {
                    (Some(figure), _) => rounds.push(figure),
                    (None, Some(what)) => *outcome = Outcome::Raised(what.to_owned()),
                    (None, None) => return None,
                }
            }
        }
        Some(())
    }

    /// One row more, or another one for that of the same name.
    pub fn add(&mut self, row: Row) {
        self.rows.retain(|one| one.name != row.name);
        self.rows.push(row);
    }

    /// The rows of another one.
    pub fn extend(&mut self, other: Self) {
        for row in other.rows {
            self.add(row);
        }
    }

    fn place(&mut self, row: &str, entrant: &str) -> &mut Outcome {
        let at = match self.rows.iter().position(|one| one.name == row) {
            Some(at) => at,
            None => {
                self.rows.push(Row {
                    name: row.to_owned(),
                    entrants: Vec::new(),
                });
                self.rows.len() - 1
            }
        };
        let entrants = &mut self.rows[at].entrants;
        let at = match entrants.iter().position(|(name, _)| name == entrant) {
            Some(at) => at,
            None => {
                entrants.push((entrant.to_owned(), Outcome::Measured(Vec::new())));
                entrants.len() - 1
            }
        };
        &mut entrants[at].1
    }

    pub fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    pub fn json(&self) -> Value {
        self.rows.iter().map(Row::json).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rounds: &[Value]) -> Table {
        let mut table = Table::default();
        for round in rounds {
            table.add_round(round).unwrap();
        }
        table
    }

    #[test]
    fn the_median_is_in_the_middle() {
        let spread = |values: &[f64]| Spread::of(values.to_vec());
        let three = spread(&[3.0, 1.0, 2.0]).unwrap();
        assert_eq!((three.lowest, three.median, three.highest), (1.0, 2.0, 3.0));
        assert_eq!(spread(&[1.0, 2.0, 4.0, 3.0]).unwrap().median, 2.5);
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn ratios_are_those_of_the_rounds() {
        let table = table(&[
            json!([[
                "call",
                [
                    ["freehold", 10.0],
                    ["c", 10.0],
                    ["c/mutex", 5.0],
                    ["pyo3", 20.0]
                ]
            ]]),
            json!([[
                "call",
                [
                    ["freehold", 30.0],
                    ["c", 20.0],
                    ["c/mutex", 15.0],
                    ["pyo3", 20.0]
                ]
            ]]),
            json!([[
                "call",
                [
                    ["freehold", 20.0],
                    ["c", 20.0],
                    ["c/mutex", 5.0],
                    ["pyo3", 20.0]
                ]
            ]]),
        ]);
        let row = table.row("call").unwrap();
        let ratio = row.ratio("freehold", "c").unwrap();
        assert_eq!((ratio.lowest, ratio.median, ratio.highest), (1.0, 1.0, 1.5));
        assert_eq!(row.best_of(Peer::C), Some("c/mutex"));
        assert_eq!(row.fastest_peer(), Some("c/mutex"));
        assert_eq!(row.best_of(Peer::Cython), None);
    }

    #[test]
    fn two_threads_are_compared_with_one_round_by_round() {
        let table = table(&[
            json!([
                ["f, 1 thread", [["c", 10.0]]],
                ["f, 2 threads", [["c", 5.0]]]
            ]),
            json!([
                ["f, 1 thread", [["c", 30.0]]],
                ["f, 2 threads", [["c", 20.0]]]
            ]),
            json!([
                ["f, 1 thread", [["c", 20.0]]],
                ["f, 2 threads", [["c", 5.0]]]
            ]),
        ]);
        let (one, two) = (table.row("f, 1 thread"), table.row("f, 2 threads"));
        let speed_up = two.unwrap().speed_up_from(one.unwrap(), "c").unwrap();
        assert_eq!(
            (speed_up.lowest, speed_up.median, speed_up.highest),
            (1.5, 2.0, 4.0)
        );
    }

    #[test]
    fn what_raises_once_is_not_measured() {
        let table = table(&[
            json!([["hit", [["freehold", 1.0], ["pyo3", 2.0]]]]),
            json!([[
                "hit",
                [
                    ["freehold", 1.0],
                    ["pyo3", "RuntimeError: Already borrowed"]
                ]
            ]]),
            json!([["hit", [["freehold", 1.0], ["pyo3", 2.0]]]]),
        ]);
        let row = table.row("hit").unwrap();
        assert_eq!(
            row.raised(Peer::PyO3),
            Some("RuntimeError: Already borrowed")
        );
        assert_eq!(row.fastest_peer(), None);
        assert_eq!(row.rounds("freehold").unwrap().len(), 3);
    }

    #[test]
    fn what_is_no_round_is_refused() {
        for odd in [
            json!({}),
            json!([1]),
            json!([["a", [["b", null]]]]),
            json!([["a", [[1, 1.0]]]]),
        ] {
            assert_eq!(Table::default().add_round(&odd), None, "{odd}");
        }
    }
}
