//! report.md.

use super::{Bench, Results, machine};
use crate::tasks::bench::figures::{Row, Spread, Table};
use crate::tasks::bench::options::What;
use crate::tasks::bench::peers::Peer;
use std::fmt::Write;

const ONE_THREAD: &str = "\
### One thread, ns

With what the interpreter does for a call, and with about a nanosecond for the loop.";

const THREADS: &str = "\
### Several threads, ns

Time on the clock for each call of any thread: what scales is halved by twice as many threads, as long as there are
cores for them. Of longer slices the shortest; where the threads want the same object the median.";

const OTHERS: &str = "\
### Import, memory, size";

const BUILDS: &str = "\
### Building

With everything that has to be compiled but the interpreter; what is downloaded is there already.";

const GROWTH: &str = "\
### Growth

Of generated modules. Building is that of the module alone, optimised and once; what it depends on is there already. Of
several threads it is the time on the clock for each call of any thread, in ns.";

pub fn report(bench: &Bench, all: &[Results]) -> String {
    let options = &bench.options;
    let how = match options.what {
        What::Build => format!("Each figure is the median of {} rounds.", options.rounds),
        What::Rows | What::Instructions | What::Growth => format!(
            "Each figure is the median of {} rounds; a round is a process of its own in which all peers take turns, \
             and counts the shortest of {} slices of {} ms.",
            options.rounds, options.slices.count, options.slices.milliseconds
        ),
    };
    let mut text = format!(
        "# Freehold and its peers\n\n{}. {how} Ratios are made round by round; in brackets is how far the rounds are \
         apart. Below 1 Freehold is faster.\n",
        machine::describe()
    );
    for results in all {
        let _ = writeln!(text, "\n## Python {}\n", results.python.version_text());
        peers(&mut text, results);
        if results.has_chart() {
            let _ = writeln!(text, "![ratios to C]({})", results.chart_name());
        }
        section(&mut text, results, &results.single, ONE_THREAD);
        lock(&mut text, results);
        section(&mut text, results, &results.threads, THREADS);
        speed_up(&mut text, results);
        section(&mut text, results, &results.others, OTHERS);
        section(&mut text, results, &results.builds, BUILDS);
        section(&mut text, results, &results.growth, GROWTH);
    }
    text
}

fn peers(text: &mut String, results: &Results) {
    for built in &results.site.built {
        let _ = writeln!(text, "- {} {}", built.peer.title(), built.made_with);
    }
    for (peer, why) in &results.site.missing {
        let _ = writeln!(text, "- **not there: {}**: {}", peer.title(), one_line(why));
    }
    text.push('\n');
}

fn section(text: &mut String, results: &Results, figures: &Table, title: &str) {
    if !figures.rows.is_empty() {
        let _ = writeln!(text, "\n{title}\n");
        table(text, results, figures);
    }
}

/// A column for each peer with the better of its ways to lock, and the two ratios.
fn table(text: &mut String, results: &Results, table: &Table) {
    let peers: Vec<Peer> = results.site.built.iter().map(|built| built.peer).collect();
    head(text, &peers, &["Freehold / C", "Freehold / fastest peer"]);
    let mut mutexes = false;
    for row in &table.rows {
        let _ = write!(text, "| {} |", row.name);
        for &peer in &peers {
            let cell = cell(row, peer);
            mutexes |= cell.contains('*');
            let _ = write!(text, " {cell} |");
        }
        let fastest = row.fastest_peer();
        let whose = fastest.map(|name| format!(", {name}")).unwrap_or_default();
        let _ = writeln!(
            text,
            " {} | {} |",
            ratio(row, row.best_of(Peer::C), ""),
            ratio(row, fastest, &whose)
        );
    }
    if mutexes {
        let _ = writeln!(
            text,
            "\n\\* with a mutex in each object, which was faster here than the peer's other way."
        );
    }
}

fn head(text: &mut String, peers: &[Peer], more: &[&str]) {
    let titles = peers.iter().map(|peer| peer.title());
    let titles: Vec<&str> = titles.chain(more.iter().copied()).collect();
    let _ = writeln!(text, "| | {} |", titles.join(" | "));
    let _ = writeln!(text, "|---|{}", "---:|".repeat(titles.len()));
}

fn cell(row: &Row, peer: Peer) -> String {
    let raised = row.raised(peer).map(kind);
    let best = row.best_of(peer).and_then(|name| {
        let mark = if name.ends_with("/mutex") { "\\*" } else { "" };
        Some(format!("{}{mark}", figure(row.spread(name)?.median)))
    });
    match (best, raised) {
        (Some(best), Some(raised)) => format!("{best} ({raised} without)"),
        (Some(best), None) => best,
        (None, Some(raised)) => raised.to_owned(),
        (None, None) => String::new(),
    }
}

fn ratio(row: &Row, to: Option<&str>, whose: &str) -> String {
    let ratio = row
        .best_of(Peer::Freehold)
        .and_then(|freehold| row.ratio(freehold, to?));
    ratio.map_or_else(String::new, |ratio| {
        format!("{}{whose}", with_spread(ratio))
    })
}

fn with_spread(spread: Spread) -> String {
    let Spread {
        median,
        lowest,
        highest,
    } = spread;
    format!("{median:.2} ({lowest:.2}–{highest:.2})")
}

/// How much more two threads do than one: round by round, as both were measured at the same time in each.
fn speed_up(text: &mut String, results: &Results) {
    let pairs = pairs_of_threads(&results.threads);
    if pairs.is_empty() {
        return;
    }
    let peers: Vec<Peer> = results.site.built.iter().map(|built| built.peer).collect();
    let _ = writeln!(text, "\n### Calls of two threads to those of one\n");
    head(text, &peers, &[]);
    for (name, one, two) in pairs {
        let _ = write!(text, "| {name} |");
        for &peer in &peers {
            let entrant = two.best_of(peer);
            let speed_up = entrant.and_then(|entrant| two.speed_up_from(one, entrant));
            let _ = write!(
                text,
                " {} |",
                speed_up.map_or_else(String::new, with_spread)
            );
        }
        text.push('\n');
    }
}

/// The rows that were measured on one thread and on two, and what both are called.
fn pairs_of_threads(threads: &Table) -> Vec<(&str, &Row, &Row)> {
    let pairs = threads.rows.iter().filter_map(|one| {
        let name = one.name.strip_suffix(", 1 thread")?;
        let two = threads.row(&format!("{name}, 2 threads"))?;
        Some((name, one, two))
    });
    pairs.collect()
}

/// Locked minus unlocked: the same method of two classes.
fn lock(text: &mut String, results: &Results) {
    let locked = results.single.row("locked method that reads");
    let unlocked = results.single.row("method, no lock");
    let (Some(locked), Some(unlocked)) = (locked, unlocked) else {
        return;
    };
    let _ = writeln!(
        text,
        "\n### What the lock adds, ns\n\nA locked method that reads, minus the same without a lock.\n\n| | ns |\n|---|---:|"
    );
    for (entrant, _) in &locked.entrants {
        let plain = entrant.split('/').next().unwrap_or(entrant);
        let (Some(these), Some(those)) = (locked.rounds(entrant), unlocked.rounds(plain)) else {
            continue;
        };
        let added = these.iter().zip(those).map(|(a, b)| a - b).collect();
        if let Some(added) = Spread::of(added) {
            let _ = writeln!(
                text,
                "| {entrant} | {:.1} ({:.1}–{:.1}) |",
                added.median, added.lowest, added.highest
            );
        }
    }
}

fn figure(value: f64) -> String {
    match value {
        _ if value < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

/// The exception, without its message.
fn kind(raised: &str) -> &str {
    raised.split(':').next().unwrap_or(raised)
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "/")
}
