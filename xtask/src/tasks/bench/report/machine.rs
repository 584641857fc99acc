//! The machine, for the report: figures mean little without it.

use crate::progress;

pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model(&info).unwrap_or("unknown processor");
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}

fn model(info: &str) -> Option<&str> {
    let line = info.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim())
}

/// Runnable processes in the last minute.
fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// What else runs makes every figure worse than its spread says.
pub fn warn_if_busy() {
    const QUIET: f64 = 0.5;
    if let Some(load) = load().filter(|load| *load > QUIET) {
        progress::note(&format!(
            "this machine is doing something else (load {load:.1}): do not trust the figures"
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_what_the_kernel_says() {
        let info = "processor\t: 0\nmodel name\t: Example CPU @ 2 GHz\nprocessor\t: 1\n";
        assert_eq!(model(info), Some("Example CPU @ 2 GHz"));
        assert_eq!(model(""), None);
    }
}
