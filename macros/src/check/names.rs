//! Names that Python has to be able to write.

use syn::LitStr;

use crate::ctxt::Ctxt;
use crate::messages::{Message, option};

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Refuses a name that is no identifier of Python, with `message(name, proposal)`, or a keyword.
pub fn identifier(ctxt: &Ctxt, given: &LitStr, message: fn(&str, &str) -> Message) {
    let name = given.value();
    if !is_identifier(&name) {
        ctxt.error(given, message(&name, &proposal(&name)));
    } else if is_keyword(&name) {
        ctxt.error(given, option::keyword(name));
    }
}

/// Whether Python reserves the word.
pub fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    letters
        .next()
        .is_some_and(|first| first == '_' || first.is_alphabetic())
        && letters.all(|letter| letter == '_' || letter.is_alphanumeric())
}

/// The nearest identifier: every other character becomes `_`.
fn proposal(name: &str) -> String {
    let mut replaced = String::new();
    for letter in name.chars() {
        replaced.push(if letter.is_alphanumeric() {
            letter
        } else {
            '_'
        });
    }
    match replaced.chars().next() {
        None => "name".to_owned(),
        Some(first) if first.is_numeric() => format!("_{replaced}"),
        Some(_) => replaced,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_identifier, proposal};

    #[test]
    fn identifiers_are_told_from_other_names() {
        assert!(is_identifier("a_b1"));
        assert!(is_identifier("größe"));
        assert!(!is_identifier("a-b"));
        assert!(!is_identifier("1a"));
        assert!(!is_identifier(""));
        assert_eq!(proposal("a-b"), "a_b");
        assert_eq!(proposal("1a"), "_1a");
    }
}
