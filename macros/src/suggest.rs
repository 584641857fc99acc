//! "did you mean …?": the nearest of the words that could have been meant.

/// The nearest of `known` to `written`, if it is near enough to be what was meant.
///
/// Near enough is one edit for each three letters, and at least one: `frozn` is near `frozen`, `x` is near nothing.
pub fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    let allowed = (written.chars().count() / 3).clamp(1, 3);
    let (mut least, mut nearest) = (usize::MAX, None);
    for &word in known {
        let edits = distance(written, word);
        if edits <= allowed && edits < word.chars().count() && edits < least {
            (least, nearest) = (edits, Some(word));
        }
    }
    nearest
}

/// The words of a table, with what they mean.
pub fn words<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    let mut words = Vec::new();
    for (word, _) in table {
        words.push(*word);
    }
    words
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from `a` to `b`.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn edits_are_counted() {
        assert_eq!(distance("frozen", "frozen"), 0);
        assert_eq!(distance("frozn", "frozen"), 1);
        assert_eq!(distance("slef", "self"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn only_near_words_are_suggested() {
        assert_eq!(
            nearest("gil_not_usd", &["gil_used", "gil_not_used"]),
            Some("gil_not_used")
        );
        assert_eq!(nearest("slef", &["self", "other"]), Some("self"));
        assert_eq!(nearest("x", &["y", "self"]), None);
        assert_eq!(nearest("timeout", &["same"]), None);
    }
}
