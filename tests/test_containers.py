"""Containers that other threads change while Rust goes over them, and what can be read from objects under a lock."""

import gc
import itertools
import sys
import threading
import time
import types
import weakref
from collections import OrderedDict, defaultdict
from functools import partial

import containers
import pytest
from marks import alone
from support import (
    FREE_THREADED, all_together, collect, gil_enabled, in_threads, load, meanwhile, message, raised, until,
)  # fmt: skip

needs_locks = pytest.mark.skipif(
    not FREE_THREADED or gil_enabled(), reason="objects have no locks that anybody would wait for"
)


@pytest.fixture(autouse=True, scope="module")
def switch_often():
    """With the GIL, threads take turns far more often than by default."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


class Word(str):
    """A key or a value that can be watched."""

    __slots__ = ("__weakref__",)


class DerivedDict(dict):
    def items(self):
        raise AssertionError("not asked")

    __iter__ = keys = values = pop = setdefault = __len__ = items


class DerivedList(list):
    def __iter__(self):
        raise AssertionError("not asked")

    __getitem__ = __len__ = __iter__


class Plain:
    """Its objects have a dictionary that shares its keys with others."""

    def __init__(self):
        self.one, self.two, self.three = 1, 2, 3


def plain_dict():
    made = Plain().__dict__
    Plain().__dict__["four"] = 4
    return made


DICTS = {
    "empty": dict,
    "str keys": lambda: {str(number): number for number in range(100)},
    "other keys": lambda: {number * 1.5: str(number) for number in range(100)},
    "with gaps": lambda: without({str(number): number for number in range(100)}, range(0, 100, 3)),
    "of an object": plain_dict,
    "derived": lambda: DerivedDict(a=1, b=2),
    "a default one": lambda: defaultdict(list, a=[], b=[1]),
    "an ordered one": lambda: OrderedDict(a=1, b=2, c=3),
    "of a type's module": lambda: sys.modules[__name__].__dict__.copy(),
}


def without(entries, keys):
    for key in keys:
        del entries[str(key)]
    return entries


# Going over a container under its lock


@pytest.mark.parametrize("kind", DICTS)
def test_all_entries_are_found(kind):
    entries = DICTS[kind]()
    expected = list(dict.items(entries))
    assert containers.walk_dict(entries) == expected
    assert containers.walk_dict_inside(entries, []) == expected
    assert containers.dict_snapshot(entries) == expected


@pytest.mark.parametrize("kind", [list, DerivedList])
def test_all_items_are_found(kind):
    for length in (0, 1, 100):
        items = [object() for _ in range(length)]
        assert containers.walk_list(kind(items)) == items
        assert containers.walk_list_inside(kind(items), []) == items
        assert containers.list_snapshot(kind(items)) == tuple(items)


def test_the_length_that_is_left():
    # The error that may come takes the place of the end.
    assert containers.entries_left({}) == [(0, 1)]
    assert containers.entries_left({1: 1, 2: 2}) == [(1, 3), (1, 2), (0, 1)]


def test_values_may_be_replaced_in_the_loop():
    entries = {number: [number] for number in range(50)}
    found = containers.walk_dict(entries, lambda key, value: entries.__setitem__(key, -key))
    assert found == [(number, [number]) for number in range(50)]
    assert entries == {number: -number for number in range(50)}


SIZE = "RuntimeError: dictionary changed size during iteration"
KEYS = "RuntimeError: dictionary keys changed during iteration"

CHANGES = {
    "a key more": (SIZE, lambda it: it.__setitem__("more", 1)),
    "a key less": (SIZE, lambda it: it.pop("b")),
    "cleared": (SIZE, dict.clear),
    "many more": (SIZE, lambda it: it.update(dict.fromkeys(range(1000)))),
    "another key": (KEYS, lambda it: (it.pop("a", None), it.__setitem__("other", 1))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_keys_that_change_in_the_loop(change):
    expected, function = CHANGES[change]
    entries = {"a": 1, "b": 2, "c": 3}
    done = []

    def each(key, value):
        if not done:
            done.append(function(entries))

    assert message(containers.walk_dict, entries, each) == expected
    # Nothing is left locked or changed.
    assert dict(containers.walk_dict(entries)) == entries


def test_python_says_the_same():
    """The words are Python's own."""
    entries = {"a": 1, "b": 2}
    texts = []
    for change in (lambda: entries.update(c=3), lambda: (entries.pop("a"), entries.update(d=4))):
        try:
            for number, _ in enumerate(entries):
                if number == 0:
                    change()
        except RuntimeError as error:
            texts.append(str(error))
    assert [f"RuntimeError: {text}" for text in texts] == [SIZE, KEYS]


def test_a_table_that_is_made_anew():
    """As many keys, but no gap where there was one: the end comes too soon."""
    entries = {"gone": 0, "a": 1, "b": 2, "c": 3}
    del entries["gone"]
    numbers = itertools.count()

    def each(key, value):
        if next(numbers) == 0:
            entries.clear()
            entries.update(dict(d=1, e=2, f=3))

    assert message(containers.walk_dict, entries, each) == KEYS


def test_an_endless_supply_of_keys_ends():
    """As many keys come as go, in every step."""
    entries = {0: None}
    numbers = itertools.count(1)

    def each(key, value):
        del entries[key]
        entries[next(numbers)] = None

    assert message(containers.walk_dict, entries, each) == KEYS
    assert len(entries) == 1


def test_one_error_and_then_the_end():
    assert containers.ends_after_error({"a": 1, "b": 2}, "c") == (SIZE, 0)


def test_a_list_that_changes_in_the_loop():
    items = [1, 2, 3]
    assert containers.walk_list(items, lambda item: items.append(4) if len(items) < 6 else None) == [1, 2, 3, 4, 4, 4]
    assert containers.walk_list(items, lambda item: items.pop()) == [1, 2, 3]
    assert containers.walk_list(items, lambda item: items.clear()) == [1]
    assert items == []


def test_items_outlive_the_container():
    """What was taken is a reference of its own."""
    entries = {Word("key"): Word("value"), "other": 1}
    watched = [weakref.ref(key) for key in entries if type(key) is Word] + [weakref.ref(entries["key"])]
    first, then = containers.after_clearing(entries)
    assert (first, then, entries) == (("key", "value"), SIZE, {})
    collect()
    assert [reference() for reference in watched] == ["key", "value"]
    del first
    collect()
    assert [reference() for reference in watched] == [None, None]

    items = [Word("item"), 2, 3]
    watched = weakref.ref(items[0])
    first, left = containers.after_clearing_list(items)
    assert (first, left, items) == ("item", 0, [])
    assert watched() is first
    del first
    collect()
    assert watched() is None


def test_values_that_die_in_the_loop():
    """Their finalizers change the dictionary that is being gone over."""

    class Dying:
        def __init__(self, entries):
            self.entries = entries

        def __del__(self):
            self.entries["from a finalizer"] = 1

    entries = {}
    entries.update({number: Dying(entries) for number in range(20)})
    assert message(containers.count_dict, entries, lambda key, value: entries.__setitem__(key, None)) == SIZE
    assert len(entries) == 21 and "from a finalizer" in entries
    assert containers.count_dict(entries, lambda key, value: entries.__setitem__(key, None)) == 21
    assert set(entries.values()) == {None}


def test_an_error_in_the_loop_leaves_it():
    entries, items = {1: 1, 2: 2}, [1, 2]
    assert message(containers.walk_dict, entries, lambda key, value: 1 / 0) == "ZeroDivisionError: division by zero"
    assert message(containers.walk_list, items, lambda item: [][1]) == "IndexError: list index out of range"
    # Nothing is left locked.
    assert all_together(lambda: entries.pop(1), lambda: items.pop()) == [1, 2]


def test_loops_inside_loops():
    """Over the same container, and over others."""
    entries, items, found = {1: [1], 2: [2]}, ["a", "b"], []

    def inner(key, value):
        found.extend(containers.walk_dict(entries, lambda *_: time.sleep(0)))
        found.extend(containers.walk_list(items, lambda _: containers.walk_dict_inside(entries, value)))

    for _ in range(load(50)):
        found.clear()
        assert containers.walk_dict(entries, inner) == [(1, [1]), (2, [2])]
        assert found == [(1, [1]), (2, [2]), "a", "b"] * 2


@alone
@needs_locks
@pytest.mark.parametrize("kind", [dict, list])
def test_others_wait_for_the_end_of_the_loop(kind):
    """The loop goes on when somebody waits for the lock: he has not got in."""
    container = kind([(1, 2), (3, 4), (5, 6)])
    meeting = containers.Meeting()
    count, _ = all_together(
        lambda: containers.walk_until_waited_for(meeting, container), lambda: (meeting.wait(), container.clear())
    )
    assert count == 3 and len(container) == 0


@alone
@needs_locks
def test_each_step_has_the_lock():
    """Also inside another section, after the loop's own has been suspended: another thread has the lock, and the step
    waits for it."""
    for _ in range(load(200)):
        meeting, entries = containers.Meeting(), {"a": 1}
        waited, _ = all_together(
            lambda: meeting.step_inside(entries, []), lambda: containers.hold_until_waited_for(meeting, entries)
        )
        assert waited
        meeting, items = containers.Meeting(), [1]
        waited, _ = all_together(
            lambda: meeting.list_step_inside(items, []), lambda: containers.hold_until_waited_for(meeting, items)
        )
        assert waited


# Many threads


def rounds(times, walk):
    """How often it went through, and how often it raised a RuntimeError, the only error that may come."""

    def walking():
        through = errors = 0
        for _ in range(times):
            try:
                walk()
                through += 1
            except RuntimeError as error:
                assert f"RuntimeError: {error}" in (SIZE, KEYS)
                errors += 1
        return through, errors

    return walking


def growing_and_clearing(entries, make):
    """Seven that grow or clear it."""
    numbers = itertools.count()

    def grow():
        for _ in range(20 if len(entries) < 50 else 0):
            number = next(numbers)
            entries[make(number)] = [number]

    def shrink():
        for key in list(entries)[:5]:
            entries.pop(key, None)

    def replace():
        for key in list(entries):
            entries[key] = [key]

    return grow, grow, grow, shrink, replace, entries.clear, entries.clear


@pytest.mark.parametrize("make", [str, float, lambda number: Word(number)], ids=["str", "float", "derived str"])
@pytest.mark.parametrize("inside", [False, True], ids=["alone", "inside another section"])
def test_a_dict_that_seven_others_change(make, inside):
    entries = {}
    times = load(50 if inside else 2000)

    def walk():
        until(lambda: entries)
        found = containers.walk_dict_inside(entries, []) if inside else containers.walk_dict(entries)
        # Every entry is whole and alive, and none comes twice.
        assert all(type(value) is list and len(value) == 1 for _, value in found)
        assert len({key for key, _ in found}) == len(found)

    [(through, errors)] = meanwhile([rounds(times, walk)], *growing_and_clearing(entries, make))
    # Without a suspension, nobody gets in between.
    assert errors == 0 or inside
    assert through + errors == times


def test_a_dict_that_seven_others_change_while_python_runs():
    entries = {}
    walk = lambda: until(lambda: entries) and containers.walk_dict(entries, lambda key, value: time.sleep(0))
    times = load(100)
    [(through, errors)] = meanwhile([rounds(times, walk)], *growing_and_clearing(entries, str))
    assert through + errors == times


@pytest.mark.parametrize("inside", [False, True], ids=["alone", "inside another section"])
def test_a_list_that_seven_others_change(inside):
    items = []
    times = load(30 if inside else 2000)
    grow = lambda: items.extend([[number] for number in range(20)]) if len(items) < 50 else None

    def cut():
        del items[10:]

    def walk():
        until(lambda: items)
        found = containers.walk_list_inside(items, []) if inside else containers.walk_list(items)
        assert all(type(item) is list and len(item) == 1 for item in found)

    def shuffle():
        try:
            items.pop()
            items.sort(key=lambda item: -item[0])
        except (IndexError, ValueError):
            # It is empty, or somebody has changed it while it was being sorted.
            pass

    changes = grow, grow, grow, cut, shuffle, items.reverse, items.clear
    assert meanwhile([rounds(times, walk)], *changes) == [(times, 0)]


def test_the_end_of_a_collection_in_the_loop():
    """Collections stop the world in the middle of loops. There are so many and no more: without an end, each could begin before
    the threads that the one before has stopped are awake, and they would never get on."""
    entries = {number: [number] for number in range(100)}

    def walk():
        assert len(containers.walk_dict(entries, lambda key, value: value)) == 100
        assert len(containers.walk_dict_inside(entries, [])) == 100

    meanwhile([lambda: [gc.collect() for _ in range(load(50))]], walk, lambda: containers.dict_snapshot(entries))


# Snapshots


def test_snapshots_are_not_torn():
    """Each is of one moment: all or nothing."""
    size = 50
    entries, elements, items = {}, set(), []
    full, some = {str(number): number for number in range(size)}, frozenset(range(size))

    def change_dict():
        entries.clear()
        entries.update(full)

    def change_set():
        elements.clear()
        elements.update(some)

    counter = itertools.count()

    def change_list():
        items[:] = [next(counter)] * (20 * size)

    def walk():
        for _ in range(load(1000)):
            found = containers.dict_snapshot(entries)
            assert len(found) in (0, size)
            found = containers.set_snapshot(elements)
            assert len(found) in (0, size)
            found = containers.list_snapshot(items)
            assert len(found) in (0, 20 * size) and len(set(found)) <= 1

    meanwhile([walk], change_dict, change_set, change_list)


def test_a_snapshot_stays():
    elements = {1, 2, "three"}

    class DerivedSet(set):
        __iter__ = None

    assert sorted(map(str, containers.set_snapshot(elements))) == ["1", "2", "three"]
    assert containers.set_snapshot(DerivedSet([5])) == [5]
    assert containers.set_snapshot(set()) == []
    assert message(containers.set_snapshot, frozenset()) == (
        "TypeError: set_snapshot() argument 'set' must be set, not frozenset"
    )


# Test and change in one step


def test_set_default():
    entries = {"a": 1}
    assert containers.set_default(entries, "a", 2) == (1, False)
    assert containers.set_default(entries, "b", 2) == (2, True)
    assert entries == {"a": 1, "b": 2}
    default = []
    assert containers.set_default(entries, "c", default) == ([], True)
    # The default itself was there already.
    assert containers.set_default(entries, "c", default) == ([], False)
    assert containers.set_default(DerivedDict(), "d", 3) == (3, True)
    assert raised(containers.set_default, entries, [], 1).__class__ is TypeError


class Slow:
    """A key that lets others run when it is compared."""

    def __hash__(self):
        return 1

    def __eq__(self, other):
        time.sleep(0)
        return type(other) is Slow


@pytest.mark.parametrize("key", [str, Slow])
def test_one_of_all_threads_sets_the_default(key):
    for _ in range(load(200)):
        # What is in the way has to be compared, too.
        entries = {1: None}
        results = in_threads(8, lambda number: containers.set_default(entries, key(), [number]))
        values = [value for value, _ in results]
        assert all(value is values[0] for value in values)
        assert [inserted for _, inserted in results].count(True) == 1


def test_pop():
    entries = {"a": 1, "none": None}
    assert containers.pop(entries, "a") == [1]
    assert containers.pop(entries, "a") == []
    assert containers.pop(entries, "none") == [None]
    assert entries == {}
    derived = DerivedDict(b=2)
    assert containers.pop(derived, "b") == [2]
    assert raised(containers.pop, {1: 2}, []).__class__ is TypeError


@pytest.mark.parametrize("key", [str, Slow])
def test_each_key_is_popped_once(key):
    for _ in range(load(200)):
        entries = {1: None, key(): "once"}
        taken = in_threads(8, lambda _: containers.pop(entries, key()))
        assert sorted(taken) == [[]] * 7 + [["once"]]
        assert entries == {1: None}


# Weak references, cells, modules


def test_weak_references():
    word = Word("alive")
    reference = containers.new_weakref(word)
    assert isinstance(reference, weakref.ref) and reference is weakref.ref(word)
    assert containers.upgrade(reference) is word
    del word
    collect()
    assert containers.upgrade(reference) is None

    gone = []
    word = Word("watched")
    reference = containers.new_weakref(word, gone.append)
    del word
    collect()
    assert gone == [reference]

    items = DerivedList()
    reference = containers.new_weakref(items)
    assert containers.upgrade_to_list(reference) is items
    word = Word("no list")
    assert message(containers.upgrade_to_list, weakref.ref(word)) == "TypeError: expected list, not Word"
    del items
    collect()
    assert containers.upgrade_to_list(reference) is None

    assert raised(containers.new_weakref, 1).__class__ is TypeError
    assert message(containers.upgrade, word) == "TypeError: upgrade() argument 'reference' must be weakref, not Word"


def test_nothing_comes_back_from_the_dead():
    """One thread gives up the last reference while others ask for another one."""
    for _ in range(load(300)):
        references = []
        has_been_made = threading.Barrier(8)

        def asking():
            while (word := containers.upgrade(references[0])) is not None:
                assert word == "mortal"
                del word
                # So that none of the others always has one.
                time.sleep(0)

        def asking_when_made():
            has_been_made.wait()
            asking()

        def giving_up():
            holder = [Word("mortal")]
            references.append(containers.new_weakref(holder[0]))
            has_been_made.wait()
            holder.clear()
            # Without the GIL, what dies on another thread is dead when the one that made it comes by: it must not just wait.
            asking()

        all_together(giving_up, *[asking_when_made] * 7)
        assert containers.upgrade(references[0]) is None


def test_cells():
    cell = containers.new_cell([1])
    assert isinstance(cell, types.CellType)
    assert containers.cell_get(cell) == [[1]]
    containers.cell_set(cell, "other")
    assert containers.cell_get(cell) == ["other"] == [cell.cell_contents]
    containers.cell_set(cell, None)
    assert containers.cell_get(cell) == [] == containers.cell_get(containers.new_cell(None))
    assert raised(lambda: cell.cell_contents).__class__ is ValueError

    captured = 1
    function = lambda: captured
    containers.cell_set(function.__closure__[0], 2)
    assert function() == captured == 2
    assert message(containers.cell_get, 1) == "TypeError: cell_get() argument 'cell' must be cell, not int"


def test_a_cell_that_others_set():
    cell = containers.new_cell(["first"])

    def walk():
        for _ in range(load(20_000)):
            for contents in containers.cell_get(cell):
                assert type(contents) is list and len(contents) == 1

    change = lambda: containers.cell_set(cell, ["next"])
    meanwhile([walk], change, change, lambda: containers.cell_set(cell, None))


def test_modules_by_name():
    assert containers.add_module(b"sys") is sys
    # Other threads have other ones.
    name = f"freehold_made_up_{threading.get_ident()}"
    assert name not in sys.modules
    try:
        made = containers.add_module(name.encode())
        assert type(made) is types.ModuleType and made.__name__ == name
        assert sys.modules[name] is made is containers.add_module(name.encode())
        sys.modules[name] = "no module"
        assert type(containers.add_module(name.encode())) is types.ModuleType
    finally:
        sys.modules.pop(name, None)
    assert raised(containers.add_module, b"\xff").__class__ is UnicodeDecodeError


# What can be read under a lock


class Int(int):
    pass


class Float(float):
    pass


class Tuple(tuple):
    pass


class Str(str):
    pass


class Bytes(bytes):
    pass


def sight(*objects):
    return containers.Sight(list(objects))


def test_ints_under_a_lock():
    numbers = [0, 1, -1, 255, 256, 1 << 30, -(1 << 30), 1 << 60, -(1 << 60), (1 << 63) - 1, -(1 << 63)]
    assert sight(*numbers).ints() == numbers
    assert sight(1 << 63, -(1 << 63) - 1, 1 << 1000, True, Int(3), 1.0, "1", None).ints() == [None] * 8


def test_floats_under_a_lock():
    numbers = [0.0, 1.5, -1e300, float("inf")]
    assert sight(*numbers).floats() == numbers
    assert str(sight(float("nan")).floats()) == "[nan]"
    assert sight(1, True, Float(1.5), "1.5", None).floats() == [None] * 5


def test_bools_and_none_under_a_lock():
    objects = True, False, None, 1, 0, "", []
    assert sight(*objects).bools() == [True, False] + [None] * 5
    assert sight(*objects).nones() == [False, False, True] + [False] * 4


def test_strs_under_a_lock():
    long = "".join(map(chr, range(128))) * 100
    assert sight("", "a", "text", long, sys.intern("interned text")).strs() == ["", "a", "text", long, "interned text"]
    others = ["ü", "größe", "Ω", "\U0001f600", "a\udc80", Str("a"), Str("ü"), b"a", None]
    assert sight(*others).strs() == [None] * 9
    for text in others[:4]:
        text.encode()
        assert sight(text).strs() == [None]
    # Made in other ways: a part, a slice of one that is not ASCII, one that was resized.
    parts = "größe text"[6:], "".join(["a"] * 10), "a" * 5 + "b", chr(65), str(12345), "%s" % "x"
    assert sight(*parts).strs() == list(parts)


def test_bytes_under_a_lock():
    contents = [b"", b"a", b"\0\xff" * 1000]
    assert sight(*contents).bytes() == contents
    assert sight(bytearray(b"a"), Bytes(b"a"), "a", None).bytes() == [None] * 4


def test_tuples_under_a_lock():
    item = object()
    objects = (), (item,), (1, item, 3), Tuple([item, item]), [item, item], None
    assert sight(*objects).tuple_lens() == [0, 1, 3, None, None, None]
    assert sight(*objects).tuple_items(1) == [None, None, item, None, None, None]
    assert sight(*objects).tuple_items(0) == [None, item, 1, None, None, None]
    assert sight(*objects).tuple_items(3) == [None] * 6
    assert sight((1,)).tuple_items((1 << 64) - 1) == [None]


def test_references_from_under_a_lock():
    """They are references of their own: as many are taken as are given up."""
    item = Plain()
    seen = sight((item, item), item)
    # So that one that is given up too often does not die.
    more = [item] * 1000
    before = sys.getrefcount(item)
    for _ in range(100):
        seen.tuple_items(1)
        for operation in ("tuple_item", "clone_ref", "type_of"):
            containers.suspensions([], seen, operation, 1)
    assert sys.getrefcount(item) == before
    kept = seen.tuple_items(0)
    assert sys.getrefcount(item) == before + 1
    del seen
    assert kept == [item, None] and len(more) == 1000


def test_types_under_a_lock():
    other = sight()
    objects = [1, True, 1.5, [], DerivedList(), other, object(), None]
    seen = sight(*objects)
    assert seen.types() == [type(it) for it in objects]
    for name in ("int", "bool", "float", "list", "object", "Sight"):
        assert seen.exact(name) == [type(it).__name__ == name for it in objects]
    assert [seen.position(it) for it in objects] == list(range(8))
    assert seen.position(object()) is None


OPERATIONS = (
    "int", "float", "bool", "is_none", "is", "str", "bytes", "tuple_len", "is_exact", "tuple_item", "type_of",
    "clone_ref",
)  # fmt: skip


def of_all_kinds():
    return [
        1, 1 << 40, 1 << 80, -5, 1.5, True, None, "text" * 10, "größe" + str(id(object())), b"bytes", (1, [2]), (),
        [], {}, Str("x"), Tuple([1, 2]), object(), sight(), Plain(),
    ]  # fmt: skip


@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_under_a_lock_suspends(operation):
    times = load(1000)
    shared = of_all_kinds()

    def looking(number):
        # A lock of its own, so that it need not wait for it, which would be a suspension before the section.
        for _ in range(5):
            seen = containers.Sight(shared if number % 2 else of_all_kinds())
            suspensions, hits = containers.suspensions([], seen, operation, times)
            assert suspensions == 0
            assert hits >= times

    looking(0)

    def collecting():
        gc.collect()
        containers.Sight(shared).types()

    # Also while others look, collect, and count references to the same objects.
    collections = lambda: [collecting() for _ in range(load(50))]
    all_together(collections, *[partial(looking, number) for number in range(3)])


@pytest.mark.skipif(gil_enabled(), reason="what others do to the GIL is not seen")
@pytest.mark.parametrize("operation", ["detach", "call"])
def test_suspensions_are_counted(operation):
    """So the test above can fail."""
    suspensions, hits = containers.suspensions([], sight(lambda: time.sleep(0)), operation, 3)
    assert suspensions > 0 and hits == 3
