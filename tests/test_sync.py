"""Mutexes, cells that are initialised once, and the locks of others.

Whoever waits for any of them is detached meanwhile. Where a test says that it would hang otherwise, it does: its outer
timeout ends it.
"""

import gc
import os
import sys
import threading
import time

import pytest
import syncing
from marks import alone
from support import Deaths, all_together, can_be_locked, collect, in_threads, load, message, python, raised, until

shared = pytest.mark.thread_unsafe(reason="the module has statics, which tests in parallel would share")

both_kinds = pytest.mark.parametrize("kind", [syncing.StdLocks, syncing.ParkingLocks])


class Waiting:
    """Threads that want what somebody else holds. They say so right before they wait for it."""

    def __init__(self, *wants):
        self.begun, self.results = [], []
        self.threads = [threading.Thread(target=self.run, args=(want,), daemon=True) for want in wants]

    def run(self, want):
        self.begun.append(want)
        self.results.append(want())

    def start(self):
        """Called by who holds it. A collection waits for all threads that are attached, and with the GIL this thread
        does: were those that wait attached, this would hang."""
        for thread in self.threads:
            thread.start()
        until(lambda: len(self.begun) == len(self.threads))
        for _ in range(load(30)):
            time.sleep(0)
            gc.collect()
        assert self.results == []

    def finish(self):
        for thread in self.threads:
            thread.join()
        assert len(self.results) == len(self.threads)
        return self.results


def test_a_mutex_is_one_byte():
    nothing, byte, number, poisoned = syncing.sizes()
    assert (nothing, byte, number, poisoned) == (1, 2, 16, 3)


WAYS = ("by_guard", "by_section", "by_trying", "reattached", "on_rust_thread")


def times_of(way, full):
    """A thread that Python does not know makes and ends a thread state each time, which takes a hundred times as long as to count."""
    return load(full // 20 if way == "on_rust_thread" else full)


@pytest.mark.parametrize("way", WAYS)
def test_exact_counts(way):
    tally, times = syncing.Tally(), times_of(way, 200_000)
    in_threads(8, lambda _: getattr(tally, way)(times))
    assert tally.value() == 8 * times and not tally.is_locked()


def test_exact_counts_by_all_ways_at_once():
    tally, all_times = syncing.Tally(5), {way: times_of(way, 100_000) for way in WAYS}

    def count(number):
        way = WAYS[number // 2]
        getattr(tally, way)(all_times[way])

    in_threads(2 * len(WAYS), count)
    assert tally.value() == 5 + 2 * sum(all_times.values())


def test_waiting_is_detached():
    """Would hang otherwise: the holder collects while the others wait."""
    tally = syncing.Tally()
    waiting = Waiting(*[lambda way=way: getattr(tally, way)(1) for way in WAYS for _ in range(2)])
    assert tally.hold(waiting.start) == 0
    waiting.finish()
    assert tally.value() == 2 * len(WAYS)


def test_trying_never_waits():
    tally, seen = syncing.Tally(), []
    tally.hold(lambda: seen.extend([tally.try_once(), tally.is_locked(), can_be_locked(tally.try_once), repr(tally)]))
    assert seen == [False, True, [False], 'PyMutex { value: <locked> }']
    assert tally.try_once() and not tally.is_locked() and repr(tally) == "PyMutex { value: 0 }"


def test_who_is_not_attached_does_not_lock():
    """A collection, which stops who is attached, could not rely on what it sees."""
    assert syncing.Tally().shown_detached() == "PyMutex { value: <locked> }"


def test_a_guard_outlives_a_detach():
    tally = syncing.Tally(3)
    waiting = Waiting(lambda: tally.by_guard(1))
    assert tally.hold_detached(waiting.start) == 3
    waiting.finish()
    assert tally.value() == 5


def test_a_mutex_taken_apart():
    assert syncing.Tally.taken_apart(3) == (4, "PyMutex { value: 4 }", "PyMutex { value: <locked> }")


@pytest.mark.parametrize("way", ["panic_with_guard", "panic_reattached", "panic_in_section"])
def test_a_panic_unlocks(way):
    tally = syncing.Tally()
    for _ in range(load(100)):
        assert message(getattr(tally, way)).startswith("PanicException: ")
    assert can_be_locked(tally.value) == [load(100)] and tally.try_once()
    assert can_be_locked(lambda: tally.reattached(1)) == [None]


def test_a_callback_that_raises_unlocks():
    tally = syncing.Tally()
    assert message(tally.hold, lambda: 1 / 0).startswith("ZeroDivisionError")
    assert can_be_locked(tally.value) == [0]


def test_in_an_exclusive_section():
    """What never waits."""
    inside, tally = syncing.Inside(), syncing.Tally(4)
    assert inside.lock(tally) == 5
    seen = []
    tally.hold(lambda: seen.append(inside.lock(tally)))
    assert seen == [None]
    assert can_be_locked(tally.value) == [5] and inside.lock(tally) == 6


def test_in_a_section_over_a_mutex():
    first, second = syncing.Tally(), syncing.Tally()
    tried, attached = syncing.Inside.lock_in_section(first, second)
    assert tried is True and attached == "Err(InExclusiveSection)"
    assert can_be_locked(first.value, second.value) == [0, 0]


def test_poison():
    pair = syncing.Poisoned()
    assert pair.step(False) == (1, 1, True) and pair.try_lock() == "fine" and not pair.is_poisoned()
    assert message(pair.step, True) == "PanicException: half changed"
    assert pair.is_poisoned() and pair.try_lock() == "poisoned"
    assert can_be_locked(lambda: pair.step(False)) == [(3, 2, False)]
    pair.clear()
    assert pair.step(False) == (4, 3, True) and not pair.is_poisoned()


def test_poison_is_for_who_panics_with_the_guard():
    pair, seen = syncing.Poisoned(), []
    assert message(pair.lock_while_panicking) == "PanicException: elsewhere"
    assert not pair.is_poisoned() and pair.try_lock() == "fine"
    pair.hold(lambda: seen.append(pair.try_lock()))
    assert message(pair.hold, lambda: 1 / 0).startswith("ZeroDivisionError")
    assert seen == ["locked"] and not pair.is_poisoned()


# Sections over one and two mutexes.


def test_two_mutexes_in_every_order():
    accounts, times = [syncing.Account(1000) for _ in range(3)], load(40_000)
    pairs = [(a, b) for a in accounts for b in accounts if a is not b]

    def transfers(number):
        from_, to = pairs[number % len(pairs)]
        for _ in range(10):
            from_.transfer(to, number, times // 10)
            with pytest.raises(ValueError, match="same"):
                from_.transfer(from_, 1, 1)

    in_threads(8, transfers)
    assert sum(account.balance() for account in accounts) == 3000
    # Each thread's share is known, so no update is lost that another one makes up for.
    expected = [1000] * 3
    for number in range(8):
        from_, to = (accounts.index(account) for account in pairs[number % len(pairs)])
        expected[from_] -= number * (times // 10) * 10
        expected[to] += number * (times // 10) * 10
    assert [account.balance() for account in accounts] == expected


@pytest.mark.parametrize("forwards", [True, False])
def test_two_mutexes_against_guards_in_any_order(forwards):
    """Would hang if a section held one mutex while it waits for the other: one of the two orders of guards is against
    whatever order sections have."""
    first, second = syncing.Account(0), syncing.Account(0)
    if not forwards:
        first, second = second, first
    times = load(100_000)
    in_threads(
        6,
        lambda number: [
            lambda: first.transfer_by_guards(second, 1, times),
            lambda: first.transfer(second, 1, times),
            lambda: second.transfer(first, 1, times),
        ][number % 3](),
    )
    assert (first.balance(), second.balance()) == (-2 * times, 2 * times)


def test_two_mutexes_while_one_is_held():
    """Would hang otherwise: a thread that waits for the second mutex has given back the first."""
    first, second = syncing.Account(1), syncing.Account(2)
    for one, other in ((first, second), (second, first)):
        seen = []
        waiting = Waiting(lambda: first.sum(second), lambda: second.sum(first))

        def look():
            waiting.start()
            # Taken in between by those who try, but always given back.
            until(lambda: not other.is_locked())
            seen.append(other.balance())

        one.hold(look)
        assert waiting.finish() == [3, 3] and seen == [2 if other is second else 1]


def test_one_mutex_twice():
    account = syncing.Account(7)
    for call in (account.transfer, account.sum, account.panic_in_both):
        arguments = (account, 1, 1) if call == account.transfer else (account,)
        assert message(call, *arguments) == "ValueError: both mutexes are the same one"
    assert syncing.same_mutex_twice() == [True] * 4
    assert can_be_locked(account.balance) == [7]


def test_mutexes_of_two_types():
    account = syncing.Account(7, "mine")
    assert account.describe() == "mine: 8"
    assert syncing.values_without_size() is True


def test_a_panic_unlocks_both():
    first, second = syncing.Account(1), syncing.Account(1)
    assert message(first.panic_in_both, second) == "PanicException: in both"
    assert message(second.panic_in_both, first) == "PanicException: in both"
    assert can_be_locked(first.balance, second.balance) == [1, 1] and not first.is_locked()


def test_references_of_a_section_are_released_after_it():
    """Would hang otherwise: each finalizer takes the mutex under which its object has died."""
    keeper, deaths, seen = syncing.Keeper(), Deaths(), []
    dies = [keeper.clear, keeper.copy_and_clear, lambda: raised(keeper.clear_and_panic)]
    for round, die in enumerate(dies * load(20)):
        for number in range(3):
            keeper.add(deaths.mortal((round, number), lambda: seen.append(keeper.len())))
        die()
    keeper.copy_and_clear()
    assert deaths.wait() == 9 * load(20) == len(seen)


def test_references_can_be_added_in_a_section():
    keeper, things = syncing.Keeper(), [object() for _ in range(5)]
    count = lambda: sys.getrefcount(things[0])
    before = count()
    for thing in things:
        keeper.add(thing)
    assert keeper.double() == 10
    within = count()
    seen = keeper.snapshot()
    assert seen == things * 2
    del seen
    assert within == count() == before + 2
    keeper.clear()
    assert count() == before


def test_snapshots_while_others_add():
    keeper, deaths, times = syncing.Keeper(), Deaths(), load(500)

    def body(number):
        for round in range(times):
            keeper.add(deaths.mortal((number, round)))
            keeper.snapshot()
            if round % 10 == 0:
                keeper.clear()

    in_threads(8, body)
    keeper.clear()
    collect()
    assert deaths.wait() == 8 * times


@shared
@pytest.mark.parametrize("lock", [syncing.drop_while_waiting, syncing.drop_while_waiting_for_std])
def test_finalizers_do_not_run_under_a_lock_that_was_waited_for(lock):
    """Would hang otherwise: what died on a detached thread is released by one that attaches, but not by one that attaches
    because it has got its lock. The finalizer takes the same one."""
    deaths = Deaths()
    for number in range(load(20)):
        # Nobody but the function has the object, so it dies when that drops it.
        lock(lambda number=number: deaths.mortal(number, lambda: lock(object, True)), False)
    until(lambda: syncing.rest() is None and deaths.dead() == load(20))
    assert deaths.wait() == load(20)


@alone
def test_waiting_suspends_sections():
    free, busy = syncing.waits_in_section([])
    assert free == 0 and busy >= 1


FORKS = """
import os, sys, threading, syncing

busy = syncing.Tally()
for _ in range(6):
    threading.Thread(target=lambda: [busy.reattached(20_000) for _ in iter(int, 1)], daemon=True).start()


def child():
    # Before 3.13 Freehold has places to wait, which mutexes share by their addresses: many, to come by them all.
    tallies = [syncing.Tally() for _ in range(200 if sys.version_info < (3, 13) else 2)]
    for tally in tallies:
        begun = threading.Event()
        thread = threading.Thread(target=lambda: (begun.set(), tally.by_guard(1)))
        tally.hold(lambda: (thread.start(), begun.wait()))
        thread.join()


for _ in range(int(sys.argv[1])):
    pid = os.fork()
    if pid == 0:
        child()
        os._exit(0)
    assert os.waitpid(pid, 0)[1] == 0
print("done")
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.thread_unsafe(reason="it starts processes, which need no company")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_waiting_in_a_forked_child():
    """Would hang otherwise: at the moment of the fork, other threads are about to wait for a mutex, or wake others."""
    command = FORKS.replace("sys.argv[1]", str(load(100)))
    assert python(command, "-W", "ignore") == "done"


# Cells.


def test_once():
    cell, value = syncing.Cell(), object()
    assert cell.get() is None and "<empty>" in repr(cell)
    assert cell.get_or_init(lambda: value) is value and cell.get() is value and "<empty>" not in repr(cell)
    assert cell.get_or_init(object) is value and cell.calls() == 1
    other = object()
    assert cell.set(other) is other and cell.get() is value


def test_once_is_set():
    cell, value = syncing.Cell(), object()
    assert cell.set(value) is None and cell.get() is value and cell.set(3) == 3
    assert cell.get_or_init(object) is value and cell.calls() == 0


def test_once_in_threads():
    for _ in range(load(200)):
        cell = syncing.Cell()
        values = in_threads(16, lambda number: cell.get_or_init(lambda: [number]))
        assert cell.calls() == 1 and all(value is values[0] for value in values)


def test_once_is_set_by_one_of_many():
    for _ in range(load(200)):
        cell = syncing.Cell()
        refused = in_threads(8, lambda number: cell.set(number))
        assert refused.count(None) == 1 and refused[cell.get()] is None


def test_once_is_waited_for_detached():
    """Would hang otherwise: the initialiser collects while the others wait."""
    cell = syncing.Cell()
    waiting = Waiting(*[lambda: cell.get_or_init(list)] * 8, *[lambda: cell.set(3)] * 2)

    def make():
        waiting.start()
        assert cell.get() is None
        return "made"

    assert cell.get_or_init(make) == "made" and cell.calls() == 1
    assert sorted(map(str, waiting.finish())) == ["3"] * 2 + ["made"] * 8


def test_once_that_fails():
    cell = syncing.Cell()
    for _ in range(3):
        assert message(cell.get_or_init, lambda: 1 / 0).startswith("ZeroDivisionError")
        assert cell.get() is None
    assert message(cell.panic, list) == "PanicException: no value" and cell.get() is None
    assert cell.get_or_init(lambda: 5) == 5 and cell.calls() == 4


@pytest.mark.parametrize("panic", [False, True])
def test_a_failure_wakes_the_next(panic):
    cell = syncing.Cell()
    waiting = Waiting(*[lambda: cell.get_or_init(lambda: "next")] * 4)

    def fail():
        waiting.start()
        return 1 / 0

    if panic:
        assert message(cell.panic, fail) == "PanicException: no value"
    else:
        assert message(cell.get_or_init, fail).startswith("ZeroDivisionError")
    assert waiting.finish() == ["next"] * 4 and cell.calls() == 1 + (not panic)


def test_all_but_one_fail():
    for _ in range(load(100)):
        cell, turns = syncing.Cell(), iter(range(100))

        def make():
            if next(turns) < 5:
                raise LookupError
            return "made"

        def attempt(_):
            try:
                return cell.get_or_init(make)
            except LookupError:
                return "failed"

        results = in_threads(8, attempt)
        assert results.count("failed") == 5 and results.count("made") == 3 and cell.calls() == 6


def test_reentry():
    """Would hang otherwise."""
    cell, errors = syncing.Cell(), []

    def make():
        errors.append(message(cell.get_or_init, list))
        errors.append(message(cell.set, 3))
        errors.append(cell.get())
        return "made"

    assert cell.get_or_init(make) == "made" and cell.calls() == 1
    assert errors == ["RuntimeError: the initialiser of a `PyOnce` needs the value that it is making"] * 2 + [None]
    assert can_be_locked(lambda: cell.get_or_init(list)) == ["made"]


def test_cells_whose_initialisers_need_other_cells():
    inner, outer = syncing.Cell(), syncing.Cell()
    values = in_threads(8, lambda _: outer.get_or_init(lambda: [inner.get_or_init(lambda: 3)]))
    assert values == [[3]] * 8 and outer.calls() == inner.calls() == 1


@shared
def test_lazy():
    assert in_threads(16, lambda _: syncing.lazy_value()) == ["made"] * 16 and syncing.lazy_calls() == 1


def test_a_lazy_value_whose_initialiser_panics():
    assert syncing.Flaky.lazy(0) == (1, 14) and syncing.Flaky.lazy(3) == (4, 14)


def test_cells_in_a_locked_class():
    flaky = syncing.Flaky()
    assert flaky.peek() is None
    assert flaky.refill(3) == (None, 1) and flaky.peek() == 3 and flaky.refill(4) == (3, 2) and flaky.peek() == 4


# The locks of others.


@both_kinds
def test_exact_counts_by_locks_of_others(kind):
    locks, times = kind(), load(100_000)
    in_threads(8, lambda _: locks.add(times))
    assert locks.value() == 8 * times


@both_kinds
def test_readers_and_writers(kind):
    locks, times = kind(), load(50_000)
    results = all_together(*[lambda: locks.write(times)] * 2, *[lambda: locks.read(times)] * 6)
    assert results == [None] * 2 + [True] * 6


@both_kinds
@pytest.mark.parametrize("held", ["mutex", "read", "write"])
def test_locks_of_others_are_waited_for_detached(kind, held):
    """Would hang otherwise: the holder collects while the others wait."""
    locks = kind()
    want = {
        "mutex": [lambda: locks.add(1)] * 4,
        "read": [lambda: locks.write(1)] * 4,
        "write": [lambda: locks.write(1)] * 2 + [lambda: locks.read(1)] * 2,
    }[held]
    waiting = Waiting(*want)
    locks.hold(held, waiting.start)
    assert set(waiting.finish()) <= {None, True}


def test_a_reentrant_lock():
    locks, times = syncing.ParkingLocks(), load(20_000)
    in_threads(8, lambda _: locks.add_reentrant(times))
    assert locks.add_reentrant(0) == 8 * times
    waiting = Waiting(*[lambda: locks.add_reentrant(1)] * 3)
    locks.hold("reentrant", waiting.start)
    waiting.finish()
    assert locks.add_reentrant(0) == 8 * times + 3


@both_kinds
def test_once_for_all(kind):
    for _ in range(load(100)):
        locks, calls = kind(), []
        in_threads(16, lambda number: locks.once(lambda: calls.append(number)))
        assert len(calls) == 1
        locks.once_after_all(calls.append)
        assert len(calls) == 1


@both_kinds
def test_once_for_all_is_waited_for_detached(kind):
    """Would hang otherwise. And what the initialisers own that are not called is given up attached: they would crash."""
    locks = kind()
    waiting = Waiting(*[lambda: locks.once(list)] * 4, *[lambda: locks.once_after_all(list)] * 4)
    locks.once(waiting.start)
    assert waiting.finish() == [None] * 8


@both_kinds
def test_once_for_all_that_panics(kind):
    locks, calls = kind(), []
    waiting = Waiting(lambda: message(locks.once, list))
    assert message(locks.once_panics, waiting.start) == "PanicException: not this time"
    assert waiting.finish()[0].startswith("PanicException: ")
    assert message(locks.once, list).startswith("PanicException: ") and calls == []
    # The thread is attached, as the call shows, and the next attempt knows of the last one.
    locks.once_after_all(calls.append)
    locks.once_after_all(calls.append)
    locks.once(lambda: calls.append("again"))
    assert calls == [True]


@both_kinds
def test_an_initialiser_may_raise(kind):
    locks = kind()
    assert message(locks.once, lambda: 1 / 0).startswith("ZeroDivisionError")
    assert locks.once(lambda: 1 / 0) is None


def test_cells_of_std():
    for _ in range(load(100)):
        locks = syncing.StdLocks()
        values = in_threads(16, lambda number: locks.cell(lambda: [number]))
        assert all(value is values[0] for value in values)
    locks = syncing.StdLocks()
    assert message(locks.cell, lambda: 1 / 0).startswith("PanicException: a value")
    waiting = Waiting(*[lambda: locks.cell(list)] * 4)

    def make():
        waiting.start()
        return "made"

    assert locks.cell(make) == "made" and waiting.finish() == ["made"] * 4


def test_poison_of_std():
    locks = syncing.StdLocks()
    assert message(locks.poison) == "PanicException: with the mutex"
    assert locks.is_poisoned() is True
    # Also by a thread that has waited for it.
    waiting = Waiting(locks.is_poisoned)
    locks.hold("mutex", waiting.start)
    assert waiting.finish() == [True]


@both_kinds
@pytest.mark.parametrize("players", [2, 5])
def test_ping_pong(kind, players):
    locks, rounds = kind(), load(2000)
    in_threads(players, lambda number: locks.play(number, players, rounds, None))
    assert locks.play(0, 1, 0, None) == players * rounds


@both_kinds
def test_conditions_are_looked_at_attached(kind):
    locks, looks = kind(), []
    in_threads(3, lambda number: locks.play(number, 3, load(100), lambda: looks.append(number)))
    assert len(looks) >= 3 * load(100) and set(looks) == {0, 1, 2}


@both_kinds
@pytest.mark.parametrize("seconds", [None, 3600])
def test_notifications_are_waited_for_detached(kind, seconds):
    """Would hang otherwise: a thread collects while another waits for what it does next."""
    locks, entered, left = kind(), threading.Event(), []
    thread = threading.Thread(target=lambda: left.append(locks.wait_once(entered.set, seconds)), daemon=True)
    thread.start()
    entered.wait()
    # The other thread has the mutex until it waits.
    locks.play(0, 1, 0, None)
    for _ in range(3):
        gc.collect()
    locks.notify()
    thread.join()
    assert left == [None]


@both_kinds
def test_notifications_that_do_not_come(kind):
    locks = kind()
    assert in_threads(4, lambda _: locks.wait_in_vain(20)) == [True] * 4
