//! The scenarios that there are.

/// A file of `tests/stress/scenarios`, by the name that it has there with `_` for `-`.
pub struct Scenario {
    pub name: &'static str,
    pub holds_when: &'static str,
    pub full_load: &'static str,
}

const fn scenario(
    name: &'static str,
    holds_when: &'static str,
    full_load: &'static str,
) -> Scenario {
    Scenario {
        name,
        holds_when,
        full_load,
    }
}

pub const SCENARIOS: &[Scenario] = &[
    scenario(
        "lost-update",
        "every count is exact, by every kind of lock and every way in",
        "8 threads x 1,000,000 for each kind of lock",
    ),
    scenario(
        "cs-pair",
        "transfers between two objects conserve the sum, and none waits for ever",
        "8 threads x 200,000 for each kind of pair",
    ),
    scenario(
        "torn-pair",
        "two fields that are written together are never seen unequal",
        "2 threads x 5,000,000 and 8 x 200,000 for each kind of lock",
    ),
    scenario(
        "owner-gives-way",
        "whoever uses objects without their locks, because it made them, stops when another thread comes",
        "300 processes for each way to come in, with 24 classes",
    ),
    scenario(
        "cs-suspend",
        "a section that Python suspends notices it, and no payload is seen half written",
        "8 threads x 50,000 for each kind of callback",
    ),
    scenario(
        "finalizer-in-section",
        "finalizers of what dies under a lock run once, after the section, and may take the lock",
        "8 threads x 50,000 for each way to let go",
    ),
    scenario(
        "block-vs-stw",
        "whoever waits for a lock never holds up a collection, nor a collection them",
        "6 threads x 100,000 for each kind of lock, 2 that collect",
    ),
    scenario(
        "cs-handoff",
        "a lock that was held for long goes on to those who wait",
        "2,000 rounds of 2 to 10 ms for each kind of lock, 3 threads that wait, 1 that collects",
    ),
    scenario(
        "drop-blocks",
        "payloads whose end blocks end once each, also in collections",
        "4 threads x 20,000 for each way to block",
    ),
    scenario(
        "traverse-pure",
        "cycles end, and a collection sees no object that is locked half changed",
        "8 threads x 10,000 for each kind of cycle, 2 that collect",
    ),
    scenario(
        "iter-mutate",
        "iterating over what others change raises RuntimeError or sees a state that there was",
        "8 threads x 2,000 for each container",
    ),
    scenario(
        "fin-reattach",
        "detached threads that come back while the interpreter exits do no harm, and are not unwound",
        "300 processes for each way to be detached, 8 threads",
    ),
    scenario(
        "fin-hammer",
        "threads that attach while the interpreter exits are refused, and none hangs",
        "500 processes for each way to attach, 8 threads",
    ),
    scenario(
        "foreign-attach",
        "of threads that Python did not make nothing is left when they have ended",
        "8 threads x 100,000 for each way to attach",
    ),
    scenario(
        "drop-detached",
        "each reference that dies where no interpreter is attached is released once",
        "8 threads x 200,000 for each way to be elsewhere",
    ),
    scenario(
        "import-race",
        "however a module is imported and executed, each instance has one state, which ends",
        "300 processes for each way, 16 threads",
    ),
    scenario(
        "subinterp-churn",
        "interpreters that come and go have states of their own, and leave nothing",
        "4 threads x 200 for each kind of interpreter",
    ),
    scenario(
        "subinterp-stale",
        "an interpreter that has ended is an error for whoever still means it",
        "1,000 for each kind of interpreter, 4 threads that aim at each",
    ),
    scenario(
        "fork-load",
        "the child of a fork can use everything, whatever the other threads were busy with",
        "2,000 forks for each kind of load, 6 threads",
    ),
    scenario(
        "late-drop",
        "nothing of an interpreter is touched after its end, also when Python is initialised again",
        "20 cycles in one process for each core",
    ),
    scenario(
        "panic-storm",
        "each panic is an exception, and leaves every lock as good as before",
        "8 threads x 20,000 for each kind of class",
    ),
];

pub fn list() -> String {
    let mut text = String::from("scenarios:\n");
    for scenario in SCENARIOS {
        text += &format!(
            "  {:<22} {}\n  {:<22} full load: {}\n",
            scenario.name, scenario.holds_when, "", scenario.full_load
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace;
    use std::collections::BTreeSet;

    /// What scenarios are made with.
    const SHARED: [&str; 2] = ["harness.py", "processes.py"];

    #[test]
    fn each_file_is_a_scenario_and_each_scenario_a_file() {
        let folder = workspace::root().join(super::super::FOLDER);
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".py") && !SHARED.contains(&name.as_str()))
            .collect();
        let named = SCENARIOS
            .iter()
            .map(|one| one.name.replace('-', "_") + ".py");
        assert_eq!(files, named.collect());
    }
}
