"""Uses a test module over and over and measures what it leaves behind: the program behind ``test_leaks.py``.

``python leak_rounds.py MODULE THREADS`` prints, as JSON, the growth over 50 rounds that follow 3 for warming up. Each
round calls everything of the module ``REPEATS`` times, through every way out.
"""

import ctypes
import functools
import gc
import importlib
import json
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


EXERCISES = {
    "breaks": breaks,
    "conversions": conversions,
    "wordindex": wordindex,
    "basics": basics,
    "locking": locking,
    "detaching": detaching,
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

    first, last = rounds(WARM_UP), rounds(ROUNDS)
    growth = {kind: last[kind] - first[kind] for kind in first if first[kind] is not None}
    growth["alive"] = alive
    growth["threads"] = threading.active_count() - 1
    print(json.dumps(growth))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
