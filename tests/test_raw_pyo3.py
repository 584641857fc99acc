"""The raw tier with the handles and tokens of PyO3."""

import sys
import time

import pytest
import raw_pyo3
from support import FREE_THREADED, all_together, can_be_locked, in_threads, load, message, until

KINDS = range(8)


@pytest.mark.thread_unsafe(reason="it counts for itself")
@pytest.mark.parametrize("kinds", [[kind] for kind in KINDS] + [KINDS], ids=str)
def test_sections_exclude_each_other(kinds):
    lock, others = object(), [object() for _ in range(4)]
    times = load(3000)
    before = raw_pyo3.bumps()

    def body(number):
        for turn in range(times):
            # The last kind locks the other one, and then this.
            assert raw_pyo3.bump(kinds[(turn + number) % len(kinds)], lock, others[number])

    in_threads(4, body)
    assert raw_pyo3.bumps() - before == 4 * times


def test_methods_never_meet_on_the_borrow_flag():
    """Without the sections: `RuntimeError: Already borrowed`."""
    first, second = raw_pyo3.Counter(), raw_pyo3.Counter()
    times = load(5000)

    def body(number):
        for turn in range(times):
            (first, second)[turn % 2].hit()
            if turn % 10 == 0:
                first.absorb(second) if number % 2 else second.absorb(first)

    in_threads(4, body)
    assert first.hits + second.hits == 4 * times


def test_an_error_ends_the_section():
    counter = raw_pyo3.Counter()
    assert message(counter.absorb, counter).startswith("RuntimeError: Already")
    assert can_be_locked(counter.hit) == [1]


@pytest.mark.skipif(not FREE_THREADED, reason="with the GIL, only Freehold's own detaching is seen")
def test_suspensions_can_be_asked_for():
    assert raw_pyo3.suspended(object(), int) == 0
    assert raw_pyo3.suspended(object(), lambda: time.sleep(0.001)) == 1


@pytest.mark.thread_unsafe(reason="two threads meet in it, and no others")
def test_bodies_run_detached():
    for call in (lambda: raw_pyo3.above(b"abc"), lambda: raw_pyo3.below(b"abc")):
        assert all_together(call, call) == [3, 3]


def test_either_framework_knows_that_the_thread_is_detached():
    """PyO3 keeps its own count of that: were it wrong, `attach` would do nothing, and the call crash."""
    seen = []
    assert raw_pyo3.call_back(lambda: seen.append(1)) == 4
    assert raw_pyo3.detached_by_freehold(lambda: seen.append(2)) is None
    assert seen == [1, 1, 1, 1, 2]
    assert message(raw_pyo3.call_back, lambda: 1 / 0).startswith("ZeroDivisionError")


def test_references_dropped_detached():
    thing = object()
    before = sys.getrefcount(thing)
    for _ in range(100):
        raw_pyo3.drop_detached(thing)
    until(lambda: raw_pyo3.call_back(int) and sys.getrefcount(thing) == before)


def test_panics():
    thing = object()
    assert message(raw_pyo3.panics, thing, True) == "PanicException: detached"
    assert message(raw_pyo3.panics, thing, False) == "PanicException: locked"
    can_be_locked(lambda: raw_pyo3.bump(0, thing, thing))
    assert raw_pyo3.call_back(int) == 4
