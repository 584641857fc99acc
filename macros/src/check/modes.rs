//! What the options of a section make of it.

use super::model::{Mode, OnSuspend, Target};
use super::section::{Scope, name_of};
use crate::messages::{Message, section};
use crate::parse::section::{SectionArgs, SectionOptions};
use crate::suggest::{nearest, words};

impl Scope<'_> {
    /// What `on_suspend` says.
    pub fn on_suspend(&self, args: &SectionArgs) -> Option<OnSuspend> {
        let choice = args.options.on_suspend.as_ref()?;
        let word = choice.value.value();
        let known = ON_SUSPEND.iter().find(|(known, _)| word == *known);
        if known.is_none() {
            self.ctxt.error(&choice.value, unknown_word(&word));
        }
        known.map(|(_, meaning)| *meaning)
    }

    /// What the options make of a section over references.
    pub fn exclusive(&self, options: &SectionOptions) -> Mode {
        if let Some(choice) = &options.on_suspend {
            self.ctxt
                .error(&choice.key, section::nothing_suspends(&choice.key));
        }
        let same = options.same.clone();
        Mode::Exclusive { same }
    }

    /// What the options make of a section over handles.
    pub fn suspendable(
        &self,
        options: &SectionOptions,
        targets: &[Target],
        on_suspend: Option<OnSuspend>,
    ) -> Mode {
        if let (Some(same), [first, second]) = (&options.same, targets) {
            let message = section::same_of_handles(name_of(first), name_of(second));
            self.ctxt.error(same, message);
        }
        Mode::Suspendable { on_suspend }
    }
}

const ON_SUSPEND: &[(&str, OnSuspend)] =
    &[("error", OnSuspend::Error), ("retry", OnSuspend::Retry)];

/// Other words for these.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("raise", "error"),
    ("exception", "error"),
    ("fail", "error"),
    ("panic", "error"),
    ("again", "retry"),
    ("repeat", "retry"),
    ("restart", "retry"),
    ("rerun", "retry"),
];

fn unknown_word(word: &str) -> Message {
    if let "ignore" | "nothing" | "none" | "continue" = word {
        return section::on_suspend_ignore(word);
    }
    let plain = word.to_lowercase();
    let meant = match OTHER_WORDS.iter().find(|(other, _)| plain == *other) {
        Some((_, meant)) => Some(*meant),
        None => nearest(&plain, &words(ON_SUSPEND)),
    };
    match meant {
        Some(meant) => section::on_suspend_near(word, meant),
        None => section::on_suspend_unknown(word),
    }
}
