"""Block forms: `with`, `with_mut`, `with2`, `with2_mut`, with and without the proof of the section."""

import gc
import threading

import pytest
import sections
from marks import alone
from support import Deaths, all_together, can_be_locked, in_threads, load, message, raised


def test_one_object():
    cell = sections.Cell(5)
    assert sections.add(cell, 3) == sections.get(cell) == cell.get() == 8
    assert sections.halve(cell, 2) == cell.get() == 4
    assert message(sections.halve, cell, 0) == "ZeroDivisionError: halved by nothing"
    assert cell.get() == 4


def test_closures_borrow_what_is_around_them():
    jar = sections.Jar()
    for page in ("one", "two and one", "three"):
        jar.write(page)
    assert sections.count_pages(jar, "one") == (2, [3, 11, 5])


def test_two_objects():
    a, b = sections.Cell(3), sections.Cell(4)
    sections.swap(a, b)
    assert (a.get(), b.get(), sections.sum(a, b), sections.difference(a, b)) == (4, 3, 7, 1)
    kept = object()
    assert sections.fill(b, kept) is None
    assert sections.sum_cs(a, b) == (7, kept)
    assert sections.swap_cs(a, b) is kept and (a.get(), b.get()) == (3, 4)
    assert sections.fill(a, 5) is kept and sections.fill(a, 6) == 5


def test_two_classes():
    jar, cell = sections.Jar(10), sections.Cell(1)
    assert sections.pour(jar, cell, 4) == (6, 5) and sections.balance(jar, cell) == 11
    assert type(raised(sections.pour, cell, jar, 4)) is TypeError


def test_one_object_twice():
    """Guarantee: never two references of which one is exclusive. Two that read are fine."""
    cell = sections.Cell(3)
    for call in (sections.swap, sections.swap_cs, sections.difference):
        error = raised(call, cell, cell)
        assert type(error) is ValueError and "the same object" in str(error), error
    assert sections.sum(cell, cell) == 6 and sections.sum_cs(cell, cell) == (6, None) and cell.get() == 3
    can_be_locked(cell.get)


def test_the_message_for_one_object_twice():
    cell = sections.Cell()
    assert message(sections.swap, cell, cell) == "ValueError: with2_mut() arguments 'first' and 'second' are the same object"


def test_errors_inside_change_what_they_changed():
    low, high = sections.Cell(-(2**63)), sections.Cell(1)
    assert message(sections.difference, low, high) == "OverflowError: too far apart"
    assert can_be_locked(low.get, high.get) == [-(2**63), 1]


def test_panics_inside():
    """Guarantee: a panic gives the locks back, and the objects can be used."""
    cell, jar = sections.Cell(), sections.Jar()
    for count in range(1, 4):
        assert message(sections.panic_in_with, cell, "a panic") == "PanicException: a panic"
        assert message(sections.panic_in_with2, cell, jar) == "PanicException: panicked with two"
        assert can_be_locked(cell.get, jar.coins) == [2 * count, count]
    assert sections.add(cell, 1) == 7


def test_attaching_inside_is_refused():
    """Guarantee: nothing runs Python under an exclusive lock."""
    cell = sections.Cell()
    text = message(sections.attach_in_with, cell)
    assert text.startswith("RuntimeError: Python::attach: ") and "exclusive critical section" in text
    assert "exclusive critical section" in sections.try_attach_in_with(cell)
    assert can_be_locked(cell.get) == [1]


def test_what_dies_inside_is_finalized_after():
    """Guarantee: references that die in the closure are given up when the lock is free: their finalizers may lock the
    same object."""
    cell, deaths, seen = sections.Cell(), Deaths(), []

    def at_death():
        seen.append((sections.is_locked(cell), sections.add(cell, 1)))

    for number in range(3):
        sections.fill(cell, deaths.mortal(number, at_death))
        assert sections.drain(cell) == number
        assert seen[-1] == (False, number + 1)
    assert deaths.wait() == 3


def test_what_dies_inside_of_a_section_around():
    """The block is over, the section around it is not: the finalizer runs between the two."""
    cell, outer, deaths = sections.Cell(), sections.Cell(), Deaths()
    for number, around in enumerate((cell, outer)):
        sections.fill(cell, deaths.mortal(number, lambda: cell.add(1)))
        order = []
        around.call(lambda: order.append((sections.drain(cell), deaths.dead())))
        assert [dead for _, dead in order] == [number + 1]
    assert deaths.wait() == 2


@pytest.mark.parametrize("pair", ["cells", "classes"])
def test_two_objects_in_both_orders(pair):
    """Guarantee: one order of locks for everybody."""
    times = load(30_000)
    a, b = sections.Cell(1000), sections.Cell(1000) if pair == "cells" else sections.Jar(1000)

    def work(number):
        for turn in range(times):
            if pair == "classes":
                sections.pour(b, a, 1 if number % 2 else -1)
            elif number % 2:
                sections.swap(a, b)
            else:
                sections.swap(b, a)

    def watch():
        return {sections.sum(b, a) if pair == "cells" else sections.balance(b, a) for _ in range(times)}

    results = all_together(*[lambda number=number: work(number) for number in range(4)], watch, watch)
    assert results[4:] == [{2000}, {2000}]


def test_increments_are_exact():
    times, cell = load(50_000), sections.Cell()

    def work(number):
        add = sections.add if number % 2 else lambda cell, by: cell.add(by)
        for _ in range(times):
            add(cell, 1)

    in_threads(8, work)
    assert cell.get() == 8 * times


def test_blocks_inside_of_sections():
    """Guarantee: a block is alone with its object, inside of sections on the same object, on another, on none."""
    one, two = sections.Keeper(), sections.Keeper()
    assert one.keep(3) == 3 and one.keep_other(one, 2) == 5 and one.keep_other(two, 2) == 2
    assert one.keep_both(two) == 9 and one.keep_both_in_one(two) == 11 and one.keep_both_in_none(two) == 13
    assert one.keep_second_of_two(two) == 6
    for call in (one.keep_both, one.keep_both_in_one, one.keep_both_in_none):
        assert "the same object" in message(call, one)
    assert can_be_locked(one.kept, two.kept) == [8, 6]


def test_a_block_waits_for_a_section_of_another_thread():
    """Guarantee: the block form takes the very lock that sections take."""
    cell, probe = sections.Cell(), sections.Probe()
    times = load(3000)

    def section():
        for _ in range(times):
            cell.visit(probe, 1)

    def block():
        for _ in range(times):
            sections.add(cell, 1)

    all_together(section, section, block, block)
    assert (cell.get(), probe.most) == (2 * times, 1)


@alone
@pytest.mark.skipif(not sections.has_locks(), reason="with the GIL, sections lock nothing")
def test_a_block_inside_of_a_suspended_section():
    """The section around has lost its lock when the block begins: another thread has it. The block waits for it."""
    cell, order = sections.Cell(), []
    entered, leave = threading.Event(), threading.Event()

    def holder():
        def hold():
            entered.set()
            while not sections.is_waited_for(cell):
                pass
            order.append("holder")

        leave.wait()
        cell.call(hold)

    def callback():
        leave.set()
        entered.wait()
        order.append(("block", sections.add(cell, 1)))

    all_together(holder, lambda: cell.call(callback))
    assert order == ["holder", ("block", 3)]


# What `unsafe` code could do


def test_nesting_by_force():
    """Guarantee: a block in a block is refused, with an exception that says why, whatever it would lock; the payload is as
    the outer one left it, and all locks are free."""
    a, b = sections.Cell(), sections.Cell()
    for call in (
        lambda: sections.nest_block(a),
        lambda: sections.nest_other_block(a, b),
        lambda: sections.nest_two(a, b),
        lambda: sections.nest_in_block_of_two(a, b),
        lambda: sections.nest_suspendable(a, a),
        lambda: sections.nest_suspendable(a, b),
        lambda: sections.nest_suspendable(a, []),
    ):
        before = a.get()
        try:
            result = call()
        except BaseException as error:
            result = error
            assert "exclusive" in str(error), error
            assert type(error).__name__ in ("PanicException", "RuntimeError")
        assert result is False or isinstance(result, BaseException), result
        assert can_be_locked(a.get)[0] == before + 1
    assert can_be_locked(b.get) == [1]


def test_detaching_by_force():
    """Guarantee: never two `&mut`, also when foreign code gives the lock away; who comes in meanwhile is refused."""
    cell, times = sections.Cell(), load(300)
    refused, hits = [], []

    def detach():
        for _ in range(times):
            try:
                assert sections.detach_in_with(cell, 10), "the payload changed under an exclusive reference"
            except RuntimeError as error:
                refused.append(str(error))
            except BaseException as error:
                assert type(error).__name__ == "PanicException", error
                refused.append(str(error))

    def hit():
        for _ in range(times):
            try:
                hits.append(sections.add(cell, 1))
            except BaseException as error:
                assert type(error).__name__ in ("PanicException", "RuntimeError"), error
                refused.append(str(error))

    all_together(detach, detach, hit, hit)
    assert sorted(hits) == list(range(1, len(hits) + 1)) and all("in use" in text for text in refused)
    assert can_be_locked(cell.get) == [len(hits)]


def test_collections_meanwhile():
    times, cell = load(2000), sections.Cell()

    def work():
        for _ in range(times):
            sections.add(cell, 1)
            sections.swap(cell, sections.Cell())

    all_together(work, work, lambda: [gc.collect() for _ in range(load(20))])
    assert cell.get() in (0, 1, 2)
