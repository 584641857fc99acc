//! Reading what callgrind writes: <https://valgrind.org/docs/manual/cl-format.html>.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::path::Path;

/// What was counted between two dumps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Instructions in the object files whose name begins with that of the module.
    pub own: u64,
    /// Calls from there to elsewhere.
    pub calls: u64,
    /// All instructions.
    pub whole: u64,
}

impl Part {
    pub fn read(file: &Path, module: &str) -> Result<Self> {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("callgrind has not written {}", file.display()))?;
        let part = Self::parse(&text, module)?;
        if part.whole == 0 {
            bail!("{} counts nothing", file.display());
        }
        Ok(part)
    }

    fn parse<'a>(text: &'a str, module: &'a str) -> Result<Self> {
        let mut part = Self::default();
        let mut objects = Objects::new(module);
        let mut in_module = false;
        // A call is told by `cob=` (unless it stays in the object), `calls=`, and a line with what the callee took,
        // which is counted where the callee is.
        let mut callee_in_module = None;
        let mut after_calls = false;
        for line in text.lines() {
            if let Some(object) = line.strip_prefix("ob=") {
                in_module = objects.is_module(object)?;
            } else if let Some(object) = line.strip_prefix("cob=") {
                callee_in_module = Some(objects.is_module(object)?);
            } else if let Some(call) = line.strip_prefix("calls=") {
                let count = number(call.split(' ').next())?;
                let stays = callee_in_module.take().unwrap_or(in_module);
                if in_module && !stays {
                    part.calls += count;
                }
                after_calls = true;
            } else if line
                .starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first))
            {
                if std::mem::take(&mut after_calls) {
                    continue;
                }
                // No cost at all is left out.
                let Some(cost) = line.split(' ').nth(1) else {
                    continue;
                };
                let cost = number(Some(cost))?;
                part.whole += cost;
                if in_module {
                    part.own += cost;
                }
            }
        }
        Ok(part)
    }
}

/// Names of object files: `(3) /usr/lib/x.so` the first time, `(3)` from then on.
struct Objects<'a> {
    module: &'a str,
    /// By number: whether it is that of the module.
    named: HashMap<&'a str, bool>,
}

impl<'a> Objects<'a> {
    fn new(module: &'a str) -> Self {
        Self {
            module,
            named: HashMap::new(),
        }
    }

    fn is_module(&mut self, object: &'a str) -> Result<bool> {
        let (id, name) = match object.split_once(' ') {
            Some((id, name)) => (id, Some(name)),
            None => (object, None),
        };
        if let Some(name) = name {
            let file = name.rsplit('/').next().unwrap_or(name);
            self.named.insert(id, file.starts_with(self.module));
        }
        let known = self.named.get(id).copied();
        known.with_context(|| format!("callgrind uses the object {id} before it names it"))
    }
}

fn number(text: Option<&str>) -> Result<u64> {
    let text = text.unwrap_or_default();
    text.parse()
        .with_context(|| format!("callgrind counts `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUMP: &str = "\
version: 1
positions: line
events: Ir
summary: 1000

ob=(1) /usr/lib/libpython3.so
fl=(1) ???
fn=(1) call
10 5
cob=(2) /site/freehold_peer.cpython-314t.so
cfn=(2) inc
calls=3 20
11 900
+1 7

ob=(2)
fn=(2)
20 30
* 4
cob=(1)
cfn=(3) PyLong_FromLong
calls=3 0
* 60
cfn=(4) end
calls=3 0
-2 80
25

fn=(4)
18 80
";

    fn parse(text: &str) -> Result<Part> {
        Part::parse(text, "freehold_peer")
    }

    #[test]
    fn costs_are_counted_where_they_arise() {
        let part = parse(DUMP).unwrap();
        assert_eq!(part.own, 30 + 4 + 80);
        assert_eq!(part.whole, 5 + 7 + part.own);
    }

    #[test]
    fn only_calls_that_leave_the_module_count() {
        assert_eq!(parse(DUMP).unwrap().calls, 3);
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        assert!(parse("ob=(7)\n1 2\n").is_err());
        assert!(parse("ob=(7) x\n1 many\n").is_err());
        assert!(parse("ob=(7) x\ncalls=\n").is_err());
    }
}
