//! The chart: a line for each row, and on it a dot for each peer where its ratio to C is.

use super::Results;
use crate::tasks::bench::figures::Row;
use crate::tasks::bench::peers::Peer;
use std::fmt::Write;

const LABELS: f64 = 250.0;
const PLOT: f64 = 560.0;
const RIGHT: f64 = 30.0;
const TOP: f64 = 70.0;
const LINE: f64 = 22.0;
const BOTTOM: f64 = 40.0;
/// The ratios at both ends; what is beyond is drawn there.
const FROM: f64 = 0.5;
const TO: f64 = 16.0;
const TICKS: [f64; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];

fn colour(peer: Peer) -> &'static str {
    match peer {
        Peer::Freehold => "#d1242f",
        Peer::C => "#57606a",
        Peer::PyO3 => "#bf8700",
        Peer::Nanobind => "#0969da",
        Peer::Pybind11 => "#8250df",
        Peer::Cython => "#1a7f37",
    }
}

fn x(ratio: f64) -> f64 {
    let part = (ratio.clamp(FROM, TO) / FROM).ln() / (TO / FROM).ln();
    LABELS + PLOT * part
}

pub fn draw(results: &Results) -> String {
    let rows = &results.single.rows;
    let height = TOP + LINE * rows.len() as f64 + BOTTOM;
    let width = LABELS + PLOT + RIGHT;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"10\" y=\"22\" font-size=\"15\" font-weight=\"bold\">Time of a call, relative to C, with Python \
         {}</text>\n",
        results.python.version_text()
    );
    legend(&mut svg, results);
    grid(&mut svg, height);
    for (at, row) in rows.iter().enumerate() {
        line(&mut svg, results, row, TOP + LINE * (at as f64 + 0.5));
    }
    svg.push_str("</svg>\n");
    svg
}

fn legend(svg: &mut String, results: &Results) {
    let mut at = LABELS;
    for built in &results.site.built {
        let (title, colour) = (built.peer.title(), colour(built.peer));
        let _ = writeln!(
            svg,
            "<circle cx=\"{at}\" cy=\"44\" r=\"5\" fill=\"{colour}\"/><text x=\"{}\" y=\"48\">{title}</text>",
            at + 9.0
        );
        at += 92.0;
    }
}

fn grid(svg: &mut String, height: f64) {
    for tick in TICKS {
        let (x, bottom) = (x(tick), height - BOTTOM);
        let colour = if tick == 1.0 { "#57606a" } else { "#d8dee4" };
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{TOP}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"{colour}\"/>\
             <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{tick}×</text>",
            bottom + 18.0
        );
    }
}

/// Freehold last, so that nothing hides it; where a peer raises there is no dot.
fn line(svg: &mut String, results: &Results, row: &Row, y: f64) {
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
        LABELS - 12.0,
        y + 4.0,
        escaped(&row.name)
    );
    let Some(c) = row.best_of(Peer::C) else {
        return;
    };
    for built in results.site.built.iter().rev() {
        let ratio = row.best_of(built.peer).and_then(|name| row.ratio(name, c));
        let Some(ratio) = ratio else { continue };
        let radius = if built.peer == Peer::Freehold {
            5.5
        } else {
            4.5
        };
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{y}\" r=\"{radius}\" fill=\"{}\" fill-opacity=\"0.85\"><title>{} {:.2}\
             </title></circle>",
            x(ratio.median),
            colour(built.peer),
            built.peer.title(),
            ratio.median
        );
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_logarithmic_and_ends() {
        assert_eq!(x(FROM), LABELS);
        assert_eq!(x(TO * 2.0), LABELS + PLOT);
        let (one, two, four) = (x(1.0), x(2.0), x(4.0));
        assert!((two - one - (four - two)).abs() < 1e-9);
    }
}
