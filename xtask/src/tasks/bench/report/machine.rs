//! The machine, for the report: figures mean little without it.

use crate::progress;

pub fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model(&info).unwrap_or_else(|| "unknown processor".into());
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}

/// What it is called, and which one it is: virtual machines often have one name for several generations, of which one takes
/// a lock in half of the time that another does.
fn model(info: &str) -> Option<String> {
    let value = |name: &str| {
        let line = |line: &'_ &str| line.split('\t').next().is_some_and(|word| word == name);
        Some(info.lines().find(line)?.split_once(':')?.1.trim())
    };
    let name = value("model name")?;
    Some(match (value("cpu family"), value("model")) {
        (Some(family), Some(model)) => format!("{name} (family {family}, model {model})"),
        _ => name.into(),
    })
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
        assert_eq!(model(info).as_deref(), Some("Example CPU @ 2 GHz"));
        let info = "cpu family\t: 25\nmodel\t\t: 17\nmodel name\t: Example\n";
        assert_eq!(
            model(info).as_deref(),
            Some("Example (family 25, model 17)")
        );
        assert_eq!(model(""), None);
    }
}
