//! The error of a value that does not fit: cheap to make, worded when it is raised.

use std::borrow::Cow;

use crate::err::push_all;
use crate::handle::Bound;
use crate::types::{PyAny, PyAnyMethods, PyType};
use crate::{Py, Python};

/// How a value fails to fit: see [`PyErr::conversion`](crate::PyErr::conversion).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConversionKind {
    /// An object of another type: `TypeError`.
    Type,
    /// The right type, but not a value that is possible here: `ValueError`.
    Value,
    /// A number that is out of range: `OverflowError`.
    Overflow,
}

/// Where in the argument the value is.
pub(crate) enum Place {
    Item(usize),
    Element,
    Key,
    Value,
}

/// What does not fit, and where.
pub(crate) struct Mismatch {
    kind: ConversionKind,
    expected: Cow<'static, str>,
    /// Whether `None` would have done as well.
    or_none: bool,
    got: Got,
    /// From the value outwards.
    places: Vec<Place>,
    /// The function and its argument.
    argument: Option<(Box<str>, Box<str>)>,
}

enum Got {
    InstanceOf(Py<PyType>),
    None,
    Length(usize),
    /// `expected` says it all.
    Unsaid,
}

impl Mismatch {
    pub(crate) fn new(
        kind: ConversionKind,
        expected: Cow<'static, str>,
        got: &Bound<'_, PyAny>,
    ) -> Mismatch {
        let got = match kind {
            ConversionKind::Type if got.is_none() => Got::None,
            ConversionKind::Type => Got::InstanceOf(got.get_type().unbind()),
            ConversionKind::Value | ConversionKind::Overflow => Got::Unsaid,
        };
        Mismatch::with(kind, expected, got)
    }

    /// An integer outside of a range: `in the range 0 to 255`.
    pub(crate) fn range(expected: &'static str) -> Mismatch {
        Mismatch::with(ConversionKind::Overflow, expected.into(), Got::Unsaid)
    }

    /// A container of the wrong length.
    pub(crate) fn length(expected: String, got: usize) -> Mismatch {
        Mismatch::with(ConversionKind::Value, expected.into(), Got::Length(got))
    }

    fn with(kind: ConversionKind, expected: Cow<'static, str>, got: Got) -> Mismatch {
        Mismatch {
            kind,
            expected,
            or_none: false,
            got,
            places: Vec::new(),
            argument: None,
        }
    }

    pub(crate) fn kind(&self) -> ConversionKind {
        self.kind
    }

    /// The value is at this place of what is being converted.
    pub(crate) fn push_place(&mut self, place: Place) {
        self.places.push(place);
    }

    /// `None` would have done as well, unless the mismatch is inside the value.
    pub(crate) fn allow_none(&mut self) {
        self.or_none |= self.places.is_empty() && self.kind == ConversionKind::Type;
    }

    /// The value is this argument of a call; the first to say so knows best.
    pub(crate) fn set_argument(&mut self, function: &str, argument: &str) {
        if self.argument.is_none() {
            self.argument = Some((function.into(), argument.into()));
        }
    }

    /// The type whose name the text needs, where it can be asked: one of another interpreter stays unnamed.
    pub(crate) fn got_type(&self, py: Python<'_>) -> Option<Py<PyType>> {
        match &self.got {
            Got::InstanceOf(class) if class.is_home() => Some(class.clone_ref(py)),
            _ => None,
        }
    }

    /// The text of the exception. Asks the type of the object for its name.
    pub(crate) fn message(&self, py: Python<'_>) -> String {
        let name = self.got_type(py).map(|class| self.name_of(class.bind(py)));
        self.message_with(name.as_deref())
    }

    /// The name of the type that was got, with its module where it alone would say nothing.
    fn name_of(&self, class: &Bound<'_, PyType>) -> String {
        let name = class.name_lossy();
        match self.expected == name {
            true => class.full_name_lossy(),
            false => name,
        }
    }

    /// The text, where `got` is the name of the type that it needs, as far as that is known.
    pub(crate) fn message_with(&self, got: Option<&str>) -> String {
        let places = self.places();
        // Everything up to what was expected.
        let subject: &[&str] = match &self.argument {
            Some((function, argument)) if places.is_empty() => {
                &[function, "() argument '", argument, "' must be "]
            }
            Some((function, argument)) => &[
                function,
                "() argument '",
                argument,
                "': ",
                &places,
                " must be ",
            ],
            None if !places.is_empty() => &[&places, " must be "],
            None if self.kind == ConversionKind::Type => &["expected "],
            None => &["value must be "],
        };
        let length: String;
        let (but, got) = match (&self.got, got) {
            (Got::InstanceOf(_), Some(name)) => (", not ", name),
            (Got::None, _) => (", not ", "None"),
            (Got::Length(got), _) => {
                length = got.to_string();
                (", not ", &*length)
            }
            _ => ("", ""),
        };
        let or_none = if self.or_none { " or None" } else { "" };
        let mut text = String::new();
        push_all(&mut text, subject);
        push_all(&mut text, &[&self.expected, or_none, but, got]);
        text
    }

    /// `item 0 of item 3`.
    fn places(&self) -> String {
        let mut text = String::new();
        for place in &self.places {
            let item: String;
            let place = match place {
                Place::Item(index) => {
                    item = format!("item {index}");
                    &*item
                }
                Place::Element => "element",
                Place::Key => "key",
                Place::Value => "value",
            };
            let of = if text.is_empty() { "" } else { " of " };
            push_all(&mut text, &[of, place]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_type(expected: &'static str) -> Mismatch {
        Mismatch::with(ConversionKind::Type, expected.into(), Got::None)
    }

    #[test]
    fn says_what_was_expected_where_no_argument_is_known() {
        assert_eq!(of_type("int").message_with(None), "expected int, not None");
        let range = Mismatch::range("in the range -128 to 127");
        assert_eq!(
            range.message_with(None),
            "value must be in the range -128 to 127"
        );
    }

    #[test]
    fn names_the_function_and_the_argument() {
        let mut mismatch = of_type("int");
        mismatch.set_argument("add", "a");
        mismatch.set_argument("outer", "b");
        assert_eq!(
            mismatch.message_with(None),
            "add() argument 'a' must be int, not None"
        );
    }

    #[test]
    fn names_the_places_from_the_inside_out() {
        let mut mismatch = Mismatch::length("tuple of length 2".to_owned(), 3);
        mismatch.push_place(Place::Item(0));
        mismatch.push_place(Place::Item(3));
        assert_eq!(
            mismatch.message_with(None),
            "item 0 of item 3 must be tuple of length 2, not 3"
        );
        mismatch.set_argument("f", "xs");
        assert_eq!(
            mismatch.message_with(None),
            "f() argument 'xs': item 0 of item 3 must be tuple of length 2, not 3"
        );
    }

    #[test]
    fn none_is_offered_for_the_value_itself_only() {
        let mut outer = of_type("str");
        outer.allow_none();
        assert_eq!(outer.message_with(None), "expected str or None, not None");
        let mut inner = of_type("str");
        inner.push_place(Place::Item(1));
        inner.allow_none();
        assert_eq!(inner.message_with(None), "item 1 must be str, not None");
    }
}
