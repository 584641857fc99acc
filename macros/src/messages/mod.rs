//! The text of every diagnostic: what is wrong, in the user's terms, and what to write instead.
//!
//! One convention: the first line says what is wrong; `= help: …` below it gives the replacement with the user's own
//! names. The identifiers before each text are those of the catalogue of diagnostics.

/// One diagnostic.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Message(String);

impl Message {
    /// The text as rustc shows it.
    pub fn text(self) -> String {
        self.0
    }
}

/// `name(parameters) = what, help;` makes a function from the user's names to a [`Message`].
macro_rules! messages {
    ($($(#[$meta:meta])* $name:ident($($arg:ident),*) = $what:literal, $help:literal;)*) => {$(
        $(#[$meta])*
        pub fn $name($($arg: impl std::fmt::Display),*) -> Message {
            Message(format!(concat!($what, "\n= help: ", $help), $($arg = $arg),*))
        }
    )*};
}

pub mod class;
pub mod collected;
pub mod detach;
pub mod function;
pub mod lint;
pub mod method;
pub mod module;
pub mod option;
pub mod place;
pub mod raw;
pub mod section;
pub mod special;
