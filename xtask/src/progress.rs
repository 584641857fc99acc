//! What the user sees while something takes long: one line that updates itself on a terminal, and a line every few
//! seconds where the output goes to a file. Everything here goes to stderr: stdout is for results.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two lines where nobody can see a line change.
const EVERY_LINE: Duration = Duration::from_secs(10);
const EVERY_REDRAW: Duration = Duration::from_millis(500);

pub struct Progress {
    what: String,
    /// How far it is, asked when a line is drawn.
    detail: Box<dyn Fn() -> String>,
    began: Instant,
    drawn: Instant,
    terminal: bool,
}

impl Progress {
    pub fn start(what: impl Into<String>) -> Self {
        Self::with_detail(what, String::new)
    }

    pub fn with_detail(what: impl Into<String>, detail: impl Fn() -> String + 'static) -> Self {
        let now = Instant::now();
        let progress = Self {
            what: what.into(),
            detail: Box::new(detail),
            began: now,
            drawn: now,
            terminal: std::io::stderr().is_terminal(),
        };
        progress.draw(&format!("{} ...", progress.what));
        progress
    }

    /// Called often; draws seldom.
    pub fn tick(&mut self) {
        let interval = if self.terminal {
            EVERY_REDRAW
        } else {
            EVERY_LINE
        };
        if self.drawn.elapsed() < interval {
            return;
        }
        self.drawn = Instant::now();
        let detail = (self.detail)();
        let separator = if detail.is_empty() { "" } else { ", " };
        self.draw(&format!(
            "{} ... {}{separator}{detail}",
            self.what,
            elapsed(self.began)
        ));
    }

    pub fn done(self) {
        self.draw(&format!("{}: done in {}", self.what, elapsed(self.began)));
        self.leave_line();
    }

    /// For what may fail without harm, and for what the caller then reports in full.
    pub fn gave_up(self, why: &str) {
        self.draw(&format!("{}: {why}", self.what));
        self.leave_line();
    }

    fn draw(&self, text: &str) {
        let mut stderr = std::io::stderr();
        // A closed stderr must not stop the work.
        let _ = if self.terminal {
            write!(stderr, "\r\x1b[K  {text}").and_then(|()| stderr.flush())
        } else {
            writeln!(stderr, "  {text}")
        };
    }

    fn leave_line(&self) {
        if self.terminal {
            eprintln!();
        }
    }
}

/// A step of a longer task.
pub fn heading(text: &str) {
    eprintln!("\n{}", bold(&format!("== {text}")));
}

pub fn note(text: &str) {
    eprintln!("  {text}");
}

pub fn failed(error: &anyhow::Error) {
    eprintln!("\n{} {error:#}", bold("error:"));
}

pub fn elapsed(since: Instant) -> String {
    let seconds = since.elapsed().as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn bold(text: &str) -> String {
    if std::io::stderr().is_terminal() {
        format!("\x1b[1m{text}\x1b[0m")
    } else {
        text.to_owned()
    }
}
