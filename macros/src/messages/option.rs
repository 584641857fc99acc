//! Options and attributes in general.

use super::Message;

messages! {
    unknown(word, attribute, known) = "unknown option `{word}` of `#[{attribute}]`", "the options are {known}";
    /// MO04, PC08
    near(word, attribute, meant) = "unknown option `{word}` of `#[{attribute}]`", "did you mean `{meant}`?";
    /// MO06, PC14
    twice(word) = "`{word}` is given twice", "remove the second `{word}`";
    takes_nothing(word) = "`{word}` takes no value", "write `{word}`";
    takes_text(word, example) = "`{word}` takes a string", "write `{word} = \"{example}\"`";
    takes_type(word, example) = "`{word}` takes the name of a type", "write `{word} = {example}`";
    takes_path(word, example) = "`{word}` takes a path", "write `{word} = {example}`";
    takes_signature(word) = "`{word}` takes a parameter list", "write `{word} = (a, b = 1, /, *, c = None)`";
    not_an_option(attribute, known) = "this is not an option of `#[{attribute}]`", "the options are {known}";
    no_options(attribute) = "`#[{attribute}]` takes no arguments", "write `#[{attribute}]`";
    not_yet(word) = "`{word}` is not available yet", "remove `{word}`";
    not_identifier(name, proposal) = "`{name}` is not a Python identifier", "write `\"{proposal}\"`";
    keyword(name) = "`{name}` is a keyword of Python", "write `\"{name}_\"`";
    keyword_name(name) = "`{name}` is a keyword of Python, so nobody could write it there", "give it another name in Python: `name = \"{name}_\"`";
    nul_in_docs(item) = "the documentation of `{item}` contains a NUL character, which ends a C string", "remove it";
}
