//! What came out, scenario by scenario and interpreter by interpreter.

use super::process::Verdict;
use std::fmt;

pub struct Table {
    columns: Vec<String>,
    cells: Vec<Cell>,
}

struct Cell {
    row: String,
    column: String,
    seconds: f64,
    verdict: Verdict,
}

impl Table {
    pub fn new(columns: impl Iterator<Item = String>) -> Self {
        Self {
            columns: columns.collect(),
            cells: Vec::new(),
        }
    }

    pub fn add(&mut self, row: &str, column: String, seconds: f64, verdict: Verdict) {
        self.cells.push(Cell {
            row: row.to_owned(),
            column,
            seconds,
            verdict,
        });
    }

    pub fn failures(&self) -> usize {
        let failed = |cell: &&Cell| cell.verdict != Verdict::Held;
        self.cells.iter().filter(failed).count()
    }

    fn cell(&self, row: &str, column: &str) -> String {
        let found = self
            .cells
            .iter()
            .find(|cell| cell.row == row && cell.column == column);
        match found {
            Some(cell) => {
                let word = match cell.verdict {
                    Verdict::Held => "held",
                    Verdict::Failed(_) => "FAILED",
                    Verdict::Crashed(_) => "CRASHED",
                    Verdict::Stuck => "STUCK",
                    Verdict::NeverBegan(_) => "NOT BEGUN",
                };
                format!("{word} {:.1} s", cell.seconds)
            }
            None => String::new(),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const ROW: usize = 22;
        const COLUMN: usize = 18;
        write!(f, "{:<ROW$}", "")?;
        for column in &self.columns {
            write!(f, "{column:>COLUMN$}")?;
        }
        let mut rows: Vec<&str> = Vec::new();
        for cell in &self.cells {
            if !rows.contains(&cell.row.as_str()) {
                rows.push(&cell.row);
            }
        }
        for row in rows {
            write!(f, "\n{row:<ROW$}")?;
            for column in &self.columns {
                write!(f, "{:>COLUMN$}", self.cell(row, column))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_has_its_place() {
        let mut table = Table::new(["3.14.1t", "3.13.0"].map(str::to_owned).into_iter());
        table.add("cs-pair", "3.14.1t".into(), 1.25, Verdict::Held);
        table.add("torn-pair", "3.14.1t".into(), 2.0, Verdict::Held);
        table.add("cs-pair", "3.13.0".into(), 60.0, Verdict::Stuck);
        let shown = table.to_string();
        let lines: Vec<Vec<&str>> = shown
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(lines[0], ["3.14.1t", "3.13.0"]);
        assert_eq!(
            lines[1],
            ["cs-pair", "held", "1.2", "s", "STUCK", "60.0", "s"]
        );
        assert_eq!(lines[2], ["torn-pair", "held", "2.0", "s"]);
        assert_eq!(table.failures(), 1);
    }
}
