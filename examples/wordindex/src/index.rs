//! The index itself: which words occur, how often, and in which files. Plain Rust: nothing here knows of Python.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use crate::tokens::WordCounts;

/// An inverted index: from a word to the files that hold it.
///
/// Words and file names are shared strings, so that a snapshot of all of them copies no text.
#[derive(Debug, Default)]
pub struct Inverted {
    words: HashMap<Arc<str>, Postings>,
    /// File names by number; a number is what postings store.
    files: Vec<Arc<str>>,
    /// The same names, to find one.
    known: HashSet<Arc<str>>,
    total: u64,
}

/// What is known of one word.
#[derive(Debug, Default)]
struct Postings {
    count: u64,
    /// The numbers of the files that hold the word, each once.
    files: Vec<u32>,
}

/// A file of that name is in the index already; its words would be counted twice.
#[derive(Debug, PartialEq, Eq)]
pub struct AlreadyIndexed(pub Arc<str>);

impl fmt::Display for AlreadyIndexed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is in the index already", &*self.0)
    }
}

impl std::error::Error for AlreadyIndexed {}

impl Inverted {
    /// Adds the words of the file called `name`.
    pub fn add(&mut self, name: &Arc<str>, counts: &WordCounts) -> Result<(), AlreadyIndexed> {
        self.refuse_known(name)?;
        let file = self.new_file(name);
        for (word, count) in counts.iter() {
            let postings = match self.words.get_mut(word) {
                Some(postings) => postings,
                None => self.words.entry(word.into()).or_default(),
            };
            postings.count += count;
            postings.files.push(file);
        }
        self.total += counts.total();
        Ok(())
    }

    /// Adds all that `other` holds. Where the two share a file, nothing changes.
    pub fn merge(&mut self, other: &Self) -> Result<(), AlreadyIndexed> {
        for name in &other.files {
            self.refuse_known(name)?;
        }
        let numbers: Vec<u32> = other.files.iter().map(|name| self.new_file(name)).collect();
        for (word, theirs) in &other.words {
            let ours = self.words.entry(word.clone()).or_default();
            ours.count += theirs.count;
            ours.files
                .extend(theirs.files.iter().map(|&file| numbers[file as usize]));
        }
        self.total += other.total;
        Ok(())
    }

    /// The `n` most frequent words; among equals, the alphabetically first.
    pub fn top(&self, n: usize) -> Vec<(Arc<str>, u64)> {
        let mut all: Vec<_> = self
            .words
            .iter()
            .map(|(word, postings)| (word, postings.count))
            .collect();
        let rank =
            |a: &(&Arc<str>, u64), b: &(&Arc<str>, u64)| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0));
        if n < all.len() {
            // Puts the first n in front, in linear time, so that only they need sorting.
            all.select_nth_unstable_by(n, rank);
            all.truncate(n);
        }
        all.sort_unstable_by(rank);
        all.into_iter()
            .map(|(word, count)| (word.clone(), count))
            .collect()
    }

    /// The names of the files that hold `word`, sorted.
    pub fn files(&self, word: &str) -> Vec<Arc<str>> {
        let Some(postings) = self.words.get(word) else {
            return Vec::new();
        };
        let mut names: Vec<_> = postings
            .files
            .iter()
            .map(|&file| self.files[file as usize].clone())
            .collect();
        names.sort_unstable();
        names
    }

    /// How often `word` occurs in all files together; `None` if it does not.
    pub fn count(&self, word: &str) -> Option<u64> {
        self.words.get(word).map(|postings| postings.count)
    }

    /// Every distinct word once, in no particular order.
    pub fn snapshot(&self) -> Vec<Arc<str>> {
        self.words.keys().cloned().collect()
    }

    /// How many distinct words there are.
    pub fn distinct(&self) -> usize {
        self.words.len()
    }

    /// How many words there are, repetitions included.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many files there are.
    pub fn file_count(&self) -> usize {
        self.files.len()
    }

    fn refuse_known(&self, name: &Arc<str>) -> Result<(), AlreadyIndexed> {
        if self.known.contains(name) {
            return Err(AlreadyIndexed(name.clone()));
        }
        Ok(())
    }

    fn new_file(&mut self, name: &Arc<str>) -> u32 {
        let number = u32::try_from(self.files.len()).expect("fewer than 2**32 files");
        self.files.push(name.clone());
        self.known.insert(name.clone());
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(files: &[(&str, &str)]) -> Inverted {
        let mut index = Inverted::default();
        for &(name, text) in files {
            index
                .add(&name.into(), &WordCounts::of(text.to_owned()))
                .unwrap();
        }
        index
    }

    fn top(index: &Inverted, n: usize) -> Vec<(String, u64)> {
        index
            .top(n)
            .into_iter()
            .map(|(word, count)| (word.to_string(), count))
            .collect()
    }

    fn files(index: &Inverted, word: &str) -> Vec<String> {
        index
            .files(word)
            .iter()
            .map(|name| name.to_string())
            .collect()
    }

    #[test]
    fn counts_and_files_of_each_word() {
        let index = index(&[("b", "one two two"), ("a", "two three")]);
        assert_eq!(
            (index.distinct(), index.total(), index.file_count()),
            (3, 5, 2)
        );
        assert_eq!(index.count("two"), Some(3));
        assert_eq!(index.count("four"), None);
        assert_eq!(files(&index, "two"), ["a", "b"]);
        assert_eq!(files(&index, "four"), [""; 0]);
    }

    #[test]
    fn top_is_by_count_and_then_by_word() {
        let index = index(&[("a", "z z y y x w w w")]);
        assert_eq!(
            top(&index, 3),
            [("w".into(), 3), ("y".into(), 2), ("z".into(), 2)]
        );
        assert_eq!(top(&index, 0), []);
        assert_eq!(top(&index, 99).len(), 4);
    }

    #[test]
    fn a_file_counts_once() {
        let mut index = index(&[("a", "x")]);
        let again = index.add(&"a".into(), &WordCounts::of("x y".to_owned()));
        assert_eq!(again, Err(AlreadyIndexed("a".into())));
        assert_eq!(
            (index.distinct(), index.total(), index.file_count()),
            (1, 1, 1)
        );
    }

    #[test]
    fn merging_two_halves_gives_the_whole() {
        let all = [("a", "x y"), ("b", "y z z"), ("c", "z")];
        let whole = index(&all);
        let (mut left, right) = (index(&all[..1]), index(&all[1..]));
        left.merge(&right).unwrap();
        assert_eq!(top(&left, 9), top(&whole, 9));
        assert_eq!((left.total(), left.file_count()), (6, 3));
        assert_eq!(files(&left, "y"), ["a", "b"]);
        assert_eq!(files(&left, "z"), ["b", "c"]);
        // The other one keeps what it has.
        assert_eq!(top(&right, 9), [("z".into(), 3), ("y".into(), 1)]);
    }

    #[test]
    fn a_refused_merge_changes_nothing() {
        let mut left = index(&[("a", "x"), ("b", "x")]);
        let right = index(&[("c", "x y"), ("b", "y")]);
        assert_eq!(left.merge(&right), Err(AlreadyIndexed("b".into())));
        assert_eq!(
            (left.distinct(), left.total(), left.file_count()),
            (1, 2, 2)
        );
    }

    #[test]
    fn a_snapshot_stays_as_it_was() {
        let mut index = index(&[("a", "x y")]);
        let mut before = index.snapshot();
        index
            .add(&"b".into(), &WordCounts::of("z".to_owned()))
            .unwrap();
        before.sort();
        assert_eq!(before, ["x".into(), "y".into()]);
        assert_eq!(index.snapshot().len(), 3);
    }
}
