"""The promises that need several threads to be broken. ``FREEHOLD_TEST_LOAD`` scales the number of repetitions."""

import itertools
import sys

import locking
import pytest
from support import all_together, in_threads, load


@pytest.fixture(autouse=True, scope="module")
def switch_often():
    """With the GIL, threads take turns far more often than by default."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def test_one_iterator_for_all():
    """PyO3's guide documents this as failing: 16 workers that share one iterator with `__next__(&mut self)`."""
    end = load(100_000)
    numbers = locking.Numbers(end)
    taken = in_threads(16, lambda _: list(numbers))
    assert sorted(itertools.chain(*taken)) == list(range(end))
    assert all(mine == sorted(mine) for mine in taken)
    assert next(numbers, None) is None


def repeat(times, call, *arguments):
    for _ in itertools.repeat(None, times):
        call(*arguments)


def test_increments_are_exact():
    times = load(1_000_000)
    counter = locking.Counter()
    in_threads(8, lambda _: repeat(times, counter.hit))
    assert counter.value() == 8 * times


INCREMENTS = {
    "a method": lambda it: it.slow_hit,
    "a static method": lambda it: lambda: type(it).hit_static(it),
    "a function": lambda it: lambda: locking.bump(it),
    "a getter": lambda it: lambda: it.hit_by_reading,
    "a setter": lambda it: lambda: setattr(it, "hit_by_writing", 1),
    "__call__": lambda it: it,
    "__setitem__": lambda it: lambda: it.__setitem__(0, 1),
}


@pytest.mark.parametrize("kind", INCREMENTS)
def test_increments_are_exact_through(kind):
    times = load(50_000)
    counter = locking.Counter()
    in_threads(8, lambda _: repeat(times, INCREMENTS[kind](counter)))
    assert counter.value() == 8 * times


def test_increments_by_all_ways_at_once():
    times = load(50_000)
    counter = locking.Counter()
    all_together(*[lambda way=way: repeat(times, way(counter)) for way in INCREMENTS.values()])
    assert counter.value() == len(INCREMENTS) * times


def test_transfers_in_both_orders_and_onto_oneself():
    times = load(200_000) // 3
    a, b = locking.Counter(1_000_000), locking.Counter(1_000_000)
    moves = [(a, b), (b, a), (a, a), (b, b)]

    def move(number):
        for turn in range(times):
            source, target = moves[(number + turn) % len(moves)]
            try:
                source.send(target, 1 + turn % 3)
            except ValueError:
                assert source.hits < 2_000_000

    in_threads(8, move)
    assert a.sum(b) == 2_000_000


def test_transfers_are_seen_whole():
    """Whoever locks both sees the sum that nobody changes."""
    times = load(100_000)
    a, b = locking.Counter(1000), locking.Counter(1000)
    wrong = []

    def move(source, target):
        for _ in range(times):
            try:
                source.transfer(target, 1)
            except ValueError:
                source.absorb(target)

    def watch():
        for _ in range(times):
            if a.sum(b) != 2000 or b.sum(a) != 2000:
                wrong.append(a.sum(b))

    all_together(lambda: move(a, b), lambda: move(b, a), watch, watch, lambda: repeat(times, locking.swap, a, b))
    assert not wrong and a.sum(b) == 2000


def test_a_ring_of_locks():
    """Each thread locks two of three, so that every order of waiting occurs."""
    times = load(100_000)
    ring = [locking.Counter(100_000) for _ in range(3)]

    def move(number):
        source, target = ring[number % 3], ring[(number + 1) % 3]
        for _ in range(times):
            locking.swap(source, target)
            locking.swap(target, source)

    in_threads(6, move)
    assert sum(counter.hits for counter in ring) == 300_000


def test_two_classes_in_both_orders():
    times = load(100_000)
    account, vault = locking.Account(0), locking.Vault(0)
    all_together(
        *[lambda: repeat(times, account.deposit, vault, 1)] * 4,
        *[lambda: repeat(times, vault.pay_out, account, 1)] * 4,
        lambda: [account.total(vault) for _ in range(times)].count(0) == times or pytest.fail("torn"),
    )
    assert (account.balance, vault.gold) == (0, 0)


def test_torn_pairs():
    times = load(100_000)
    pair = locking.Pair()

    def write(offset):
        for value in range(times):
            pair.set(offset + value)

    def read():
        return all(pair.is_whole() for _ in range(times))

    def copy():
        return all(locking.read_by_value(pair) for _ in range(times))

    def compare():
        return all(len(set(pair.values())) == 1 for _ in range(times))

    results = all_together(lambda: write(0), lambda: write(10**9), read, read, copy, compare)
    assert results[2:] == [True] * 4


def test_fields_of_more_than_a_word():
    """Generated getters and setters: a `String` is torn, or freed under a reader, without the lock."""
    times = load(50_000)
    texts = ["a" * 3, "b" * 300, "ü" * 40, ""]
    objects = [object(), None, 10**30, "text"]
    label = locking.Label(texts[0], objects[0])

    def write(number):
        for turn in range(times):
            label.text = texts[(number + turn) % 4]
            label.object = objects[(number + turn) % 4]

    def read():
        for _ in range(times):
            assert label.text in texts and label.object in objects

    all_together(*[lambda number=number: write(number) for number in range(4)], *[read] * 4)
    assert label.text in texts


def test_a_container():
    times = load(20_000)
    table = locking.Table()

    def work(number):
        for turn in range(times):
            key = str(turn % 10)
            table[key] = [number, turn]
            try:
                assert len(table[key]) == 2
                if turn % 3 == 0:
                    del table[key]
            except KeyError:
                pass
            assert len(table) <= 10

    in_threads(8, work)
    assert set(table.keys()) <= {str(number) for number in range(10)}


def test_pythons_own_locks_on_the_same_object():
    """CPython locks an object of a Python subclass by itself when its `__dict__` is replaced: the same lock, in the way
    that waits. (By one thread only, and without an attribute looked up meanwhile: 3.13t crashes of either, also without
    any extension.)"""
    times = load(20_000)

    class Derived(locking.Reentrant):
        pass

    derived = Derived()
    hit = derived.hit

    def replace():
        for turn in range(times):
            derived.__dict__ = {"turn": turn}

    all_together(*[lambda: repeat(times, hit)] * 4, replace)
    assert derived.hits() == 4 * times and derived.turn == times - 1


def test_only_one_default_is_taken():
    """Test and change under one lock: all threads get the object of the first."""
    for _ in range(load(300)):
        table = locking.Table()
        defaults = [object() for _ in range(8)]
        got = in_threads(8, lambda number: table.setdefault("key", defaults[number]))
        assert len({id(item) for item in got}) == 1 and got[0] in defaults


def test_references_in_a_registry():
    """Objects are put in, copied out and dropped under the lock by all threads at once."""
    times = load(20_000)
    registry = locking.Registry()

    def work(number):
        for turn in range(times):
            registry.add((number, turn))
            if turn % 5 == 4:
                assert all(len(item) == 2 for item in registry.snapshot()[:20])
            if turn % 7 == 6:
                registry.clear()
            try:
                assert len(registry.pop()) == 2
            except KeyError:
                pass

    in_threads(8, work)
    registry.clear()
    assert len(registry) == 0
