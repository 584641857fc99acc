"""Errors on their way between Rust and Python, in both directions."""

import builtins
import errno
import json
import os
import sys

import conversions as c
import pytest
from support import in_threads, load, message, raised

TEXT = "the text"
# Those that do not take one string.
NEED_MORE = {"BaseExceptionGroup", "ExceptionGroup"}
NEED_MORE |= {f"Unicode{kind}Error" for kind in ("Decode", "Encode", "Translate")}


def raising(error):
    def function():
        raise error

    return function


def test_every_builtin_exception_is_there():
    known = set(c.exception_names())
    types = {name: value for name, value in vars(builtins).items() if isinstance(value, type)}
    there = {name for name, value in types.items() if issubclass(value, BaseException)}
    aliases = {"EnvironmentError", "IOError", "WindowsError"}
    newer = {"PythonFinalizationError", "ImportCycleError", "_IncompleteInputError"}
    assert there - aliases - newer == known


@pytest.mark.parametrize("name", sorted(set(c.exception_names()) - NEED_MORE))
def test_each_exception_is_raised_with_its_text(name):
    error = raised(c.raise_named, name, TEXT)
    assert type(error) is getattr(builtins, name) and error.args == (TEXT,)


@pytest.mark.parametrize("name", sorted(NEED_MORE))
def test_arguments_that_the_type_refuses(name):
    assert type(raised(c.raise_named, name, TEXT)) is TypeError


@pytest.mark.parametrize("name", sorted(c.exception_names()))
def test_each_exception_is_caught_by_its_bases(name):
    examples = {
        "BaseExceptionGroup": BaseExceptionGroup("g", [KeyboardInterrupt()]),
        "ExceptionGroup": ExceptionGroup("g", [ValueError()]),
        "UnicodeDecodeError": UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        "UnicodeEncodeError": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "bad"),
        "UnicodeTranslateError": UnicodeTranslateError("x", 0, 1, "bad"),
    }
    error = examples.get(name) or getattr(builtins, name)(TEXT)
    names = c.exception_names()
    _, _, kind, matched, traceback = c.caught(raising(error), names)
    assert kind == name and traceback
    assert matched == [isinstance(error, getattr(builtins, other)) for other in names]


def test_arguments():
    assert raised(c.raise_tuple, 0).args == ()
    assert raised(c.raise_tuple, 1).value == 7
    assert raised(c.raise_tuple, 2).args == ("two", 2)
    assert raised(c.raise_tuple, 3).args == ([1, 2, 3],)
    assert c.raise_nothing() is None


def test_an_error_while_making_the_exception_is_raised_instead():
    assert message(c.raise_bad_arguments) == "TypeError: cannot be converted"


def test_values_are_raised_as_by_the_statement():
    error = ValueError("mine")
    assert raised(c.raise_value, error) is error
    assert type(raised(c.raise_value, KeyError)) is KeyError

    class Bad(Exception):
        def __init__(self):
            raise LookupError("from __init__")

    assert message(c.raise_value, Bad) == "LookupError: from __init__"
    for wrong in (1, int, "text", None):
        assert message(c.raise_value, wrong) == "TypeError: exceptions must derive from BaseException"


def test_causes():
    cause = KeyError("cause")
    error = raised(c.raise_from, cause)
    assert str(error) == "effect" and error.__cause__ is cause and error.__suppress_context__
    assert raised(c.raise_from, None).__cause__ is None

    def chained():
        raise ValueError from OSError("why")

    assert c.caught_cause(chained) == "OSError: why"
    assert c.caught_cause(raising(ValueError())) is None


def test_context_is_set_as_for_python_code():
    try:
        raise KeyError("first")
    except KeyError as first:
        error = raised(c.raise_named, "ValueError", TEXT)
        assert error.__context__ is first


def test_the_exception_stays_the_same_object():
    error = ValueError("kept")
    assert raised(c.same_exception, raising(error)) is error
    names = []
    traceback = error.__traceback__
    while traceback:
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    assert "function" in names


def test_texts_of_caught_errors():
    class Silent(Exception):
        def __str__(self):
            raise RuntimeError

        __repr__ = __str__

    assert c.caught(raising(ValueError("odd")), [])[:2] == ("ValueError: odd", "PyErr(ValueError('odd'))")
    assert c.caught(raising(KeyError("k")), [])[:2] == ("KeyError: 'k'", "PyErr(KeyError('k'))")
    assert c.caught(raising(StopIteration()), [])[:2] == ("StopIteration", "PyErr(StopIteration())")
    silent = ("Silent: <exception str() failed>", "PyErr(<Silent, whose repr() failed>)")
    assert c.caught(raising(Silent()), [])[:2] == silent
    assert c.caught(raising(ValueError("\ud800")), [])[0] == "ValueError: \ufffd\ufffd\ufffd"


def test_texts_in_any_state_of_the_thread():
    hidden = "<a Python exception, whose text cannot be asked for here>"
    made, fresh = ["ValueError: made", "PyErr(ValueError('made'))"], ["ValueError: fresh", 'PyErr(ValueError("fresh"))']
    attached = ["TypeError: expected int, not str", *made]
    assert c.lazy_text("text") == [*attached, "TypeError: expected int", hidden, "PyErr(..)", *fresh]
    assert c.lazy_text(None)[0] == "TypeError: expected int, not None"
    assert c.lazy_text(10**10)[0] == "OverflowError: value must be in the range -2147483648 to 2147483647"
    assert c.lazy_text(1) == [*made, hidden, "PyErr(..)", *fresh]


def test_many_threads_share_an_error():
    for _ in range(load(20)):
        error, same = c.one_exception_for_all(4)
        assert same and type(error) is ValueError and error.args == ("slow",)


def test_a_panic_while_an_exception_is_made():
    error = c.exception_that_panics()
    assert type(error).__name__ == "PanicException" and str(error) == "in the arguments"


def test_errors_inside_an_exclusive_section():
    keeper = c.Keeper()
    keeper.keep(ValueError("kept"))
    hidden = "<a Python exception, whose text cannot be asked for here>"
    texts = [hidden, "PyErr(..)", "KeyError: made inside", "ValueError: invalid digit found in string"]
    assert keeper.texts() == texts
    assert message(keeper.fail, "seven") == "ValueError: invalid digit found in string"
    assert keeper.fail("7") == 7
    assert message(keeper.fail_with_number, 2) == "FileNotFoundError: [Errno 2] No such file or directory"
    assert message(keeper.give_back) == "ValueError: kept"
    assert keeper.give_back() is None


def test_extract_without_an_argument_to_name():
    assert message(c.extract_error, "a", "i32") == "TypeError: expected int, not str"
    assert message(c.extract_error, None, "i32") == "TypeError: expected int, not None"
    assert message(c.extract_error, 256, "u8") == "OverflowError: value must be in the range 0 to 255"
    assert message(c.extract_error, 1, "vec") == "TypeError: expected list or another sequence, not int"
    assert message(c.extract_error, [1, "b"], "vec") == "TypeError: item 1 must be int, not str"
    assert message(c.extract_error, (1,), "pair") == "ValueError: value must be tuple of length 2, not 1"


def test_conversions_of_ones_own():
    assert c.rejects_odd(2, None) == 0 and c.rejects_odd(2, [4, 6]) == 2
    assert message(c.rejects_odd, 3, None) == "ValueError: rejects_odd() argument 'n' must be even"
    assert message(c.rejects_odd, "3", None) == "TypeError: rejects_odd() argument 'n' must be int, not str"
    assert message(c.rejects_odd, 2, [4, 5]) == "ValueError: rejects_odd() argument 'more': item 1 must be even"


def test_errors_of_calls_inside_pass():
    assert message(c.caught, lambda: 1, []) == "ValueError: nothing was raised"


def test_unraisable(monkeypatch):
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", lambda report: reports.append((report.exc_value, report.object)))
    error = ValueError("nowhere to go")
    c.unraisable(error)
    assert reports == [(error, error)]


# The standard library's errors


def test_os_errors_keep_their_number():
    assert message(c.io_error, errno.ENOENT) == "FileNotFoundError: [Errno 2] No such file or directory"
    for number in errno.errorcode:
        error, expected = raised(c.io_error, number), OSError(number, os.strerror(number))
        assert type(error) is type(expected) and error.errno == number and str(error) == str(expected)


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("NotFound", FileNotFoundError),
        ("PermissionDenied", PermissionError),
        ("ConnectionRefused", ConnectionRefusedError),
        ("ConnectionReset", ConnectionResetError),
        ("ConnectionAborted", ConnectionAbortedError),
        ("BrokenPipe", BrokenPipeError),
        ("AlreadyExists", FileExistsError),
        ("WouldBlock", BlockingIOError),
        ("TimedOut", TimeoutError),
        ("Interrupted", InterruptedError),
        ("IsADirectory", IsADirectoryError),
        ("NotADirectory", NotADirectoryError),
        ("Other", OSError),
    ],
)
def test_io_errors_without_a_number(kind, expected):
    error = raised(c.io_error_of_kind, kind)
    assert type(error) is expected and error.args == (TEXT,) and error.errno is None


def test_python_errors_survive_io_results():
    error = json.JSONDecodeError("bad", "{", 0)
    assert raised(c.io_error_round_trip, raising(error)) is error


def test_what_catches_an_os_error_is_known_before_it_is_raised():
    matched = c.caught(lambda: c.io_error(errno.ENOENT), ["FileNotFoundError", "OSError", "PermissionError"])[3]
    assert matched == [True, True, False]


def test_parse_errors():
    assert c.parse_int("12") == 12
    assert message(c.parse_int, "seven") == "ValueError: invalid digit found in string"
    assert message(c.parse_float, "x") == "ValueError: invalid float literal"
    assert message(c.to_u8, 256) == "OverflowError: out of range integral type conversion attempted"


def test_decode_errors():
    for data in (b"ab\xff", b"\x80", b"a\xc3", b"\xe6\x97", b"\xe6\x97(", b"\xc3(", b"\xed\xa0\x80", b"\xf0\x9f\x90x"):
        expected = raised(data.decode)
        error = raised(c.from_utf8, data, True)
        assert type(error) is UnicodeDecodeError and error.object == data
        assert (error.encoding, error.start, error.end, error.reason) == (
            expected.encoding,
            expected.start,
            expected.end,
            expected.reason,
        )
    assert type(raised(c.from_utf8, b"ab\xff", False)) is ValueError
    assert c.from_utf8("é".encode(), True) == c.from_utf8("é".encode(), False) == "é"


def test_errors_from_many_threads():
    def body(number):
        for turn in range(load(500)):
            assert message(c.echo_i8, 1000 + turn).startswith("OverflowError: echo_i8()")
            assert message(c.raise_named, "KeyError", str(number)) == f"KeyError: '{number}'"

    in_threads(4, body)
