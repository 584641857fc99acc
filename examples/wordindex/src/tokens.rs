//! What a word is, and how often each occurs in one text. Plain Rust: nothing here knows of Python.

use std::collections::HashMap;

/// The words of `text`, in order.
///
/// A word is a maximal run of ASCII letters, digits, `_` and non-ASCII characters, without the digits that it may begin
/// with; numbers are no words. As a Python regular expression over lower-cased UTF-8 bytes, which is how `plain.py`
/// finds the same words: `[a-z_\x80-\xff][a-z0-9_\x80-\xff]*`. No table of Unicode categories takes part, because
/// Python's and Rust's would differ by version.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && c != '_' && !c.is_ascii_alphanumeric())
        .map(|run| run.trim_start_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
}

/// How often each word occurs in one text.
///
/// All words share one allocation, so a value is cheap to drop wherever it happens to die.
#[derive(Debug, Default)]
pub struct WordCounts {
    /// The distinct words, one after another.
    letters: String,
    /// For each word, where it ends in `letters`, and its count.
    entries: Vec<(usize, u64)>,
    total: u64,
}

impl WordCounts {
    /// Counts the words of `text`. Letter case does not matter in ASCII: `Word` and `word` are one.
    pub fn of(mut text: String) -> Self {
        text.make_ascii_lowercase();
        let mut counts: HashMap<&str, u64> = HashMap::new();
        for word in words(&text) {
            *counts.entry(word).or_default() += 1;
        }

        let mut this = Self {
            letters: String::with_capacity(counts.keys().map(|word| word.len()).sum()),
            entries: Vec::with_capacity(counts.len()),
            total: counts.values().sum(),
        };
        for (word, count) in counts {
            this.letters.push_str(word);
            this.entries.push((this.letters.len(), count));
        }
        this
    }

    /// Each distinct word once, in no particular order, with its count.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut start = 0;
        self.entries.iter().map(move |&(end, count)| {
            let word = &self.letters[start..end];
            start = end;
            (word, count)
        })
    }

    /// How many distinct words there are.
    pub fn distinct(&self) -> usize {
        self.entries.len()
    }

    /// How many words there are, repetitions included.
    pub fn total(&self) -> u64 {
        self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        words(text).collect()
    }

    fn counted(text: &str) -> Vec<(String, u64)> {
        let counts = WordCounts::of(text.to_owned());
        let mut all: Vec<_> = counts
            .iter()
            .map(|(word, count)| (word.to_owned(), count))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn identifiers_are_words_and_numbers_are_not() {
        assert_eq!(
            found("x1 = _y(2, 0x3f) # 10_000"),
            ["x1", "_y", "x3f", "_000"]
        );
    }

    #[test]
    fn characters_beyond_ascii_belong_to_words() {
        assert_eq!(found("naïve 7été, Straße"), ["naïve", "été", "Straße"]);
    }

    #[test]
    fn a_text_without_words_has_none() {
        assert_eq!(found(""), [""; 0]);
        assert_eq!(found("  12 + 34\n\0\t"), [""; 0]);
    }

    #[test]
    fn a_word_may_touch_either_end() {
        assert_eq!(found("a"), ["a"]);
        assert_eq!(found("1a-b2"), ["a", "b2"]);
    }

    #[test]
    fn case_is_folded_in_ascii_only() {
        assert_eq!(
            counted("The the THE É é"),
            [("the".into(), 3), ("É".into(), 1), ("é".into(), 1)]
        );
        // The Kelvin sign would become an ASCII k under Unicode's rules.
        assert_eq!(
            counted("\u{212a} k"),
            [("k".into(), 1), ("\u{212a}".into(), 1)]
        );
    }

    #[test]
    fn totals_count_repetitions() {
        let counts = WordCounts::of("to be or not to be".to_owned());
        assert_eq!((counts.distinct(), counts.total()), (4, 6));
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<u64>(), 6);
    }
}
