"""Classes that are locked as a whole: `#[pymethods] #[critical_section(self)] impl …`."""

import threading

import pytest
import sections
from marks import alone
from support import all_together, can_be_locked, in_threads, load, message, raised

HITS = {
    "a method": lambda it: it.hit,
    "a getter": lambda it: lambda: it.hit_by_reading,
    "a setter": lambda it: lambda: setattr(it, "hit_by_writing", 1),
    "__setitem__": lambda it: lambda: it.__setitem__(0, 1),
    "__call__": lambda it: it,
    "a handle": lambda it: lambda: it.call(int),
    "an owned handle": lambda it: lambda: it.call_owned(int),
    "a static method with a section of its own": lambda it: lambda: sections.Tally.hit_static(it),
    "a method with a section of its own": lambda it: lambda: it.absorb(sections.Tally(1)),
}


@pytest.mark.parametrize("kind", HITS)
def test_every_method_locks(kind):
    """Guarantee: exact counts, by each kind of method."""
    times, tally = load(30_000), sections.Tally()

    def work():
        hit = HITS[kind](tally)
        for _ in range(times):
            hit()

    all_together(*[work] * 4)
    assert tally.hits() == 4 * times and not tally.is_torn()


def test_all_methods_lock_the_same():
    times, tally = load(20_000), sections.Tally()

    def work(way):
        for _ in range(times):
            way()

    def watch():
        return any(tally.is_torn() for _ in range(times))

    all_ways = [lambda way=way: work(way(tally)) for way in HITS.values()]
    assert all_together(*all_ways, watch)[-1] is False
    assert tally.hits() == len(HITS) * times


def test_readers_and_slots_see_nothing_torn():
    times, tally = load(20_000), sections.Tally(5)

    def write():
        for turn in range(times):
            tally.hit()
            next(tally)

    def read():
        for _ in range(times):
            assert not tally.is_torn() and len(tally) in (5, 6, 7) and tally[0] in (5, 6, 7)
            assert repr(tally) in ("Tally(5)", "Tally(6)", "Tally(7)") and tally in tally

    all_together(write, write, read, read)
    assert tally.hits() == 5


def test_fields_lock_as_ever():
    tally = sections.Tally()
    times, labels = load(5000), ["a" * 3, "b" * 300, ""]

    def work(number):
        for turn in range(times):
            tally.label = labels[(number + turn) % 3]
            assert tally.label in labels and tally.clone_label() in labels

    in_threads(4, work)


def test_one_iterator_for_all():
    tally = sections.Tally(load(50_000))
    taken = in_threads(8, lambda _: list(tally))
    assert sorted(sum(taken, [])) == list(range(load(50_000)))


# Methods that say otherwise


def test_a_section_of_its_own_counts():
    a, b = sections.Tally(3), sections.Tally(4)
    assert a.absorb(b) == 7 and (a.hits(), b.hits()) == (7, 0)
    error = raised(a.absorb, a)
    assert type(error) is ValueError and "Tally.absorb() arguments 'self' and 'other' are the same object" in str(error)
    assert a.absorb_or_double(a) == 14 and a.absorb_or_double(sections.Tally(1)) == 15
    assert can_be_locked(a.hits) == [15]


def test_methods_without_a_payload_do_not_lock():
    """A static method, and a method whose receiver is `Py<Self>`, lock nothing: what they call may wait for others who
    need the object, and the lock is free."""
    tally = sections.Tally()
    assert sections.Tally.call_static(lambda: sections.is_locked(tally)) is False
    assert tally.call_unlocked(lambda: sections.is_locked(tally)) is False
    assert iter(tally) is tally
    assert tally.call_unlocked(lambda: all_together(lambda: tally.hit() == 1)[0]) is True


@alone
@pytest.mark.skipif(not sections.has_locks(), reason="with the GIL, sections lock nothing")
def test_methods_with_handles_lock_and_can_be_suspended():
    tally = sections.Tally()
    for call in (tally.call, tally.call_owned):
        assert call(lambda: sections.is_locked(tally)) is True
        assert call(lambda: all_together(tally.hit, tally.hits)[0]) > 0
    assert can_be_locked(tally.hits) == [6]


# The other operand


def test_equality_of_one_thread():
    a, b = sections.Tally(3), sections.Tally(3)
    assert a == b and b == a and a == a and not a != b
    b.hit()
    assert a != b and b != a and b == b
    for other in (3, None, "Tally(3)", sections.Cell(3), object()):
        assert a != other and other != a and not a == other
    assert a in b and b not in a and a in a
    assert type(raised(lambda: 3 in a)) is TypeError
    assert sections.Word("a") == sections.Word("a") != sections.Word("b")


def test_equality_in_both_orders():
    """Guarantee: both operands are locked, in one order for everybody: no deadlock, and nothing torn. They are made equal
    in one step, so whoever sees them differ looked at one without its lock."""
    times = load(50_000)
    a, b = sections.Tally(), sections.Tally()

    def level():
        for turn in range(times):
            a.level(b, turn)
            b.level(a, turn + 1)

    def compare(first, second):
        return all(first == second and second in first for _ in range(times))

    results = all_together(
        level, lambda: compare(a, b), lambda: compare(b, a), lambda: compare(a, a), lambda: compare(b, a)
    )
    assert results[1:] == [True] * 4


def test_operands_with_memory_of_their_own():
    """The same, where reading without the lock would read freed memory."""
    times = load(20_000)
    a, b = sections.Word("a"), sections.Word("a")

    def grow(word):
        for turn in range(times):
            word.push("ä" * (turn % 50))
            if turn % 50 == 49:
                assert word == word

    def compare():
        for _ in range(times):
            assert isinstance(a == b, bool) and isinstance(b == a, bool)

    all_together(lambda: grow(a), lambda: grow(b), compare, compare)
    assert a == b and a.text() == b.text()


def test_subclasses_from_python():
    class Derived(sections.Word):
        def push(self, text):
            return super().push(text * 2)

    word = Derived("a")
    assert word.push("b") == 3 and word == sections.Word("abb") and sections.Word("abb") == word
    in_threads(4, lambda _: [word.push("c") for _ in range(load(1000))])
    assert len(word.text()) == 3 + 8 * load(1000)


# Ways out


def test_errors_and_panics_give_the_lock_back():
    tally = sections.Tally()
    for count in range(1, 4):
        assert message(tally.fail) == "ValueError: failed inside"
        assert message(tally.panic) == "PanicException: panicked inside"
        assert "exclusive critical section" in message(tally.attach)
        assert message(tally.call, lambda: 1 / 0).startswith("ZeroDivisionError")
        assert type(raised(lambda: tally[10**6])) is IndexError
        assert can_be_locked(tally.hits) == [3 * count]


def test_a_callback_may_come_back():
    tally, entered = sections.Tally(), threading.Event()

    def callback():
        entered.set()
        return tally.call(lambda: tally.hit())

    assert tally.call(callback) == 3 and entered.is_set()
