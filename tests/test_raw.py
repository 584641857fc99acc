"""The raw tier: plain functions and raw C functions with the attributes, and blocks."""

import time

import pytest
import raw
from support import FREE_THREADED, all_together, can_be_locked, in_threads, load, message

KINDS = range(16)


@pytest.mark.thread_unsafe(reason="it counts for itself")
@pytest.mark.parametrize("kind", KINDS)
def test_a_section_of_each_kind_excludes_others(kind):
    assert_exact([kind])


@pytest.mark.thread_unsafe(reason="it counts for itself")
def test_sections_of_all_kinds_exclude_each_other():
    assert_exact(KINDS)


def assert_exact(kinds):
    """The count is incremented in sections on one object only, so none of it gets lost."""
    lock, others = object(), [object() for _ in range(4)]
    times = load(3000)
    before = raw.bumps()

    def body(number):
        for turn in range(times):
            assert raw.bump(kinds[(turn + number) % len(kinds)], lock, others[number])

    in_threads(4, body)
    assert raw.bumps() - before == 4 * times


def test_two_objects_in_any_order():
    first, second = object(), object()
    times = load(5000)

    def body(number):
        pair = (first, second) if number % 2 else (second, first)
        for turn in range(times):
            raw.bump((7, 8, 9, 11, 14)[turn % 5], *pair)

    in_threads(4, body)


def test_one_object_under_two_names():
    thing = object()
    assert raw.same_twice(thing) is False
    for kind in (7, 8, 9, 11, 14):
        assert raw.bump(kind, thing, thing)
    can_be_locked(lambda: raw.bump(0, thing, thing))


def test_ways_out():
    items = [1, "two"]
    assert raw.early(items, 0) == 1 and raw.early(items, 100) == -1
    assert message(raw.early, items, 5).startswith("IndexError")
    assert message(raw.early, items, 1).startswith("TypeError")
    assert can_be_locked(lambda: raw.early(items, 0), lambda: raw.bump(9, items, items)) == [1, True]


@pytest.mark.parametrize("kind", range(4))
def test_a_panic_ends_the_section(kind):
    first, second = object(), object()
    assert message(raw.panics_locked, first, second, kind).startswith("PanicException: in a ")
    assert can_be_locked(
        lambda: raw.bump(0, first, second), lambda: raw.bump(0, second, first), lambda: raw.bump(7, first, second)
    ) == [True] * 3
    # The thread's own stack of sections is in order, too.
    assert raw.bump(13, first, second) and raw.pair(raw.Cell(), raw.Cell()) == (1, 2)


@pytest.mark.skipif(not FREE_THREADED, reason="with the GIL, only Freehold's own detaching is seen")
def test_suspensions_can_be_asked_for():
    first, second = object(), object()
    assert raw.suspended(first, int) == 0 and raw.suspended2(first, second, int) == 0
    assert raw.suspended(first, lambda: time.sleep(0.001)) == 1
    assert raw.suspended2(first, second, lambda: time.sleep(0.001)) == 1
    assert message(raw.suspended, first, lambda: 1 / 0).startswith("ZeroDivisionError")
    can_be_locked(lambda: raw.bump(0, first, second))


def test_payloads_inside_a_suspendable_section():
    first, second = raw.Cell(), raw.Cell()
    times = load(2000)

    def body(number):
        for _ in range(times):
            value, twice = raw.pair(*((first, second) if number % 2 else (second, first)))
            assert twice == 2 * value

    in_threads(4, body)
    assert raw.pair(first, second) == (4 * times + 1, 8 * times + 2)


def test_a_section_inside_an_exclusive_one_is_refused():
    cell = raw.Cell()
    for _ in range(2):
        text = message(raw.misuse, cell)
        assert text.startswith("RuntimeError: a critical section that can be suspended cannot begin"), text
    assert raw.pair(cell, raw.Cell()) == (1, 2)
    assert raw.pair(raw.Cell(), cell) == (4, 4)
    can_be_locked(lambda: raw.bump(0, cell, cell))


@pytest.mark.thread_unsafe(reason="two threads meet in it, and no others")
def test_bodies_run_detached():
    """The two threads wait for each other: with the GIL, one that kept it would wait for ever."""
    for call, expected in (
        (lambda: raw.plain(b"abc"), 3),
        (lambda: raw.method([1, 2, 3]), 6),
        (lambda: raw.raw_c(41), 42),
        (lambda: raw.block(b"abcd"), 4),
        (lambda: raw.block_without_token(object()), False),
    ):
        assert all_together(call, call) == [expected] * 2


def test_back_for_a_moment():
    seen = []
    assert raw.nested(lambda: seen.append(1), False) == 1 and raw.nested(lambda: seen.append(2), True) == 2
    assert seen == [1, 2, 2]
    assert message(raw.nested, lambda: 1 / 0, True).startswith("ZeroDivisionError")


def test_a_panic_attaches_again():
    assert message(raw.panics_detached) == "PanicException: while detached"
    assert message(raw.block_panics) == "PanicException: in a detached block"
    assert raw.nested(int, True) == 2


def test_detaching_under_a_lock_is_refused():
    assert "would release its lock" in message(raw.refused_in_section)
