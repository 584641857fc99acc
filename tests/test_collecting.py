"""Classes in reference cycles: what holds only itself ends, and what is in use does not."""

import contextlib
import ctypes
import gc
import random
import sys
import threading
import weakref

import pytest
from collecting import (
    Breached,
    ByHand,
    Curious,
    Ending,
    Fields,
    Frozen,
    Hooked,
    Locks,
    Net,
    Node,
    Nothing,
    Once,
    Panicky,
    Plain,
    ReadWriteNode,
    Scene,
    Silent,
    Stuck,
    Tuple,
    WithoutClear,
)
from support import DEBUG_BUILD, FREE_THREADED, all_together, collect, load, python, raised
from test_state import counted

#: What finds an object again, if it is alive, and where to look for it.
pytestmark = pytest.mark.thread_unsafe(reason="it collects, and asks what is left")


class Witness:
    """An object that tells when it has ended."""


def cycle_dies(tie):
    """``tie(witness)`` makes a cycle that holds ``witness``, and keeps nothing else."""
    witness = Witness()
    deaths = []
    alive = weakref.ref(witness, deaths.append)
    tie(witness)
    del witness
    collect()
    assert alive() is None
    assert len(deaths) == 1
    # Weak references to garbage die also where nothing could be cleared.
    assert not any(type(one) is Witness for one in gc.get_objects())


def node(witness):
    one = Node()
    one.add(witness)
    one.next = one


def two_nodes(witness):
    one = Node()
    one.next = Node(one)
    one.add(witness)


def two_classes(witness):
    one = Node()
    one.next = ReadWriteNode(Frozen(one))
    one.add(witness)


def through_a_list(witness):
    items = [witness]
    items.append(Node(items))


def through_a_dict_of_a_subclass(witness):
    class Derived(Node):
        pass

    one = Derived()
    one.me, one.witness = one, witness


def through_both(witness):
    class Derived(Node):
        __slots__ = ("back", "__weakref__")

    one = Derived()
    one.next = Node(one)
    one.back = one
    one.add(witness)


def through_a_class(witness):
    """The instance holds its type, which holds the instance."""

    class Derived(Node):
        pass

    Derived.only = Derived(witness)


def several_bases(witness):
    class Mixin:
        __slots__ = ()

    class Derived(Mixin, Frozen):
        pass

    one = Derived()
    one.set([one, witness])


def subclass_of_plain(witness):
    class Derived(Plain):
        pass

    one = Derived()
    one.me, one.witness = one, witness


def with_finalizer(witness):
    class Derived(Node):
        def __del__(self):
            assert self.holds() == 2

    one = Derived(None)
    one.next = one
    one.add(witness)


def read_write(witness):
    one = ReadWriteNode()
    one.set([one, witness])


def frozen(witness):
    one = Frozen()
    one.set((one, witness))


def stuck(witness):
    """Its own reference cannot be given up; that of the list can."""
    items = [witness]
    items.append(Stuck(items))


def scene_loose(witness):
    one = Scene()
    one.loose((one, witness))


def scene_held(witness):
    items = [witness]
    one = Scene()
    one.held(items, [one])
    items.append(one)


def tuple_struct(witness):
    one = Tuple()
    one.put((one, witness))


def by_hand(witness):
    one = ByHand()
    one.set(one, [witness])


def by_hand_at_the_end(witness):
    one = ByHand()
    one.set(None, [witness, one])


def without_clear(witness):
    one = WithoutClear()
    one.hold((one, witness))


TIES = [
    node,
    two_nodes,
    two_classes,
    through_a_list,
    through_a_dict_of_a_subclass,
    through_both,
    several_bases,
    subclass_of_plain,
    with_finalizer,
    read_write,
    frozen,
    stuck,
    scene_loose,
    scene_held,
    tuple_struct,
    by_hand,
    by_hand_at_the_end,
    without_clear,
]


@counted
def test_a_cycle_through_a_class_ends():
    """Where classes are immortal, as on 3.13t once there has been a second thread, what they hold is, too."""
    cycle_dies(through_a_class)


@pytest.mark.parametrize("tie", TIES, ids=lambda tie: tie.__name__)
def test_cycles_end(tie):
    cycle_dies(tie)


FIELDS = {
    Fields: (
        "link list deque by_name by_number array pairs edge boxed present nested".split()
    ),
    Locks: "own many".split(),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in FIELDS.items() for name in names])
def test_every_kind_of_field(kind, name):
    def tie(witness):
        one = kind()
        assert one.put(name, (one, witness))

    cycle_dies(tie)


@pytest.mark.parametrize("name", ["std", "rw"])
def test_locks_of_std_are_not_looked_into(name):
    """A thread that is not stopped may lock one between two looks, and have what is in it."""
    alive = weakref.ref(witness := Witness())
    one = Locks()
    assert one.put(name, (one, witness))
    assert gc.get_referents(one) == [Locks]
    empty = one.empty
    del one, witness
    collect()
    assert alive() is not None
    assert empty()
    del empty
    collect()
    assert alive() is None


def test_what_a_lock_held_ends_after_it_is_unlocked():
    """Would hang otherwise: what ends wants the lock that it was in."""
    one, seen = Hooked(), []
    # It is alive as long as it is being cleared, but nobody but the cycle may own a reference.
    here = id(one)
    one.hold(Silent(lambda: seen.append(ctypes.cast(here, ctypes.py_object).value.holds())), [one])
    assert one.holds() == 2
    del one
    collect()
    assert seen == [0]


def test_what_nested_structs_held_ends_outside_of_the_section():
    """Would abort otherwise: what ends needs Python, and two of that panic."""
    net, before = Net(), Net.ended()
    alive = weakref.ref(witness := Witness())
    for part in (0, 0, 1, 1):
        assert net.join(part, (net, witness))
    del net, witness
    collect()
    assert alive() is None
    assert Net.ended() - before == 4


@pytest.mark.parametrize("name", ["own", "std", "many"])
def test_what_is_made_once_is_visited(name):
    """It cannot be taken out of a frozen object, but the list can be emptied."""

    def tie(witness):
        one = Once()
        assert one.put(name, [one, witness])

    cycle_dies(tie)


def test_one_lock_of_many_is_emptied():
    def tie(witness):
        one = Once()
        assert one.put("many", (one, witness))

    cycle_dies(tie)


def test_what_cannot_be_broken_stays():
    """And is in order, until somebody breaks it."""
    alive = weakref.ref(witness := Witness())
    one = Scene()
    one.held((one, witness), [])
    kept = [one]
    del one, witness
    collect()
    assert alive() is not None
    kept[0].loose(None)
    assert alive() is None


def test_what_has_other_owners_is_not_visited():
    held = [Witness()]
    one = Nothing(held)
    held.append(one)
    assert not gc.is_tracked(one)
    alive = weakref.ref(held[0])
    del held
    collect()
    assert alive() is not None
    assert one.owners() == 1
    assert gc.get_referents(one) == []
    # For the count of what is alive at the end.
    alive_list = gc.get_referrers(alive())[0]
    alive_list.clear()


def test_what_is_in_use_stays():
    """Objects that the collector reaches from outside keep what they hold."""
    one = Node()
    one.next = [one]
    one.add(Witness())
    other = Frozen([one])
    alive = weakref.ref(gc.get_referents(one)[-1])
    for _ in range(3):
        collect()
        assert one.holds() == 2
        assert one.next == [one]
        assert other.is_set()
        assert alive() is not None
    del one
    collect()
    assert alive() is not None
    del other
    collect()
    assert alive() is None


class Subclass(Plain):
    pass


@pytest.mark.parametrize(
    ("make", "tracked"),
    [
        (Plain, False),
        (Node, True),
        (ReadWriteNode, True),
        (Frozen, True),
        (ByHand, True),
        (WithoutClear, True),
        (Scene, True),
        (lambda: Nothing(None), False),
        (Subclass, True),
    ],
)
def test_who_takes_part(make, tracked):
    assert gc.is_tracked(make()) is tracked
    flag = 1 << 14
    assert bool(type(make()).__flags__ & flag) is tracked


@pytest.mark.skipif(DEBUG_BUILD, reason="the allocator adds to each object")
def test_memory():
    """What holds no objects is as small as it was. With the GIL, the collector's header is 16 bytes."""
    word = 8
    header = object.__basicsize__
    assert sys.getsizeof(Plain()) == Plain.__basicsize__ == header + 2 * word
    assert Stuck.__basicsize__ == header + 3 * word
    assert sys.getsizeof(Stuck(None)) == Stuck.__basicsize__ + (0 if FREE_THREADED else 16)


@pytest.mark.parametrize("make", [lambda: Node("next"), lambda: ReadWriteNode("next"), lambda: ByHand("next")])
def test_referents(make):
    """The type, and what the fields hold."""
    one = make()
    assert gc.get_referents(one) == [type(one), "next"]

    class Derived(type(one)):
        pass

    derived = Derived("next")
    derived.attribute = "attribute"
    found = gc.get_referents(derived)
    assert found.count(Derived) == 1
    assert found.count("next") == 1


@pytest.mark.usefixtures("no_collections")
def test_traversal_that_is_stopped():
    """``gc.get_referrers`` has seen enough as soon as it has found something."""
    wanted, other = Witness(), Witness()
    first = ByHand(wanted, [other] * 5)
    last = ByHand(other, [other, wanted])
    neither = ByHand(other, [other])
    derived = Node(other)
    derived.add(wanted)
    before = [one.visits() for one in (first, last, neither)]
    found = [one for one in gc.get_referrers(wanted) if isinstance(one, (ByHand, Node))]
    after = [one.visits() for one in (first, last, neither)]
    assert sorted(map(id, found)) == sorted(map(id, (first, last, derived)))
    begun = [new[0] - old[0] for old, new in zip(before, after)]
    ended = [new[1] - old[1] for old, new in zip(before, after)]
    assert begun == [1, 1, 1]
    assert ended == [0, 0, 1]
    # The type comes first.
    assert first in gc.get_referrers(ByHand)
    assert first.visits()[0] == after[0][0]


def test_panic_in_traverse(capfd):
    """What comes after it is not visited, and stays; nothing is raised."""
    held = [Witness(), Witness()]
    alive = [weakref.ref(one) for one in held]
    one = Panicky()
    one.hold([held[0]], [held[1], one])
    del held
    collect()
    assert [ref() is not None for ref in alive] == [True, True]
    assert len(gc.get_referents(one)) == 2
    assert "in __traverse__" in capfd.readouterr().err
    one.be_calm()
    assert len(gc.get_referents(one)) == 3
    del one
    collect()
    assert [ref() for ref in alive] == [None, None]


def test_cycle_through_a_panic_stays(capfd):
    alive = weakref.ref(witness := Witness())
    one = Panicky()
    one.hold(None, [one, witness])
    del witness
    keep = one.be_calm
    del one
    collect()
    assert alive() is not None
    keep()
    del keep
    collect()
    assert alive() is None
    capfd.readouterr()


def test_what_must_not_be_done_in_traverse():
    deaths = []

    class Mortal:
        def __del__(self):
            deaths.append(gc.isenabled())

    one = Curious([Mortal()])
    assert gc.get_referents(one) == [Curious]
    seen = one.seen()
    # It died at the end of that section at the latest.
    assert len(deaths) == 1
    dropped, try_attach, attach, reattach = seen
    assert dropped == "dropped"
    assert try_attach == "Err(InExclusiveSection)"
    assert "exclusive" in attach
    assert reattach


@pytest.mark.parametrize(("text", "kind"), [("wrong", ValueError), ("panic", BaseException)])
def test_clear_that_fails(text, kind, capfd):
    reports = []
    alive = weakref.ref(witness := Witness())
    one = ByHand()
    one.set(one, [witness])
    one.fail_with(text)
    del one, witness
    before, sys.unraisablehook = sys.unraisablehook, lambda report: reports.append(report.exc_value)
    try:
        collect()
    finally:
        sys.unraisablehook = before
    assert alive() is None
    assert [isinstance(report, kind) for report in reports] == [True]
    capfd.readouterr()


def test_payload_that_collects_at_its_end():
    """The collector does not see it any more."""
    ended = []

    def end():
        collect()
        ended.append(sum(isinstance(one, Ending) for one in gc.get_objects()))

    class Derived(Ending):
        pass

    for kind in (Ending, Derived):
        one = kind(end)
        one.hold([1, 2])
        del one
    assert ended == [0, 0]
    # In a chain, and by a collection.
    for kind in (Ending, Derived):
        one = None
        for _ in range(20):
            link = kind(end)
            link.hold([one])
            one = link
        del one, link
    assert len(ended) == 42
    # What `Drop` needs is still there, whatever the collection begins with.
    for kind in (Ending, Derived):
        for _ in range(20):
            one = kind(lambda: ended.append("collected"))
            one.hold([one])
            del one
    collect()
    assert ended[42:] == ["collected"] * 40


def test_a_class_with_drop_takes_no_part_by_itself():
    """What it needs at its end must not be taken for garbage, and cleared before."""
    ended = []
    assert not gc.is_tracked(Silent(lambda: ended.append(True)))
    # Not in a cycle, but held by one.
    items = []
    for _ in range(20):
        items.append(Silent(lambda ended=ended: ended.append(True)))
    items.append(items)
    del items
    collect()
    assert len(ended) == 20 + 1


def test_long_chains():
    """Of objects and containers in turns: no deep stack."""
    for wrap in (lambda one: Node(one), lambda one: Node([one]), lambda one: Frozen((one,)), lambda one: [Node(one)]):
        one = None
        for _ in range(load(100_000)):
            one = wrap(one)
        del one
    one = first = Node()
    for _ in range(load(100_000)):
        one = Node([one])
    first.next = one
    alive = weakref.ref(witness := Witness())
    first.add(witness)
    del one, first, witness
    collect()
    assert alive() is None


@contextlib.contextmanager
def collecting(threads=2):
    """Other threads that collect again and again. In between they rest: else each collection could begin before the threads that
    the one before has stopped are awake, and those would never get on."""
    done = threading.Event()

    def work():
        while not done.wait(random.random() / 1000):
            gc.collect()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        done.set()
        for worker in workers:
            worker.join()


def test_objects_in_use_while_others_collect():
    """Whatever an object's lock keeps others from seeing, the collector does not see either."""
    node, rw, frozen = Node(), ReadWriteNode(), Frozen()
    alive = []
    for hold in (node.add, rw.set, frozen.set):
        witness = Witness()
        alive.append(weakref.ref(witness))
        hold([witness, node, rw, frozen])
    del witness
    times = load(200)
    with collecting():
        all_together(
            lambda: [node.juggle(5_000) for _ in range(times)],
            lambda: [node.juggle(5_000) for _ in range(times)],
            lambda: [rw.write_on(5_000) for _ in range(times)],
            lambda: [rw.read_on(5_000) for _ in range(times)],
            lambda: [node.call_locked(lambda: gc.collect(0)) for _ in range(times)],
            lambda: [frozen.call_locked(lambda: gc.collect(0)) for _ in range(times)],
        )
    assert node.juggle(0) >= 10_000 * times
    assert all(ref() is not None for ref in alive)
    del hold, node, rw, frozen
    collect()
    assert all(ref() is None for ref in alive)


def test_clear_of_what_is_locked():
    """A finalizer gives a dying object to a thread that locks it. Clearing waits for that, and both are in order."""
    for _ in range(load(50)):
        got, inside, go_on = [], threading.Event(), threading.Event()
        found = []

        class Handing:
            def __init__(self, node):
                self.node = node

            def __del__(self):
                # It is cleared after this: the thread that has it does not keep it from being garbage, as only a
                # weak reference does not count.
                got.append(self.node)

        one = Node()
        one.add([one])
        one.next = Handing(one)
        del one
        collect()
        # It is in use again.
        one = got.pop()

        def hold():
            def callback():
                inside.set()
                go_on.wait()

            found.append(one.call_locked(callback))

        holder = threading.Thread(target=hold)
        holder.start()
        inside.wait()
        collect()
        assert one.holds() == 2
        go_on.set()
        holder.join()
        assert found == [1]
        del one
        collect()
        assert got == []


def test_breaches_are_not_read():
    """Foreign code that collects, or lets others collect, while it has the payload for itself."""
    alive = weakref.ref(witness := Witness())
    one = Breached()
    one.hold([one, witness])
    del witness
    assert len(gc.get_referents(one)) == 3
    before = one.visits()
    collect()
    assert one.visits() > before
    assert one.collect_inside() == 0
    with collecting():
        assert one.detach_inside(100) == 0
    assert one.holds() == 2
    del one
    collect()
    assert alive() is None


def fresh():
    """Another instance of the module, which nobody else knows."""
    import importlib.util

    spec = importlib.util.find_spec("collecting")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@counted
@pytest.mark.parametrize("name", ["Node", "Frozen", "ByHand"])
def test_state_and_object_and_class_and_module(name):
    """The state holds an object, whose class holds the module, whose state it is."""
    module = fresh()
    alive = weakref.ref(module)
    module.keep(getattr(module, name)())
    module.keep(module)
    del module
    collect()
    assert alive() is None


@counted
def test_a_class_that_takes_no_part_keeps_its_module():
    """As documented: to be found by the collector, the object would need its header."""
    module = fresh()
    alive = weakref.ref(module)
    module.keep(module.Plain())
    del module
    collect()
    assert alive() is not None


def test_end_of_an_interpreter():
    """Whatever is left at exit is no problem."""
    code = "import collecting, gc; a = collecting.Node(); a.next = a; a.add(collecting.Frozen(a)); "
    assert python(code) == ""
    assert python(code + "collecting.keep(a)") == ""
    assert python(code + "gc.disable(); gc.freeze()") == ""


def test_wrong_use():
    """`tp_clear` and `tp_traverse` are no methods."""
    assert not hasattr(ByHand, "__traverse__")
    assert not hasattr(ByHand, "__clear__")
    assert isinstance(raised(lambda: ByHand().__clear__()), AttributeError)
