"""References that die inside of a section: their finalizers run after it, once, and may lock the same object."""

import locking
import pytest
from support import Deaths, all_together, in_threads, load, until


def die_inside(registry, cell):
    """The object in ``cell`` dies under the lock of ``registry``: nobody else holds it when the registry lets go. (The
    arguments of a call are held by the caller until after it.)"""
    registry.add(cell.pop())
    registry.clear()


def kill_by_clear(registry, mortal):
    registry.add(mortal)
    del mortal
    return registry.clear


def kill_by_forget(registry, mortal):
    cell = [mortal]
    del mortal
    return lambda: registry.forget(cell.pop())


def kill_by_error(registry, mortal):
    registry.add(mortal)
    del mortal

    def call():
        with pytest.raises(KeyError) as error:
            registry.clear_and_fail()
        assert error.value.args[0] == "failed after"
        return error.value.args[1]

    return call


def kill_by_panic(registry, mortal):
    registry.add(mortal)
    del mortal

    def call():
        with pytest.raises(BaseException, match="^panicked after . notes$") as error:
            registry.clear_and_panic()
        return int(str(error.value).split()[2])

    return call


def kill_by_return(early):
    def kill(registry, mortal):
        registry.add(mortal)
        del mortal
        return lambda: registry.clear_early(early) - (0 if early else 1000)

    return kill


def kill_with_two_locks(registry, mortal):
    other = locking.Registry()
    registry.add(mortal)
    del mortal
    return lambda: registry.clear_both(other)


def kill_as_the_other(registry, mortal):
    other = locking.Registry()
    registry.add(mortal)
    del mortal
    return lambda: other.clear_both(registry)


KILLS = {
    "clear": kill_by_clear,
    "an argument": kill_by_forget,
    "an error": kill_by_error,
    "a panic": kill_by_panic,
    "an early return": kill_by_return(True),
    "a late return": kill_by_return(False),
    "two locks, the first": kill_with_two_locks,
    "two locks, the second": kill_as_the_other,
}


@pytest.mark.parametrize("kill", KILLS)
def test_a_finalizer_calls_back_into_the_locked_object(kill):
    """The last reference dies inside: no deadlock; it runs after the section, before the call returns, exactly once."""
    registry, deaths = locking.Registry(), Deaths()
    call = KILLS[kill](registry, deaths.mortal("object", registry.note))
    assert deaths.dead() == 0
    notes_inside = call()
    assert notes_inside == 0, "the finalizer ran before the section had ended"
    assert deaths.dead() == 1, "the finalizer had not run when the call returned"
    assert registry.notes() == 1
    deaths.wait()


@pytest.mark.parametrize("kill", KILLS)
def test_the_same_in_many_threads(kill):
    times = load(2_000)
    registry, deaths = locking.Registry(), Deaths()

    def work(number):
        own = locking.Registry()
        for turn in range(times):
            KILLS[kill](own, deaths.mortal((number, turn), registry.note))()

    in_threads(8, work)
    assert deaths.wait() == 8 * times == registry.notes()


def test_all_threads_kill_in_one_registry():
    """Every thread drops objects of every other; finalizers call back into the object that all of them lock."""
    times = load(5_000)
    registry, deaths = locking.Registry(), Deaths()

    def work(number):
        for turn in range(times):
            registry.add(deaths.mortal((number, turn), registry.note))
            if turn % 3 == number % 3:
                registry.clear()

    in_threads(8, work)
    registry.clear()
    assert deaths.wait() == 8 * times == registry.notes()


def test_an_overwritten_item():
    table, deaths = locking.Table(), Deaths()
    table["a"] = deaths.mortal("old", lambda: table.__setitem__("b", "from the finalizer"))
    table["a"] = "new"
    assert (deaths.wait(), table["a"], table["b"]) == (1, "new", "from the finalizer")


def test_a_deleted_item():
    table, deaths = locking.Table(), Deaths()
    table["a"] = deaths.mortal("old", lambda: table.__setitem__("a", "from the finalizer"))
    del table["a"]
    assert (deaths.wait(), table["a"]) == (1, "from the finalizer")


def test_a_field_that_is_overwritten():
    label, deaths = locking.Label("text"), Deaths()
    label.object = deaths.mortal("old", lambda: setattr(label, "text", "from the finalizer"))
    label.object = None
    assert (deaths.wait(), label.text, label.object) == (1, "from the finalizer", None)


def test_a_finalizer_that_kills_in_a_section_of_its_own():
    registry, deaths = locking.Registry(), Deaths()

    def kill_the_next(left):
        if left:
            die_inside(registry, [deaths.mortal(left, lambda: kill_the_next(left - 1))])
        registry.note()

    die_inside(registry, [deaths.mortal("first", lambda: kill_the_next(20))])
    assert deaths.wait() == 21 == registry.notes()


def test_a_finalizer_that_kills_its_own_registry():
    deaths = Deaths()
    cell = [locking.Registry()]
    cell[0].add(deaths.mortal("object", cell.clear))
    registry = cell[0]
    registry.clear()
    del registry
    assert deaths.wait() == 1 and not cell


def test_a_finalizer_that_raises(unraisable):
    registry, deaths = locking.Registry(), Deaths()

    def fail():
        raise LookupError(registry.note())

    die_inside(registry, [deaths.mortal("object", fail)])
    assert deaths.wait() == 1 and unraisable == [(LookupError, "1")] and registry.notes() == 1


def test_a_finalizer_while_an_error_is_on_its_way():
    """The error of the section survives what finalizers do between its end and its being raised."""
    registry, deaths = locking.Registry(), Deaths()

    def handle_another():
        try:
            {}["missing"]
        except KeyError:
            registry.note()

    registry.add(deaths.mortal("object", handle_another))
    with pytest.raises(KeyError) as error:
        registry.clear_and_fail()
    assert error.value.args == ("failed after", 0) and deaths.wait() == 1 and registry.notes() == 1


def test_a_payload_that_calls_python_when_it_is_dropped():
    registry = locking.Registry()
    registry.add(locking.Calling(registry.note))
    assert registry.clear() == 0 and registry.notes() == 1
    die_inside(registry, [locking.Calling(lambda: die_inside(registry, [locking.Calling(registry.note)]))])
    assert registry.notes() == 2


def test_payloads_that_call_python_under_threads():
    times = load(2_000)
    registry = locking.Registry()
    in_threads(8, lambda _: [die_inside(registry, [locking.Calling(registry.note)]) for _ in range(times)])
    assert registry.notes() == 8 * times


def test_a_resurrected_object():
    """An object that its finalizer saves is not finalized again, and not freed."""
    registry, saved = locking.Registry(), []

    class Undead:
        def __del__(self):
            saved.append(self)
            registry.add(self)

    die_inside(registry, [Undead()])
    assert len(saved) == 1 and registry.pop() is saved[0]
    die_inside(registry, saved)
    assert not saved and len(registry) == 0


def test_weak_references_are_cleared_after_the_section():
    import weakref

    class Thing:
        pass

    registry, cleared = locking.Registry(), []
    thing = Thing()
    reference = weakref.ref(thing, lambda _: cleared.append(registry.note()))
    registry.add(thing)
    del thing
    assert registry.clear() == 0 and cleared == [1] and reference() is None


def test_a_constructor_that_fails_midway():
    gauge, deaths = locking.Gauge(), Deaths()
    for number in range(10):
        with pytest.raises(ValueError, match="^failed midway$"):
            locking.Tracked(gauge, held=deaths.mortal(number), fail=True)
        assert gauge.alive == 0
    assert deaths.wait() == 10


LENGTH = 1_000_000


@pytest.mark.thread_unsafe(reason="each chain takes a tenth of a gigabyte")
def test_a_long_chain_dies_without_a_deep_stack():
    """A million objects, each of which is the last reference to the next."""
    gauge = locking.Gauge()
    chain = locking.Node.chain(gauge, LENGTH)
    assert gauge.alive == LENGTH
    del chain
    assert gauge.alive == 0


@pytest.mark.thread_unsafe(reason="each chain takes a tenth of a gigabyte")
def test_a_long_chain_dies_inside_of_a_section():
    gauge, registry = locking.Gauge(), locking.Registry()
    chain = locking.Node.chain(gauge, LENGTH)
    assert chain.cut() is True and gauge.alive == 1
    die_inside(registry, [locking.Node.chain(gauge, LENGTH)])
    assert gauge.alive == 1


def test_a_chain_through_python_objects():
    """Freehold objects and lists by turns: each kind has its own way to keep the stack flat."""
    gauge, length = locking.Gauge(), 100_000
    chain = None
    for _ in range(length):
        chain = locking.Tracked(gauge, [chain])
    del chain
    assert gauge.alive == 0


def test_chains_die_in_many_threads():
    gauge = locking.Gauge()

    def work(_):
        for _ in range(load(20)):
            chain = locking.Node.chain(gauge, 1000)
            chain.cut()
            del chain

    in_threads(8, work)
    until(lambda: gauge.alive == 0)
    assert gauge.alive == 0


def test_a_chain_that_threads_share():
    """All threads drop their reference to the same chain at once: it dies once."""
    for _ in range(load(200)):
        gauge = locking.Gauge()
        chain = locking.Node.chain(gauge, 50)
        handles = [[chain] for _ in range(8)]
        del chain
        all_together(*[handle.clear for handle in handles])
        # Without the GIL, the thread that made an object may have to add up its counts first.
        until(lambda: gauge.alive == 0)


def test_a_finalizer_sees_its_own_references_die():
    """A section that a finalizer runs releases what died in it before it returns, although the finalizer itself is run
    by the end of another section."""
    seen = []
    deaths = Deaths()
    outer, inner = locking.Registry(), locking.Registry()

    def at_death():
        inner.add(deaths.mortal("second", lambda: seen.append("second died")))
        inner.clear()
        seen.append("cleared")

    die_inside(outer, [deaths.mortal("first", at_death)])
    deaths.wait()
    assert seen == ["second died", "cleared"]
