"""A panic is an exception, and leaves nothing behind."""

import basics
import detaching
import locking
import pytest
from support import Deaths, can_be_locked, in_threads, load, message, raised


def test_a_panic_is_an_exception_that_is_no_exception():
    """It derives from `BaseException` alone: `except Exception` does not hide a bug."""
    error = raised(basics.panics, "what happened")
    assert str(error) == "what happened" and error.args == ("what happened",)
    kind = type(error)
    assert kind.__name__ == "PanicException" and kind.__module__ == "freehold"
    assert kind.__mro__ == (kind, BaseException, object) and kind.__doc__
    with pytest.raises(BaseException):
        try:
            basics.panics("not caught")
        except Exception:
            pytest.fail("hidden")


def test_there_is_one_type_of_panics_per_library():
    assert type(raised(basics.panics, "a")) is type(raised(basics.Panicking().method))


@pytest.mark.parametrize("text", ["", "ä € 😀", "a\x00b", "x" * 10_000, "{} %s \\"])
def test_messages(text):
    assert str(raised(basics.panics, text)) == text


def test_panics_with_other_values():
    ledger = locking.Ledger()
    assert message(ledger.panic_literally) == "PanicException: literally"
    assert "no text" in message(ledger.panic_with_value)
    assert "index out of bounds: the len is 3 but the index is 9" in message(ledger.index_out_of_bounds, 9)
    assert ledger.entries() == 3


def test_what_a_panic_has_changed_stays_changed():
    """There is no poisoning: the object is as the panic left it, and can be used."""
    ledger = locking.Ledger()
    for _ in range(3):
        assert message(ledger.panic, "a") == "PanicException: a"
    assert ledger.entries() == 3 and ledger.enter() == 4


PANICS = {
    "panic": lambda it: it.panic("text"),
    "literal": lambda it: it.panic_literally(),
    "value": lambda it: it.panic_with_value(),
    "bounds": lambda it: it.index_out_of_bounds(5),
    "two locks": lambda it: it.panic_both(locking.Ledger()),
    "the second of two locks": lambda it: locking.Ledger().panic_both(it),
}


@pytest.mark.parametrize("kind", PANICS)
def test_a_panic_gives_the_lock_back(kind):
    ledger = locking.Ledger()
    assert type(raised(PANICS[kind], ledger)).__name__ == "PanicException"
    assert can_be_locked(ledger.enter, ledger.enter)


def test_a_panic_in_a_detached_body_attaches_again():
    assert message(detaching.panics, "detached") == "PanicException: detached"
    assert detaching.is_attached() and [str(number) for number in range(3)] == ["0", "1", "2"]


def test_a_panic_in_a_destructor_is_reported(unraisable):
    gauge, deaths = locking.Gauge(), Deaths()
    grumpy = locking.Grumpy(gauge, deaths.mortal("held"))
    assert grumpy.holds()
    del grumpy
    assert [(kind.__name__, text) for kind, text in unraisable] == [("PanicException", "grumpy")]
    assert gauge.alive == 0 and deaths.wait() == 1, "what the payload holds is dropped all the same"


def test_a_panic_in_a_destructor_inside_of_a_section(unraisable):
    gauge, registry = locking.Gauge(), locking.Registry()
    for _ in range(3):
        registry.add(locking.Grumpy(gauge))
    assert registry.clear() == 0 and registry.note() == 1
    assert [text for _, text in unraisable] == ["grumpy"] * 3 and gauge.alive == 0


def test_a_panic_in_a_destructor_does_not_disturb_an_error(unraisable):
    """An object dies while an exception travels through the frame that holds it."""
    gauge = locking.Gauge()

    def fail():
        grumpy = locking.Grumpy(gauge)
        assert grumpy.holds() is False
        raise LookupError("travels")

    with pytest.raises(LookupError, match="travels"):
        fail()
    assert [text for _, text in unraisable] == ["grumpy"] and gauge.alive == 0


def test_a_destructor_does_not_disturb_an_error_that_is_set(unraisable):
    """CPython gives a new object up while the error of its `__init__` is set: the payload's destructor runs in between,
    and calls Python or panics."""
    gauge, registry = locking.Gauge(), locking.Registry()

    class Sad(locking.Grumpy):
        # Raises because there are only two arguments, and, unlike a function, leaves no traceback that holds the object.
        __init__ = setattr

    for _ in range(3):
        with pytest.raises(TypeError, match="^setattr expected 3 arguments, got 2$"):
            Sad(gauge, locking.Calling(registry.note))
    assert [text for _, text in unraisable] == ["grumpy"] * 3
    assert gauge.alive == 0 and registry.notes() == 3


def test_a_panic_while_an_error_is_handled_has_it_as_context():
    try:
        1 / 0
    except ZeroDivisionError as error:
        first = error
        panic = raised(basics.panics, "a")
    assert panic.__context__ is first


def test_panic_storm():
    """Panics, errors and successes by turns on one object, from many threads."""
    times = load(5_000)
    ledger = locking.Ledger()
    ways = [
        lambda: raised(ledger.panic_literally),
        lambda: raised(ledger.fail),
        ledger.enter,
        lambda: raised(ledger.index_out_of_bounds, 7),
        lambda: raised(ledger.refuse),
    ]

    def work(number):
        for turn in range(times):
            ways[(turn + number) % len(ways)]()

    in_threads(8, work)
    assert ledger.entries() == 8 * times
