"""Uses a test module over and over and measures what it leaves behind: the program behind ``test_leaks.py``.

``python leak_rounds.py MODULE THREADS`` prints, as JSON, the growth over 50 rounds that follow 3 for warming up. Each
round calls everything of the module ``REPEATS`` times, through every way out. What grew in one half of the rounds only
is no leak: a cache of Python's, or memory that a thread keeps.
"""

import ctypes
import functools
import gc
import importlib
import importlib.util
import itertools
import json
import os
import sys
import tempfile
import threading

import support

WARM_UP = 3
ROUNDS = 50
REPEATS = 20


def fails(function, *args, **kwargs):
    """Makes a call that must raise."""
    try:
        function(*args, **kwargs)
    except BaseException:
        return
    raise SystemExit(f"{function} did not raise")


@functools.cache
def derived_once(base):
    """A class derived from ``base``. One for all rounds: without the GIL, CPython keeps something of every class that is
    made, 3.14t about a KiB."""
    return type("Derived", (base,), {})


def basics(it):
    it.nothing()
    it.answer()
    it.add(1 << 40, b=2)
    it.one([])
    it.pair("a", "ü")
    it.scaled(3, factor=1 << 20)
    it.every_kind(1, d=1 << 40)
    it.keyword_only(a=5)
    it.defaults(text="ü" * 50, data=b"\0" * 50)
    it.with_token(1, 2)
    fails(it.add, 1)
    fails(it.add, 1, "2")
    fails(it.add, 1, c=[])
    fails(it.add, 1, 2, 3)
    fails(it.cheapest, 1 << 70)
    fails(it.fails, "key")
    fails(it.fails_with, "runtime")
    fails(it.fails_with, "utf8")
    fails(it.fails_with, "io")
    fails(it.fails_with_own, 3)
    fails(it.panics, "a panic" * 10)
    counter = it.Counter(1, label="a label")
    counter.hits
    counter.label
    counter.hit()
    counter.add(3, times=2)
    it.Counter.starting_at().hits
    counter.hits = 10
    fails(setattr, counter, "hits", "x")
    fails(it.Counter, "x", label="y")
    fails(it.Counter, label=1)
    it.make_counter(4).hit()
    it.new_counter(4)
    it.same_object(counter, it.Counter())
    it.hits_of_all([counter] * 3)
    fails(it.hits_of_all, [counter, 1])
    fails(it.same_object, 1)
    point = it.Point(1, 2).plus(it.Point.origin())
    it.centre([point, it.Point(1.5, 2.5)])
    it.x_of(point)
    point.norm
    repr(point)
    hash(point)
    point == it.Point(3, 4)
    fails(it.centre, [])
    fails(it.centre, [point, 3])
    fails(it.x_of, None)
    point == 3
    settings = it.Settings("name" * 20, 4)
    settings.name = "other" * 20
    it.level_of(settings)
    fails(it.level_of, 1)

    derived = derived_once(it.Shape)("derived" * 9)
    derived.attribute, derived.own = [derived], derived
    derived.describe()
    derived.itself()
    fails(derived_once(it.Shape), "")
    temperature = it.Temperature(1.5)
    temperature.fahrenheit = temperature.fahrenheit + 1
    fails(setattr, temperature, "fahrenheit", -1e9)
    fails(getattr, temperature, "broken")
    it.token(4).number
    it.PythonName().own_name()
    it.Wrapper([1, 2]).push(3)
    repr(it.Color.mixed(1, 2))
    it.Color.red() == it.Color.red()
    it.Aligned(3).is_aligned()
    it.Picky("fine")
    fails(it.Picky, "else")
    fails(it.Picky, "panic")
    fails(it.Token)
    receivers = it.Receivers()
    receivers.owned()
    receivers.borrowed()
    receivers.bound()
    receivers.by_class_name(3)
    items = it.Sequence([1, 2, 3])
    items[0] = 5
    del items[1]
    len(items)
    items[0]
    5 in items
    list(items)
    repr(items)
    items == it.Sequence([5, 3])
    items == 3
    items != None
    fails(lambda: items[9])
    fails(lambda: items["a"])
    fails(lambda: "a" in items)
    next(iter(it.Sequence()), None)
    words = it.Words(["one", "two"])
    len(words)
    words["one"]
    "three" in words
    fails(lambda: words["three"])
    adder = it.Adder(3)
    adder(1)
    adder(1, times=3, negate=True)
    hash(adder)
    adder == it.Adder(3)
    fails(adder)
    fails(adder, 1, x=2)
    list(it.Gaps(5))
    fails(len, it.Huge())
    {it.HashOf(1): 2}
    for use in USES:
        fails(use, it.Failing())
        fails(use, it.Panicking())
    it.Renamed().plus(3)
    it.first_attribute_last(it.Renamed(), by=3)
    it.shadowed(1)


USES = [
    repr,
    len,
    lambda it: it[1],
    lambda it: it.__setitem__(1, 2),
    lambda it: it.__delitem__(1),
    lambda it: 1 in it,
    iter,
    next,
    lambda it: it == type(it)(),
    hash,
    lambda it: it(),
    lambda it: it.attribute,
    lambda it: setattr(it, "attribute", 1),
    lambda it: it.method(),
]

GAUGES = []


def locking(it):
    first, second = it.Counter(3), it.Counter(4)
    first.hit()
    first.absorb(second)
    first.absorb_or_double(first)
    first.send(second, 1)
    first.sum(second)
    it.bump(first, by=3)
    it.swap(first, second)
    it.Counter.hit_static(first)
    first.copy_from(second)
    fails(first.absorb, first)
    fails(first.absorb, 3)
    fails(first.transfer, second, 1 << 40)
    fails(it.swap, 1, 2)
    it.Account(4).deposit(it.Vault(2), 1)
    it.Vault(1).pay_out(it.Account(3), 2)
    list(it.Numbers(5))
    registry, other = it.Registry(), it.Registry()
    for _ in range(3):
        registry.add([registry.note])
        other.add(object())
    registry.snapshot()
    registry.get(0, None)
    registry.get(9, object())
    registry.pop()
    registry.forget([])
    registry.clear_both(other)
    registry.add(object())
    fails(registry.clear_and_fail)
    fails(registry.pop)
    registry.add(object())
    fails(registry.clear_and_panic)
    registry.add(object())
    registry.clear_early(True)
    registry.add(it.Calling(registry.note))
    registry.clear()
    ledger = it.Ledger()
    fails(ledger.fail)
    fails(ledger.refuse)
    fails(ledger.enter_text, "x")
    fails(ledger.panic, "text" * 20)
    fails(ledger.panic_with_value)
    fails(ledger.fail_both, it.Ledger())
    fails(ledger.panic_both, it.Ledger())
    fails(len, ledger)
    table = it.Table()
    for key in "abcabc":
        table[key] = [key]
    table["a"]
    "b" in table
    len(table)
    table.keys()
    table.setdefault("z", [])
    fails(lambda: table["x"])
    del table["a"]
    label = it.Label("text" * 20, object=[])
    label.text, label.object = "other" * 20, [label.text]
    pair = it.Pair()
    pair.set(4)
    pair.values()
    it.read_by_value(pair)
    deferred = it.Deferred()
    deferred.call_later(deferred.call)
    deferred.call_all_later([deferred.call] * 3)
    deferred.add_called(deferred.call)
    fails(deferred.call_later, lambda: [][1])
    fails(deferred.add_called, None)
    deferred[deferred.call]
    attacher = it.Attacher()
    fails(attacher.attach)
    attacher.try_attach()
    fails(attacher.reattach)
    gauge = it.Gauge()
    GAUGES.append(gauge)
    it.Node.chain(gauge, 50).cut()
    it.Tracked(gauge, held=[])
    fails(it.Tracked, gauge, fail=True)
    it.Grumpy(gauge, [])
    it.Tracked(gauge, it.Tracked(gauge)).held
    reentrant = it.Reentrant()
    reentrant.call_inside(lambda: fails(reentrant.hit))
    fails(reentrant.call_and_panic, list)
    reentrant.release_inside([])


def sections(it):
    first, second, probe, nothing = it.Cell(3), it.Cell(4), it.Probe(), lambda *_: None
    for cell, other in ((first, second), (second, first), (first, first)):
        cell.visit(probe, 0)
        cell.visit(probe, turns=1)
        cell.pass_owned(probe, 0)
        cell.pass_both(other, probe, 0)
        cell.pass_other(other, probe, 0)
        cell.call_both(other, lambda: cell.call(other.get))
        fails(cell.fail_both, other, False)
        fails(cell.fail_both, other, True)
        it.call_two(cell, other, [].copy)
        it.pass_two(cell, other, probe, 0)
        it.sum(cell, other)
        it.sum_cs(cell, other)
    it.Cell.pass_static(first, probe, 0)
    first.call(lambda: [first.value_after_call])
    fails(first.call, lambda: [][1])
    fails(first.call, None)
    fails(first.panic, "text" * 20)
    fails(first.fail)
    first.value = lambda: 1 << 40
    fails(setattr, first, "value", lambda: "x")
    fails(setattr, first, "value", None)
    first(list), first[dict]
    first.call_detached(list)
    fails(first.call_detached, lambda: [][1])
    first.exchange([])
    first.exchange([[]])
    first.exchange(None)
    first.forget([])
    first.leave_at(3)
    fails(len, it.Cell(-1))
    items, table = [[1]], {"a": []}
    it.pass_list(items, probe, 0)
    it.pass_dict(table, probe, 0)
    it.pass_any(object(), probe, 0)
    it.pass_list_and_dict(items, table, probe, 0)
    it.pass_object_and_cell(object(), first, probe, 0)
    fails(it.pass_list, table, probe, 0)
    fails(it.pass_two, items, table, None, 0)
    it.call_list(items, list)
    it.call_dict(table, list)
    it.call_pair(items, first, list)
    it.call_any(table, list, times=2)
    fails(it.call_any, table, lambda: [][1], times=2)
    it.count_up(first, [1 << 40])
    it.count_up_pair(items, first, [1 << 40])
    it.rotate([[], [], []])
    fails(probe.pass_calling, lambda: [][1])
    it.call_block(items, list)
    it.call_block_of_two(first, items, [[]].copy)
    it.pass_blocks(table, first, probe, 0)
    fails(it.call_block, items, lambda: [][1])
    fails(it.panic_in_blocks, items, first)
    it.watch(first, [list, dict])
    it.watch_list(items, [list])
    it.watch_two(first, second, [list])
    it.watch_block(table, [list])
    it.watch_two_block(items, first, [list])
    fails(it.watch, first, [lambda: [][1]])
    guarded, other = it.Guarded(), it.Guarded()
    between = lambda *_: support.all_together(lambda: guarded.add(1))
    guarded.strict(list)
    guarded.strict_both(other, list)
    guarded.strict_plain(2)
    guarded.stubborn(lambda run: [run])
    guarded.stubborn_both(other, lambda run: [run], "text" * 20)
    guarded.add_called(lambda: 1)
    fails(guarded.strict, lambda: [][1])
    fails(guarded.fail_in_run, list)
    if threading.current_thread() is threading.main_thread():
        fails(guarded.strict, between)
        fails(guarded.stubborn, between)
        fails(guarded.stubborn_both, other, between, "text" * 20)
    it.add(first, 2)
    it.get(first)
    fails(it.halve, first, 0)
    it.halve(first, 2)
    it.fill(first, [])
    it.fill(second, [[]])
    it.swap(first, second)
    it.swap_cs(first, second)
    fails(it.swap, first, first)
    fails(it.swap_cs, first, first)
    it.drain(first)
    jar = it.Jar(3)
    jar.write("text" * 20)
    it.count_pages(jar, "x")
    it.pour(jar, first, 2)
    it.balance(jar, first)
    it.difference(first, second)
    fails(it.difference, it.Cell(-(2**63)), it.Cell(1))
    fails(it.panic_in_with, first, "text" * 20)
    fails(it.panic_in_with2, first, jar)
    fails(it.attach_in_with, first)
    it.try_attach_in_with(first)
    fails(it.nest_block, first)
    fails(it.nest_other_block, first, second)
    it.nest_two(first, second)
    fails(it.nest_suspendable, first, items)
    keeper, another = it.Keeper(), it.Keeper()
    keeper.keep(2)
    keeper.keep_other(another, 2)
    keeper.keep_both(another)
    keeper.keep_both_in_one(another)
    keeper.keep_both_in_none(another)
    keeper.keep_second_of_two(another)
    fails(keeper.keep_both, keeper)
    board, copy = it.Board(3, name="text" * 20), it.Board(4)
    board.name, board.value = board.name + "x", 9
    board.read()
    board.stay(1)
    board.keep([])
    board.kept()
    board.keep([board.kept()])
    board.copy_from(copy)
    board.move_to(copy, 1)
    board.pay(first, 1)
    board.collect(first)
    board.total_with(first)
    board.value = 3
    (len(board), board[0], board(), board == copy, board == 3, board.same(copy), board.is_torn())
    board[0] = 3
    it.read_block(board)
    it.write_block(board, 5)
    it.rename_block(board, copy)
    it.sum_block(board, first)
    for call in (board.panic_writing, board.panic_reading, board.fail_writing, board.fail_reading, board.attach_reading):
        fails(call)
    fails(board.copy_from, board)
    fails(board.same, 3)
    fails(lambda: board[99])
    tally, more = it.Tally(3), it.Tally(4)
    (tally.hit(), tally.hits(), tally.hit_by_reading, tally(), len(tally), tally[0], repr(tally), more in tally)
    tally.hit_by_writing, tally.label, tally[0] = 2, "text" * 20, 1
    (tally.label, tally.clone_label(), tally == more, tally == 3, tally != more)
    tally.absorb(more)
    tally.absorb_or_double(tally)
    tally.level(more, 3)
    fails(tally.absorb, tally)
    list(tally)
    tally.call(list)
    tally.call_owned(list)
    tally.call_unlocked(bool)
    fails(tally.call_unlocked, list)
    it.Tally.call_static(list)
    it.Tally.hit_static(tally)
    for call in (tally.fail, tally.panic, tally.attach):
        fails(call)
    fails(lambda: tally[99])
    word = derived_once(it.Word)("text")
    word.push("more" * 20)
    (word.text(), word == it.Word("x"))


def detaching(it):
    it.checksum(b"abc" * 100, seed=1 << 20)
    it.shout("größe" * 10)
    fails(it.fails, "text")
    fails(it.parse, ["1", "x"])
    it.parse(["1", "2"])
    it.early([1, -1])
    fails(it.panics, "panic" * 20)
    it.closure_form(1)
    fails(it.closure_form, -1)
    fails(it.closure_form, 13)
    it.pass_through([])
    it.keep_and_return([[], [], []], 1)
    fails(it.keep_and_return, [[]], 3)
    it.call_detached(lambda number: number, 5)
    fails(it.call_detached, lambda number: [][1], 5)
    it.nest(3)
    it.attach_inside(lambda: 3)
    fails(it.attach_inside, lambda: "x")
    fails(it.panic_in_nest, "reattached")
    fails(it.return_early_from_nest, True)
    it.drop_detached([[], object()])
    it.drop_on_threads([[], {}], 2)
    it.attach_from_threads(lambda number: number, 2)
    fails(it.attach_from_threads, lambda number: "x", 1)
    it.drop_as_thread_local([], True)
    it.drop_as_thread_local([], False)
    it.keep_attached([])
    shelf = it.Shelf()
    shelf.put([])
    shelf.clear()
    shelf.put([])
    shelf.clear_locked()
    shelf.put([])
    gate = it.Gate()
    gate.open()
    gate.wait()
    it.Meeting(1).meet()
    it.Meeting.alone()
    fails(it.reattach_attached)
    fails(it.reattach_twice)
    it.reattach_on_new_thread()
    it.reattached_then_detached()


def needs_the_gil(it):
    it.Counter().hit()
    it.double(1 << 40)
    fails(it.double, "x")
    fails(it.Counter, 1)


VALUES = (
    None, True, -1, 200, 1 << 70, 1.5, "text", "Größe", "\udc80", b"bytes", bytearray(b"more"), [1, 2, 3], [1, "two"],
    ["one"], (1, "two"), (1, (True, [(2, "c")])), {"key": 1}, {1: ["a"]}, {1, 2}, object, len,
)  # fmt: skip


def conversions(it):
    """Each conversion both ways, with what fits and what does not."""
    for name in dir(it):
        if name.startswith("echo_"):
            for value in VALUES:
                try:
                    getattr(it, name)(value)
                except Exception:
                    pass
    for name in it.exception_names():
        fails(it.raise_named, name, "text")
    fails(it.raise_bad_arguments)
    it.exception_that_panics()
    fails(it.io_error, 2)
    fails(it.parse_int, "x")
    fails(it.from_utf8, b"\xff", True)
    it.many_handles(object(), 10)


def breaks(it):
    account, other = it.Account(), it.Account()
    account.add(3)
    account.move_to(other, 2)
    account.ways_out(object())
    account.add_in_threads(2)
    account.shuffle(object(), 10)
    account.clear()
    fails(account.fail_with)
    fails(account.move_to, account, 1)
    (len(account), account[1], account(), account == other, next(account))
    it.Boxed(1).swap(it.Boxed(2))
    fails(it.panic_in_arguments)
    fails(it.panic_in_result)
    fails(it.panic_in_display)
    it.call_then_drop(int, [object()])


def containers(it):
    entries = {str(number): [number] for number in range(5)}
    items = [[number] for number in range(5)]
    it.walk_dict(entries)
    it.walk_dict(entries, lambda key, value: [key, value])
    fails(it.walk_dict, entries, lambda key, value: [][1])
    victim = dict(entries)
    fails(it.walk_dict, victim, lambda key, value: it.pop(victim, key))
    it.walk_dict_inside(entries, items)
    it.count_dict(entries, lambda key, value: entries.update({key: [value]}))
    it.walk_list(items)
    it.walk_list(items, lambda item: [item])
    fails(it.walk_list, items, lambda item: [][1])
    it.walk_list_inside(items, [])
    it.after_clearing({"a" * 20: [1], "b": 2})
    it.after_clearing_list([[1], [2]])
    it.entries_left(entries)
    it.ends_after_error(dict(entries), "other")
    it.dict_snapshot(entries)
    it.list_snapshot(items)
    it.set_snapshot({"a" * 20, (1, 2)})
    it.set_default(entries, "a" * 20, [])
    it.set_default(entries, "a" * 20, [])
    fails(it.set_default, entries, [], [])
    it.pop(entries, "a" * 20)
    it.pop(entries, "a" * 20)
    fails(it.pop, entries, [])
    cell = it.new_cell([1])
    it.cell_get(cell)
    it.cell_set(cell, [2])
    it.cell_set(cell, None)
    it.cell_get(cell)
    derived = derived_once(list)()
    reference = it.new_weakref(derived, lambda reference: None)
    it.upgrade(reference)
    it.upgrade_to_list(reference)
    fails(it.upgrade_to_list, it.new_weakref(it))
    del derived
    it.upgrade(reference)
    fails(it.new_weakref, 1)
    it.add_module(b"sys")
    it.add_module(b"freehold_made_up")
    sys.modules.pop("freehold_made_up", None)
    fails(it.add_module, b"\xff")
    sight = it.Sight([1, 1 << 80, 1.5, True, None, "text" * 10, "größe" * 10, b"bytes" * 10, (1, [2]), []])
    (sight.ints(), sight.floats(), sight.bools(), sight.nones(), sight.strs(), sight.bytes())
    (sight.tuple_lens(), sight.tuple_items(1), sight.types(), sight.exact("int"), sight.position([]))
    for operation in ("int", "tuple_item", "type_of", "clone_ref", "detach"):
        it.suspensions([], sight, operation, 2)
    it.suspensions([], it.Sight([list]), "call", 2)


def wordindex(it):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/text"
        with open(path, "w") as file:
            file.write("some words and some more words")
        words = it.read(path)
        fails(it.read, folder)
    (words.name, words.words, words.counts(), len(words), repr(words))
    index, other = it.Index(), it.Index()
    index.add(words)
    fails(index.add, words)
    other.merge(index)
    fails(index.merge, index)
    (index.top(3), index.files("some"), index["some"], "more" in index, list(index), len(index), repr(index))
    fails(lambda: index["none"])


def syncing(it):
    tally, other = it.Tally(), it.Tally(3)
    for way in ("by_guard", "by_section", "by_trying", "reattached", "on_rust_thread"):
        getattr(tally, way)(2)
    tally.hold(lambda: (tally.try_once(), repr(tally)))
    fails(tally.hold, lambda: [][1])
    tally.hold_detached(tally.is_locked)
    fails(tally.panic_with_guard)
    fails(tally.panic_reattached)
    fails(tally.panic_in_section)
    it.Tally.taken_apart(1 << 40)
    it.Inside().lock(tally)
    it.Inside.lock_in_section(tally, other)
    poisoned = it.Poisoned()
    fails(poisoned.step, True)
    poisoned.step(False)
    poisoned.try_lock()
    fails(poisoned.lock_while_panicking)
    poisoned.clear()
    account, second = it.Account(3, "name" * 20), it.Account(4)
    account.transfer(second, 1, 2)
    account.transfer_by_guards(second, 1, 2)
    account.sum(second)
    account.describe()
    fails(account.transfer, account, 1, 1)
    fails(account.panic_in_both, second)
    fails(account.hold, lambda: [][1])
    it.same_mutex_twice()
    it.values_without_size()
    keeper = it.Keeper()
    keeper.add([keeper.len])
    keeper.double()
    keeper.snapshot()
    keeper.copy_and_clear()
    keeper.add([])
    fails(keeper.clear_and_panic)
    keeper.copy_and_clear()
    cell = it.Cell()
    fails(cell.get_or_init, lambda: [][1])
    fails(cell.panic, list)
    cell.get_or_init(lambda: fails(cell.get_or_init, list))
    cell.get_or_init(list)
    cell.set([])
    cell.get()
    full = it.Cell()
    full.set([cell.calls])
    it.lazy_value()
    flaky = it.Flaky()
    flaky.refill(3)
    flaky.peek()
    it.Flaky.lazy(2)
    for locks in (it.StdLocks(), it.ParkingLocks()):
        locks.add(3)
        locks.write(2)
        locks.read(2)
        for name in ("mutex", "read", "write"):
            locks.hold(name, list)
            fails(locks.hold, name, lambda: [][1])
        fails(locks.once_panics, list)
        fails(locks.once, list)
        fails(locks.once_after_all, lambda poisoned: [poisoned][1])
        locks.once_after_all(list)
        locks.once(list)
        locks.play(0, 1, 2, list)
        locks.wait_in_vain(0)
        locks.notify()
    std = it.StdLocks()
    fails(std.cell, lambda: [][1])
    std.cell(list)
    it.StdLocks().cell(lambda: [std.add])
    fails(std.poison)
    it.ParkingLocks().add_reentrant(2)
    it.rest()


def raw(it):
    first, second = object(), object()
    for kind in range(16):
        it.bump(kind, first, second)
    it.same_twice(first)
    (it.early([1], 0), it.early([1], 100), it.suspended(first, int), it.suspended2(first, second, int))
    fails(it.early, [], 0)
    for kind in range(4):
        fails(it.panics_locked, first, second, kind)
    fails(it.suspended, first, lambda: 1 / 0)
    it.pair(it.Cell(), it.Cell())
    fails(it.misuse, it.Cell())
    it.nested(int, True)
    fails(it.nested, lambda: 1 / 0, True)
    fails(it.panics_detached)
    fails(it.block_panics)
    fails(it.refused_in_section)


def raw_pyo3(it):
    first, second = object(), object()
    for kind in range(8):
        it.bump(kind, first, second)
    counter = it.Counter()
    counter.hit()
    counter.absorb(it.Counter())
    fails(counter.absorb, counter)
    it.suspended(first, int)
    it.call_back(int)
    it.detached_by_freehold(int)
    it.drop_detached(object())
    fails(it.call_back, lambda: 1 / 0)
    fails(it.panics, first, True)
    fails(it.panics, first, False)


def rawffi(it):
    first, second = it.Histogram(), it.Histogram()
    first.add(b"some bytes")
    second.take(first)
    (second.total(), second.counts())
    fails(first.add, "text")
    fails(first.take, b"")


def withpyo3(it):
    first, second = it.Account(5), it.Account(5)
    first.pay(second, 1)
    (first.together(second), first.state)
    fails(first.pay, second, 100)
    it.checksum(b"some bytes", 3)
    fails(it.checksum, b"", 0)


def stress(it):
    """What the scenarios do in threads, once each."""
    for kind in (it.LockedCounter, it.WholeCounter, it.HandleCounter, it.ReadWriteCounter, it.MutexCounter):
        counter = kind()
        (counter.hit(), counter(), len(counter), counter.value())
    for kind in (it.Purse, it.ReadWritePurse, it.Coffer, it.MutexPurse):
        one, other = kind(5), kind(5)
        one.send(other, 3)
        one.sum(other)
    ledger, other = it.Ledger(), it.Ledger()
    ledger.run(ledger.touch, 1)
    ledger.run_both(other, list)
    fails(ledger.run, lambda: 1 / 0, 0)
    for kind in (it.Shelf, it.ReadWriteShelf, it.MutexShelf):
        shelf = kind()
        shelf.add([shelf.notes()])
        shelf.clear()
    tally, lock = it.Tally(), it.Lock()
    lock.keep(it.Dropping(tally, held=it.Dropping(tally), lock=lock, detach=True))
    lock.keep(None)
    for make in ("once", "std_once", "once_lock"):
        getattr(it.Cells(), make)(list)
    locks = it.StdLocks()
    (locks.mutex(list), locks.write(list), locks.read(list))
    it.iterate_list_locked([[1, 2]], len)
    it.iterate_dict_locked({"a": [1, 2]}, len, [])


def attaching(it):
    it.register()
    it.path([0, 0], detach=True)
    it.path_on_thread([0, 0])
    it.thread_states(0, 3)
    # Once there are threads, 3.13t keeps all code that is compiled.
    if not support.FREE_THREADED or sys.version_info >= (3, 14):
        it.run_on_thread(0, "[[] for _ in range(10)]")
        it.run_in(0, "1 / 0")
    it.stash([object()])
    it.drop_stashed()
    it.Lockable().attach(0)


def collecting(it):
    """Cycles of every kind, which only a collection ends."""
    node, rw, frozen, by_hand, tuple_struct, scene = (
        it.Node(),
        it.ReadWriteNode(),
        it.Frozen(),
        it.ByHand(),
        it.Tuple(),
        it.Scene(),
    )
    everything = [node, rw, frozen, by_hand, tuple_struct, scene]
    node.add(everything), rw.set(node), frozen.set(rw), by_hand.set(everything, [node, rw])
    tuple_struct.put(everything), scene.held(everything, [node])
    for kind, names in ((it.Fields, "list edge boxed pairs"), (it.Locks, "own many"), (it.Once, "own many")):
        fields = kind()
        for name in names.split():
            fields.put(name, everything)
        everything.append(fields)
    derived = derived_once(it.Node)(everything)
    derived.me = derived
    ending = it.Ending(list)
    ending.hold([ending])
    it.Ending(list)
    gc.get_referents(node, rw, derived)
    (node.juggle(2), rw.read_on(2), rw.write_on(2), by_hand.visits())


def state(it):
    counter, other = it.Counter(), it.Counter.make()
    counter.hit(), counter.absorb(other), counter.through(int), counter.by_handle(), counter.retried()
    counter.value = 3
    counter[1] = len(counter) + counter(1)[0] + counter[1][0]
    del counter[1]
    (repr(counter), counter == other, 3 in counter, counter.value)
    fails(counter.through, lambda: 1 / 0)
    (it.Frozen(1).plus(), it.Frozen(1).detached(), it.make_frozen(1).plus(), it.detached(2))
    it.many(1, 2, c=3)
    it.set_hook(lambda count: [count])
    it.call_hook()
    it.set_hook(None)
    fails(it.call_hook)
    fails(it.Stranger().ask)
    (it.seen(), it.cached(list), it.lookups(3))
    for name in ("Plain", "PlainChild", "Detailed"):
        fails(it.raises, name)
    fails(it.interned, 3)


TURNS = itertools.count()


def another_state(it):
    """Instances of the module, also such as fail. Once in a round: they make classes, of which CPython keeps something."""
    if next(TURNS) % REPEATS:
        return
    for outcome in ("fine", "fail", "fail late", "panic"):
        os.environ["FREEHOLD_TEST_STATE"] = outcome
        spec = importlib.util.find_spec("state")
        module = importlib.util.module_from_spec(spec)
        if outcome != "fine":
            fails(spec.loader.exec_module, module)
            continue
        spec.loader.exec_module(module)
        module.keep(module.count)
        module.set_hook(lambda count, module=module: module)
        fails(module.keep)


def single_phase(it):
    it.hit()
    it.Counter().hit()
    sys.modules.pop("single_phase", None)
    assert importlib.import_module("single_phase") is it


def subinterpreters(it):
    """What does not make interpreters: of each of those CPython keeps something."""
    it.main_module()
    it.interpreter_dict()
    it.thread_dict()
    it.frame()
    it.attach_by_hand(list)
    fails(it.attach_by_hand, lambda: 1 / 0)
    it.gil_state_by_hand(list)
    (it.thread_id(), it.thread_ident(), it.ids_in_threads(2))
    it.untraced(list)
    fails(it.untraced_panic)
    it.schedule(list)
    it.check_signals()


def primes(it):
    found = []
    one, other = it.subscribe(found.extend), it.subscribe(lambda numbers: None)
    it.search(100, threads=1)
    it.unsubscribe(one)
    failing = it.subscribe(lambda numbers: 1 / 0)
    fails(it.search, 100)
    (it.unsubscribe(other), it.unsubscribe(failing), it.unsubscribe(failing))


def fanout(it):
    """Without making interpreters: of each of those CPython keeps something."""
    fails(it.Pool, 0, "")
    fails(it.Pool, 1, "\0")


EXERCISES = {
    "primes": primes,
    "fanout": fanout,
    "subinterpreters": subinterpreters,
    "stress": stress,
    "attaching": attaching,
    "collecting": collecting,
    "state": lambda it: (state(it), another_state(it)),
    "single_phase": single_phase,
    "syncing": syncing,
    "raw": raw,
    "raw_pyo3": raw_pyo3,
    "rawffi": rawffi,
    "withpyo3": withpyo3,
    "breaks": breaks,
    "containers": containers,
    "conversions": conversions,
    "wordindex": wordindex,
    "basics": basics,
    "locking": locking,
    "detaching": detaching,
    "sections": sections,
    "gil_used": needs_the_gil,
    "gil_unspecified": needs_the_gil,
}


class MallInfo(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_size_t)
        for name in "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
    ]


def malloc_bytes():
    """What Rust has allocated, where the C library says so."""
    try:
        mallinfo2 = ctypes.CDLL(None).mallinfo2
    except (OSError, AttributeError):
        return None
    mallinfo2.restype = MallInfo
    info = mallinfo2()
    return info.uordblks + info.hblkhd


def measure():
    # It holds names and classes, more with every class that is made, until all of its places are taken.
    getattr(sys, "_clear_internal_caches", lambda: None)()
    sys._clear_type_cache()
    support.collect()
    return {
        "references": sys.gettotalrefcount() if support.DEBUG_BUILD else None,
        "blocks": sys.getallocatedblocks(),
        "objects": len(gc.get_objects()),
        "malloc": malloc_bytes(),
        "resident": support.resident_bytes(),
    }


def one_round(name, module):
    for _ in range(REPEATS):
        EXERCISES[name](module)
    alive = sum(gauge.alive for gauge in GAUGES)
    GAUGES.clear()
    return alive


def main(name, threads):
    module = importlib.import_module(name)
    sys.unraisablehook = lambda report: None
    alive = 0

    def a_round():
        nonlocal alive
        if threads == 1:
            alive += one_round(name, module)
        else:
            support.in_threads(threads, lambda _: [EXERCISES[name](module) for _ in range(REPEATS // threads)])
            support.until(lambda: name != "locking" or all(gauge.alive == 0 for gauge in GAUGES))
            GAUGES.clear()

    def rounds(count):
        for _ in range(count):
            a_round()
        return measure()

    first, middle, last = rounds(WARM_UP), rounds(ROUNDS // 2), rounds(ROUNDS // 2)
    halves = {
        kind: (middle[kind] - first[kind], last[kind] - middle[kind]) for kind in first if first[kind] is not None
    }
    growth = {kind: 2 * min(both) for kind, both in halves.items()}
    growth["alive"] = alive
    growth["threads"] = threading.active_count() - 1
    print(json.dumps(growth))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
