"""What is said when a call goes wrong, word for word."""

import basics
import locking
import pytest
from support import message, raised


def test_missing_arguments():
    assert message(basics.add, 1) == "TypeError: add() missing 1 required positional argument: 'b'"
    assert message(basics.add) == "TypeError: add() missing 2 required positional arguments: 'a' and 'b'"
    assert message(basics.add, b=1) == "TypeError: add() missing 1 required positional argument: 'a'"
    assert message(basics.every_kind, 1) == "TypeError: every_kind() missing 1 required keyword-only argument: 'd'"
    assert message(basics.keyword_only) == "TypeError: keyword_only() missing 1 required keyword-only argument: 'a'"


def test_too_many_arguments():
    assert message(basics.add, 1, 2, 3) == "TypeError: add() takes 2 positional arguments but 3 were given"
    assert (
        message(basics.scaled, 1, 2, 3) == "TypeError: scaled() takes from 1 to 2 positional arguments but 3 were given"
    )
    assert message(basics.keyword_only, 1) == "TypeError: keyword_only() takes 0 positional arguments but 1 was given"
    assert (
        message(basics.undocumented, 1, 2) == "TypeError: undocumented() takes 1 positional argument but 2 were given"
    )


def test_arguments_where_there_are_none():
    """In CPython's words, however the function is called."""
    expected = "TypeError: basics.nothing() takes no arguments ({} given)"
    for _ in range(100):
        assert basics.nothing() is None
    for given in ([1], [1, 2]):
        for call in (basics.nothing, lambda *values: basics.nothing.__call__(*values)):
            assert message(call, *given) == expected.format(len(given))
    assert message(lambda: basics.nothing(1)) == expected.format(1)
    assert message(basics.nothing, a=1) == "TypeError: basics.nothing() takes no keyword arguments"
    assert message(basics.nothing, 1, a=1) == "TypeError: basics.nothing() takes no keyword arguments"
    assert basics.nothing(**{}) is None
    assert basics.Point.origin().x == 0.0
    assert message(basics.Point.origin, 1) == "TypeError: Point.origin() takes no arguments (1 given)"
    assert message(basics.Point.origin, x=1) == "TypeError: Point.origin() takes no keyword arguments"
    assert message(basics.Counter().hit, 1) == "TypeError: Counter.hit() takes no arguments (1 given)"


def test_unexpected_keywords():
    assert message(basics.add, 1, c=2) == "TypeError: add() got an unexpected keyword argument 'c'"
    assert message(basics.add, 1, 2, a=1) == "TypeError: add() got multiple values for argument 'a'"
    assert (
        message(basics.every_kind, a=1, d=2)
        == "TypeError: every_kind() got some positional-only arguments passed as keyword arguments: 'a'"
    )


def test_arguments_of_the_wrong_type():
    assert message(basics.add, 1, "2") == "TypeError: add() argument 'b' must be int, not str"
    assert message(basics.add, None, 2) == "TypeError: add() argument 'a' must be int, not None"
    assert message(basics.pair, 1, "b") == "TypeError: pair() argument 'a' must be str, not int"


def test_numbers_out_of_range():
    assert message(basics.cheapest, 256) == "OverflowError: cheapest() argument 'value' must be in the range 0 to 255"
    assert message(basics.cheapest, -1) == "OverflowError: cheapest() argument 'value' must be in the range 0 to 255"


def test_methods_name_their_class():
    counter = basics.Counter()
    assert message(counter.add, "a") == "TypeError: Counter.add() argument 'amount' must be int, not str"
    assert message(counter.add) == "TypeError: Counter.add() missing 1 required positional argument: 'amount'"
    assert (
        message(counter.add, 1, 2, 3)
        == "TypeError: Counter.add() takes from 1 to 2 positional arguments but 3 were given"
    )
    assert (
        message(basics.Counter.larger, 1) == "TypeError: Counter.larger() missing 1 required positional argument: 'b'"
    )


def test_constructors_are_named_as_they_are_called():
    assert message(basics.Point, 1) == "TypeError: Point() missing 1 required positional argument: 'y'"
    assert message(basics.Point, 1, "2") == "TypeError: Point() argument 'y' must be real number, not str"
    assert message(basics.Counter, other=1) == "TypeError: Counter() got an unexpected keyword argument 'other'"


def test_classes_as_arguments():
    point, counter = basics.Point(1, 2), locking.Counter()
    assert message(basics.x_of, 1) == "TypeError: x_of() argument 'point' must be Point, not int"
    assert message(point.plus, counter) == "TypeError: Point.plus() argument 'other' must be Point, not Counter"
    assert message(counter.absorb, point) == "TypeError: Counter.absorb() argument 'other' must be Counter, not Point"
    assert message(locking.bump, None) == "TypeError: bump() argument 'counter' must be Counter, not None"


def test_a_class_of_the_same_name_from_another_module_is_another_class():
    text = message(locking.bump, basics.Counter())
    assert text.startswith("TypeError: bump() argument 'counter' must be Counter, not ")


def test_one_object_twice():
    """CS21: the message names both parameters."""
    counter = locking.Counter(3)
    for call, first, second in (
        (counter.absorb, "self", "other"),
        (counter.copy_from, "self", "source"),
    ):
        error = raised(call, counter)
        assert type(error) is ValueError
        assert f"'{first}' and '{second}' are the same object" in str(error), error
    error = raised(locking.swap, counter, counter)
    assert type(error) is ValueError and str(error) == "swap() arguments 'a' and 'b' are the same object"
    assert counter.hits == 3


def test_errors_of_functions():
    error = raised(basics.fails, "missing")
    assert type(error) is KeyError and error.args == ("missing",)
    assert message(basics.fails_with, "value") == "ValueError: a value"
    error = raised(basics.fails_with, "runtime")
    assert type(error) is RuntimeError and error.args == ("two", 2)
    assert basics.fails_with("nothing") == 0


def test_errors_of_rust():
    error = raised(basics.fails_with, "missing file")
    assert type(error) is FileNotFoundError and error.errno == 2 and error.strerror == "No such file"
    assert type(raised(basics.fails_with, "parse")) is ValueError
    assert type(raised(basics.fails_with, "io")) is PermissionError
    error = raised(basics.fails_with, "utf8")
    assert type(error) is UnicodeDecodeError and error.object == b"\xff" and error.start == 0


def test_an_error_type_of_the_users_own():
    assert message(basics.fails_with_own, 3) == "ValueError: 3 missing"
    assert basics.fails_with_own(0) == 0


def test_errors_have_a_traceback_that_starts_at_the_caller():
    error = raised(basics.fails, "a")
    assert error.__traceback__.tb_frame.f_code.co_name == "raised"
    assert error.__cause__ is None and error.__context__ is None


def test_an_error_while_another_is_handled_has_it_as_context():
    try:
        1 / 0
    except ZeroDivisionError:
        error = raised(basics.fails, "a")
    assert type(error.__context__) is ZeroDivisionError


def test_an_error_of_an_argument_is_not_hidden():
    """What the caller's own `__index__` raises is raised, not a complaint about the argument."""

    class Odd:
        def __index__(self):
            raise LookupError("odd")

    assert message(basics.add, 1, Odd()) == "LookupError: odd"


def test_the_error_indicator_is_clear_after_a_refused_operand():
    """`==` with another type tries a conversion that fails: nothing of that may remain."""
    items = basics.Sequence()
    for other in (1, "a", None, object()):
        assert items != other
        assert len(items) == 0


def test_surrogates_are_no_text():
    error = raised(basics.pair, "\ud800", "b")
    assert isinstance(error, (UnicodeEncodeError, ValueError))


@pytest.mark.parametrize("name", ["", "add ", "\ud800", "ad", "addd", "Ünïcode"])
def test_keywords_that_are_almost_right(name):
    with pytest.raises(TypeError, match="unexpected keyword"):
        basics.scaled(1, **{name: 1})
