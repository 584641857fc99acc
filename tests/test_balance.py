"""After a call, whichever way it ended, its locks are free and the thread is attached.

A lock that is still held is shown by a second thread that takes it: it would not come back, and the outer timeout of
the test would end it. That the thread is attached is shown by CPython itself: what follows runs Python code on it, and
`is_attached` asks. A debug build of CPython checks much more at each of these steps.
"""

import itertools

import detaching
import locking
import pytest
from support import can_be_locked, raised

OUTCOMES = {
    "return": lambda it, other: it.enter(),
    "early return": lambda it, other: it.enter_until(5),
    "error": lambda it, other: raised(it.fail),
    "own error": lambda it, other: raised(it.refuse),
    "question mark": lambda it, other: raised(it.enter_text, "no number"),
    "panic": lambda it, other: raised(it.panic, "panic"),
    "panic without text": lambda it, other: raised(it.panic_with_value),
    "wrong argument": lambda it, other: raised(it.enter_text, 5),
    "missing argument": lambda it, other: raised(it.enter_text),
    "error with two": lambda it, other: raised(it.fail_both, other),
    "panic with two": lambda it, other: raised(it.panic_both, other),
    "wrong second object": lambda it, other: raised(it.panic_both, 5),
    "one object twice": lambda it, other: raised(it.fail_both, it),
    "result that does not fit": lambda it, other: raised(len, it),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_locks_are_free(outcome):
    first, second = locking.Ledger(), locking.Ledger()
    for a, b in ((first, second), (second, first)):
        OUTCOMES[outcome](a, b)
        before = first.entries(), second.entries()
        can_be_locked(first.enter, second.enter, lambda: raised(first.fail_both, second))
        assert (first.entries(), second.entries()) == (before[0] + 2, before[1] + 2)
    assert detaching.is_attached()


@pytest.mark.parametrize("pair", list(itertools.permutations(OUTCOMES, 2)), ids=" then ".join)
def test_one_after_the_other(pair):
    first, second = locking.Ledger(), locking.Ledger()
    for outcome in pair:
        OUTCOMES[outcome](first, second)
    before = first.entries()
    assert first.enter() == before + 1 and detaching.is_attached()


ATTEMPTS = {
    "attach": lambda it: raised(it.attach),
    "try_attach": lambda it: it.try_attach(),
    "reattach": lambda it: raised(it.reattach),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_locks_are_free_after_a_refused_attempt_to_attach(attempt):
    attacher = locking.Attacher()
    for count in range(1, 4):
        assert ATTEMPTS[attempt](attacher)
        assert can_be_locked(attacher.attempts) == [count]
        assert detaching.is_attached()


DETACHED = {
    "return": lambda: detaching.checksum(b"abc"),
    "early return": lambda: detaching.early([1, -1, 2]),
    "error": lambda: raised(detaching.fails, "error"),
    "question mark": lambda: raised(detaching.parse, ["1", "x"]),
    "panic": lambda: raised(detaching.panics, "panic"),
    "wrong argument": lambda: raised(detaching.checksum, "no bytes"),
    "closure": lambda: detaching.closure_form(1),
    "error in a closure": lambda: raised(detaching.closure_form, -1),
    "panic in a closure": lambda: raised(detaching.closure_form, 13),
    "nested": lambda: detaching.nest(3),
    "error in a nested call": lambda: raised(detaching.return_early_from_nest, True),
    "panic before": lambda: raised(detaching.panic_in_nest, "before"),
    "panic reattached": lambda: raised(detaching.panic_in_nest, "reattached"),
    "panic detached again": lambda: raised(detaching.panic_in_nest, "detached again"),
    "panic after detaching": lambda: raised(detaching.panic_in_nest, "after detaching"),
    "panic after": lambda: raised(detaching.panic_in_nest, "after"),
    "misuse": lambda: raised(detaching.reattach_attached),
    "misuse twice": lambda: raised(detaching.reattach_twice),
    "misuse on a thread": detaching.reattach_on_new_thread,
    "error in Python": lambda: raised(detaching.call_detached, lambda _: 1 / 0, 1),
    "dropping": lambda: detaching.drop_detached([object()]),
}


@pytest.mark.parametrize("outcome", DETACHED)
def test_the_thread_is_attached(outcome):
    for _ in range(3):
        DETACHED[outcome]()
        assert detaching.is_attached()
        assert not detaching.is_attached_inside(), "the thread can be detached again"
        assert can_be_locked(locking.Ledger().enter) == [1]


def test_a_finalizer_that_detaches_while_a_section_is_left():
    """Finalizers run after the section: there they may detach, and lock what they like."""
    registry = locking.Registry()
    states = []

    class Mortal:
        def __del__(self):
            states.append((detaching.is_attached_inside(), detaching.nest(1), registry.note()))

    registry.add(Mortal())
    registry.clear()
    assert states == [(False, [False, True, False, True, False], 1)]
    assert can_be_locked(registry.note) == [2]
