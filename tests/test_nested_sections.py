"""Sections in sections of the same thread: what is promised on every Python.

CPython 3.13 and 3.14 differ. A thread that begins a section on an object that the section around it has locked

- waits, on 3.13, for a lock that it holds itself. Waiting suspends all of its sections, so that it gets the lock, and
  others may have had it before;
- goes on at once, from 3.14 on, if it was the innermost section that has the lock.

Freehold promises what holds of both:

1. It is never a deadlock, in whatever order and however deep sections are nested.
2. While the innermost section is not suspended, nobody else is in a section on its objects.
3. When the inner section is over, the outer one has its locks again before its body goes on.
4. Whether the outer one lost them meanwhile can be asked: if somebody was in between, `suspensions()` has counted.

What 3.14 does better is tested where it is, at the end.
"""

import sys
import threading

import pytest
import sections
from marks import alone
from support import all_together, can_be_locked, in_threads, load, until

needs_locks = pytest.mark.skipif(not sections.has_locks(), reason="with the GIL, sections lock nothing")

#: Each way to begin a section on `a`, perhaps with `b`, that calls `inner`.
OUTER = {
    "one": lambda a, b, inner: a.call(inner),
    "one, as any object": lambda a, b, inner: sections.call_any(a, inner),
    "two": lambda a, b, inner: a.call_both(b, inner),
    "two, the other way round": lambda a, b, inner: b.call_both(a, inner),
    "one twice": lambda a, b, inner: a.call_both(a, inner),
    "watched": lambda a, b, inner: sections.watch(a, [inner]),
    "watched two": lambda a, b, inner: sections.watch_two_block(b, a, [inner]),
    "watched block": lambda a, b, inner: sections.watch_block(a, [inner]),
    "block": lambda a, b, inner: sections.call_block(a, inner),
    "block of two": lambda a, b, inner: sections.call_block_of_two(b, a, inner),
}

#: Each way to lock `a`, or `a` and `b`, that needs no callback. Returns the value of `a`.
INNER = {
    "exclusive": lambda a, b: a.add(0),
    "exclusive two": lambda a, b: a.add_both(b, 0) and a.get(),
    "exclusive two, the other way round": lambda a, b: b.add_both(a, 0) and a.get(),
    "block": lambda a, b: sections.add(a, 0),
    "block of two": lambda a, b: sections.sum(a, b) and sections.get(a),
    "suspendable": lambda a, b: a.visit(sections.Probe(), 0),
    "suspendable two": lambda a, b: a.call_both(b, a.get),
    "suspendable two, the other way round": lambda a, b: b.call_both(a, a.get),
    "suspendable twice": lambda a, b: a.call_both(a, a.get),
    "any object": lambda a, b: sections.call_any(a, a.get) and a.get(),
}


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("outer", OUTER)
def test_never_a_deadlock(outer, inner):
    """Promise 1, with everything that locks inside of everything that calls."""
    a, b = sections.Cell(3), sections.Cell(4)
    values = []
    OUTER[outer](a, b, lambda: values.append(INNER[inner](a, b)))
    OUTER[outer](b, a, lambda: values.append(INNER[inner](a, b)))
    OUTER[outer](a, b, lambda: OUTER[outer](b, a, lambda: OUTER[outer](a, b, lambda: values.append(INNER[inner](a, b)))))
    assert len(values) == 3 and all(3 <= value <= 6 for value in values)
    assert not sections.is_locked(a) and not sections.is_locked(b)
    can_be_locked(a.get, b.get)


@pytest.mark.parametrize("outer", OUTER)
def test_never_a_deadlock_between_threads(outer):
    """Promise 1 and 2: all threads nest on the same objects, in all orders, with collisions all the time."""
    a, b, probe = sections.Cell(3), sections.Cell(4), sections.Probe()
    ways = list(INNER.values())
    times = load(300)

    def work(number):
        mine, other = (a, b) if number % 2 else (b, a)
        for turn in range(times):
            way = ways[(number + turn) % len(ways)]

            def inner():
                way(mine, other)
                mine.visit(probe, turn % 2) if number % 2 else other.visit(probe, turn % 2)
                way(other, mine)

            OUTER[outer](mine, other, inner)

    in_threads(4, work)
    assert (probe.most, probe.passes) == (1, 4 * times)
    can_be_locked(a.get, b.get)


def spin(condition):
    """Waits without letting go of anything."""
    while not condition():
        pass


@alone
@needs_locks
def test_two_threads_that_need_each_others_object():
    """Promise 1 and 4: each has one object and goes for the other's. Somebody has to give way, and is told."""
    a, b = sections.Cell(), sections.Cell()
    inside = [False, False]
    probe = sections.Probe()

    def work(number, mine, other):
        def both():
            inside[number] = True
            spin(lambda: all(inside))
            other.visit(probe, 10)

        return sections.watch(mine, [both])[-1]

    seen = all_together(lambda: work(0, a, b), lambda: work(1, b, a))
    assert (probe.passes, any(suspensions > 0 for suspensions, _ in seen)) == (2, True)
    can_be_locked(a.get, b.get)


@alone
@needs_locks
@pytest.mark.parametrize("outer", OUTER)
def test_the_inner_section_has_the_lock_and_then_the_outer_one(outer):
    """Promise 2 and 3, seen on the lock itself."""
    a, b = sections.Cell(), sections.Cell()
    states = []

    def state():
        states.append(sections.is_locked(a))

    def callback():
        state()
        a.call(state)
        state()
        a.call_both(b, state)
        state()
        sections.call_any(a, lambda: (state(), a.add(1), state()))
        state()

    OUTER[outer](a, b, callback)
    assert states == [True] * 8
    state()
    assert states[-1] is False


@alone
@needs_locks
def test_an_inner_section_on_another_object():
    """Promise 3, and what a suspension means: when the inner section is suspended, so is the outer; back comes the inner
    one alone, and the outer one when that is over."""
    a, b, states = sections.Cell(), [], []

    def state():
        states.append((sections.is_locked(a), sections.is_locked(b)))

    def inner():
        state()
        all_together(lambda: until(lambda: not sections.is_locked(a) and not sections.is_locked(b)))
        state()

    def outer():
        state()
        sections.call_list(b, inner)
        state()

    a.call(outer)
    state()
    assert states == [(True, False), (True, True), (False, True), (True, False), (False, False)]


@alone
@needs_locks
@pytest.mark.parametrize("inner", INNER)
def test_the_outer_section_is_told(inner):
    """Promise 4: a thread waits for the lock that a section begins to nest on. On 3.13 it gets in, from 3.14 on it does
    not: and the section knows."""
    a, b, order = sections.Cell(3), sections.Cell(4), []
    go = []

    def other():
        spin(lambda: go)
        a.call(lambda: order.append("other"))

    def nest():
        go.append(True)
        # It has come in already if this section was suspended by chance: any lock of CPython can be the reason.
        spin(lambda: sections.is_waited_for(a) or order)
        INNER[inner](a, b)
        order.append("inner")

    thread = threading.Thread(target=other)
    thread.start()
    (_, _), (suspensions, interleaved) = sections.watch(a, [nest])
    thread.join()
    assert sorted(order) == ["inner", "other"]
    came_between = order == ["other", "inner"]
    assert (suspensions > 0 or not came_between) and interleaved == came_between


@needs_locks
@alone
def test_a_suspension_of_the_inner_section_is_one_of_the_outer():
    """Promise 4, over several levels: whoever waits in the innermost section gives up the locks of all."""
    a, b, c = sections.Cell(), sections.Cell(), object()
    inner = []

    def wait():
        all_together(lambda: a.add(1))

    def middle():
        inner.extend(sections.watch_block(c, [lambda: None, wait, lambda: None]))

    def outermost():
        inner.extend(sections.watch(b, [middle]))

    outer = sections.watch(a, [lambda: None, outermost, lambda: None])
    assert [count > 0 for count, _ in outer] == [False, False, True, True]
    assert [interleaved for _, interleaved in outer] == [False, False, True, True]
    assert [count > 0 for count, _ in inner] == [False, False, True, True] + [False, True]


def test_depth():
    """Promise 1: as deep as Python's own stack allows."""
    cells = [sections.Cell(), sections.Cell(), []]

    def descend(depth):
        if depth:
            sections.call_any(cells[depth % 3], lambda: descend(depth - 1))
        else:
            cells[0].add_both(cells[1], 1)

    for _ in range(3):
        descend(60)
    assert cells[0].get() == cells[1].get() == 3 and not any(map(sections.is_locked, cells))


@alone
@needs_locks
def test_errors_and_panics_in_the_middle():
    """Promise 3: however the inner section ends."""
    a, b, states = sections.Cell(), sections.Cell(), []

    def fails(call):
        try:
            call()
        except BaseException:
            states.append(sections.is_locked(a))

    def callback():
        fails(a.fail)
        fails(lambda: a.panic("text"))
        fails(lambda: b.fail_both(a, True))
        fails(lambda: a.call(lambda: a.call(lambda: 1 / 0)))
        fails(lambda: sections.panic_in_with(a, "text"))
        fails(lambda: sections.panic_in_with2(a, sections.Jar()))
        fails(lambda: b.call(lambda: all_together(a.fail)))

    a.call(callback)
    assert states == [True] * 7 and not sections.is_locked(a) and not sections.is_locked(b)
    can_be_locked(a.get, b.get)


def test_blocks_in_sections():
    """Promise 1 and 2, for block forms in suspendable sections: exact counts, whatever is locked outside."""
    a, b = sections.Keeper(), sections.Keeper()
    times = load(500)

    def work(number):
        mine, other = (a, b) if number % 2 else (b, a)
        for _ in range(times):
            mine.keep(2)
            mine.keep_other(other, 1)
            mine.keep_other(mine, 1)
            mine.keep_both(other)
            mine.keep_both_in_one(other)
            other.keep_both_in_none(mine)
            mine.keep_second_of_two(other)

    in_threads(4, work)
    assert a.kept() + b.kept() == 4 * times * (2 + 1 + 1 + 2 + 2 + 2 + 1)


# What suspends nothing, and what is better from 3.14 on


def free(times):
    return [(0, False)] * times


@alone
@needs_locks
@pytest.mark.parametrize("inner", ["exclusive", "block"])
def test_an_exclusive_section_on_the_same_object_suspends_nothing(inner):
    """Not on 3.13 either: Freehold sees that the innermost section has the lock. So do those on two objects, if the section
    around them has both."""
    a, b = sections.Cell(3), sections.Cell(4)
    inners = [lambda: INNER[inner](a, b)] * 3
    assert sections.watch(a, inners) == free(4)
    assert sections.watch_two(b, a, inners) == free(4)
    assert sections.watch_two(b, a, [lambda: INNER[f"{inner} two" if inner == "exclusive" else "block of two"](a, b)]) == free(2)


@alone
@needs_locks
def test_another_object_that_is_free_suspends_nothing():
    a, b, c = sections.Cell(3), sections.Cell(4), []
    inners = [b.get, lambda: b.call(int), lambda: c.append(1), lambda: sections.call_two(b, c, int)]
    assert sections.watch(a, inners) == free(5)


@alone
@needs_locks
@pytest.mark.parametrize("inner", [name for name in INNER if name.startswith(("suspendable", "any")) and "two" not in name])
def test_nesting_on_the_same_object_suspends_nothing_from_3_14_on(inner):
    """And on 3.13 it may: a section around another on the same object says so there."""
    a, b = sections.Cell(3), sections.Cell(4)
    seen = sections.watch(a, [lambda: INNER[inner](a, b)] * 3)
    if sys.version_info >= (3, 14):
        assert seen == free(4)
    else:
        assert seen[0] == (0, False) and seen[-1][0] > 0 and all(not interleaved for _, interleaved in seen)


@alone
@needs_locks
def test_an_operation_of_the_locked_container_suspends_nothing_from_3_14_on():
    """Methods of list and dict lock it themselves. On 3.13 each of them suspends the section that has the lock
    already; there, lock another object, or ask."""
    items, table = [], {}
    seen = sections.watch_list(items, [lambda: items.append(1), lambda: items.insert(0, 2)])
    more = sections.watch_block(table, [lambda: table.setdefault("a", 1), lambda: table.pop("a")])
    if sys.version_info >= (3, 14):
        assert seen == free(3) and more == free(3)
    else:
        assert seen[0] == more[0] == (0, False) and seen[-1][0] > 0 and more[-1][0] > 0
    assert items == [2, 1] and until(lambda: not sections.is_locked(items))


@alone
@needs_locks
def test_two_locks_inside_of_one():
    """Only the very same locks are skipped. A section on two objects, one of which is locked by the section around it,
    suspends that one on every Python; so does `extend`, which locks both lists. The section is told."""
    items, a, b = [], sections.Cell(3), sections.Cell(4)
    assert sections.watch_list(items, [lambda: items.extend([1, 2])])[-1][0] > 0
    assert sections.watch(a, [lambda: a.call_both(b, int)])[-1][0] > 0
    assert sections.watch(b, [lambda: sections.call_two(a, b, int)])[-1][0] > 0
    assert sections.watch(b, [lambda: a.add_both(b, 0)])[-1][0] > 0
    assert items == [1, 2] and can_be_locked(a.get, b.get) == [3, 4]
