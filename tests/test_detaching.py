"""Detached code: what runs meanwhile, how it comes back, where references go."""

import gc
import sys
import threading

import detaching
import pytest
from support import Deaths, all_together, collect, in_threads, load, message, raised, until


def test_bodies_run_detached():
    assert detaching.is_attached() is True
    assert detaching.is_attached_inside() is False
    assert detaching.attribute_order(1) == (2, False) and detaching.attribute_order(1, offset=5) == (6, False)
    assert detaching.sleepless(100) == 100
    assert detaching.closure_form(4) == (8, False, True)


def test_borrowed_arguments():
    assert detaching.checksum(b"") == 0 and detaching.checksum(b"\x01", 1) == 33
    assert detaching.checksum(data=b"\x01", seed=1) == 33
    assert detaching.shout("größe") == "GRÖSSE" and detaching.shout("") == ""
    assert detaching.checksum(bytes(range(256)) * 100) == detaching.checksum(bytes(range(256)) * 100)


def test_a_bytearray_is_refused():
    """Another thread may resize it meanwhile."""
    for wrong in (bytearray(b"a"), memoryview(b"a")):
        with pytest.raises(TypeError):
            detaching.checksum(wrong)


def test_ways_out():
    assert message(detaching.fails, "text") == "ValueError: text"
    assert detaching.parse(["1", "2"]) == 3 and message(detaching.parse, ["1", "x"]).startswith("ValueError: ")
    assert detaching.early([1, 2]) == 3 and detaching.early([1, -5, 2]) is None
    assert message(detaching.closure_form, -1) == "ValueError: negative"
    assert message(detaching.closure_form, 13) == "PanicException: thirteen"
    assert detaching.is_attached()


def test_handles_travel_unused():
    things = [object() for _ in range(5)]
    before = sys.getrefcount(things[0])
    assert detaching.pass_through(things[0]) is things[0]
    assert detaching.keep_and_return(things, 2) is things[2]
    assert message(detaching.keep_and_return, things, 5) == "ValueError: no such object"
    for _ in range(10):
        detaching.keep_and_return(things, 0)
        raised(detaching.keep_and_return, things, 9)
    no_references_are_left(lambda: sys.getrefcount(things[0]) == before)


def no_references_are_left(condition):
    """Another thread may have taken what died detached, and not have released it yet."""
    until(lambda: detaching.sleepless(1) and condition())


def test_other_threads_run_meanwhile():
    """A thread waits, detached, for another that can only come if it does not need to wait for the first."""
    gate = detaching.Gate()

    def visit():
        gate.wait()
        return "through"

    def guard():
        assert gate.wait_for(3) == 3
        gate.open()

    assert all_together(visit, visit, visit, guard)[:3] == ["through"] * 3


def test_a_meeting():
    meeting = detaching.Meeting(8)
    for _ in range(load(50)):
        assert in_threads(8, lambda _: meeting.meet()).count(True) == 1
    assert detaching.Meeting.alone() is True


def test_collections_run_meanwhile():
    """Without the GIL a collection stops every attached thread; the one in the gate must not be waited for."""
    gate = detaching.Gate()

    def collector():
        gate.wait_for(1)
        for _ in range(5):
            gc.collect()
        gate.open()

    all_together(gate.wait, collector)
    assert gate.wait_for(1) == 1


def test_locks_are_taken_meanwhile():
    """An object can be locked while a thread that has used it is detached."""
    import locking

    gate, counter = detaching.Gate(), locking.Counter()

    def visit():
        counter.hit()
        gate.wait()
        return counter.hit()

    def guard():
        gate.wait_for(1)
        counter.add(10)
        gate.open()

    assert all_together(visit, guard)[0] == 12


def test_going_back_and_forth():
    assert detaching.call_detached(lambda number: number * 2, 10) == 90
    assert message(detaching.call_detached, lambda number: 1 // (3 - number), 10).startswith("ZeroDivisionError")
    assert detaching.is_attached()


def test_nested_levels():
    for depth in range(6):
        assert detaching.nest(depth) == [False] + [True, False] * depth + [True, False] * depth
    assert detaching.detach_twice() == (False, False, True)


def test_attaching_in_a_detached_body():
    calls = []

    def callback():
        calls.append((detaching.is_attached(), threading.get_ident(), detaching.is_attached_inside()))
        return len(calls)

    assert detaching.attach_inside(callback) == (2, False)
    assert calls == [(True, threading.get_ident(), False)] * 2


def test_python_code_that_detaches_again():
    """Python code called by a detached body calls detached functions in turn, and so on."""

    def descend(depth):
        assert detaching.is_attached()
        return 0 if depth == 0 else 1 + detaching.call_detached(lambda _: descend(depth - 1), 1)

    assert descend(15) == 15


def test_panics_on_every_level():
    for place in ("before", "reattached", "detached again", "after detaching", "after"):
        assert message(detaching.panic_in_nest, place) == f"PanicException: {place}"
        assert detaching.is_attached() and not detaching.is_attached_inside()
    assert detaching.panic_in_nest("nowhere") is None


def test_returning_early_from_every_level():
    assert detaching.return_early_from_nest(False) == (False, False)
    assert message(detaching.return_early_from_nest, True) == "ValueError: left early"
    assert detaching.is_attached()


def test_reattaching_where_there_is_nothing_to_go_back_to():
    for call in (detaching.reattach_attached, detaching.reattach_twice):
        text = message(call)
        assert text.startswith("RuntimeError: freehold::reattach") and "Python::attach" in text
        assert detaching.is_attached() and not detaching.is_attached_inside()
    assert "Python::attach" in detaching.reattach_on_new_thread()
    assert detaching.reattached_then_detached() == (True, True)


def test_thread_state_is_that_of_the_caller():
    """Context variables and thread-locals of Python are those of the thread that detached."""
    import contextvars

    variable = contextvars.ContextVar("variable", default=0)
    local = threading.local()

    def work(number):
        local.value = number
        variable.set(number)
        return detaching.call_detached(lambda _: local.value * 100 + variable.get(), 3)

    assert in_threads(8, lambda number: contextvars.Context().run(work, number)) == [n * 303 for n in range(8)]


def test_threads_that_rust_makes():
    idents = set()

    def callback(number):
        idents.add(threading.get_ident())
        assert detaching.is_attached()
        return number * number

    assert detaching.attach_from_threads(callback, 8) == [number * number for number in range(8)]
    assert threading.get_ident() not in idents
    assert detaching.attach_from_threads(lambda number: number, 4, rounds=50) == list(range(200))


def test_an_error_on_a_thread_that_rust_makes():
    assert message(detaching.attach_from_threads, lambda number: [][number], 3).startswith("IndexError: ")
    assert detaching.attach_from_threads(lambda number: number, 2) == [0, 1]


def test_threads_that_rust_makes_call_detached_functions():
    def callback(number):
        assert not detaching.is_attached_inside()
        return sum(detaching.attach_from_threads(lambda inner: inner, 2)) + number

    assert detaching.attach_from_threads(callback, 4) == [1, 2, 3, 4]


def test_threads_that_rust_makes_lock():
    import locking

    counter, rounds = locking.Counter(), load(500)
    detaching.attach_from_threads(lambda _: counter.hit(), 8, rounds=rounds)
    assert counter.value() == 8 * rounds


DROPS = {
    "detached": detaching.drop_detached,
    "on one thread": lambda objects: detaching.drop_on_threads(objects, 1),
    "on several threads": lambda objects: detaching.drop_on_threads(objects, 4),
    "on a shelf": lambda objects: shelve(objects).clear(),
    "under a lock of Rust's": lambda objects: shelve(objects).clear_locked(),
    "all but one": lambda objects: (detaching.keep_and_return(objects, 0), len(objects))[1],
    "by an error": lambda objects: (raised(detaching.keep_and_return, objects, 1 << 30), len(objects))[1],
}


def shelve(objects):
    shelf = detaching.Shelf()
    for item in objects:
        shelf.put(item)
    objects.clear()
    return shelf


@pytest.mark.parametrize("way", DROPS)
def test_references_dropped_without_the_interpreter(way):
    """Each object is finalized once, attached, and may use the interpreter then."""
    deaths, states = Deaths(), []

    def at_death():
        states.append((detaching.is_attached(), detaching.is_attached_inside()))

    count = 100

    def drop():
        objects = [deaths.mortal(number, at_death) for number in range(count)]
        assert DROPS[way](objects) == count

    drop()
    assert deaths.wait() == count
    assert states == [(True, False)] * count


@pytest.mark.parametrize("attach", [False, True])
def test_references_in_thread_locals(attach):
    deaths = Deaths()
    for number in range(20):
        detaching.drop_as_thread_local(deaths.mortal(number), attach)
    no_references_are_left(lambda: deaths.dead() == 20)
    assert deaths.wait() == 20


def test_references_that_die_attached_on_another_thread():
    deaths = Deaths()
    assert "Mortal object at" in detaching.keep_attached(deaths.mortal("object"))
    assert deaths.wait() == 1


def test_references_that_are_shared_survive():
    """Dropping one of several references frees nothing."""
    things = [[number] for number in range(50)]
    before = [sys.getrefcount(thing) for thing in things]
    for drop in DROPS.values():
        drop(list(things))
    collect()
    no_references_are_left(lambda: [sys.getrefcount(thing) for thing in things] == before)
    assert things == [[number] for number in range(50)]


def test_drops_in_many_threads():
    """Detached and foreign drops at once: each object is released exactly once, none is lost."""
    deaths, times = Deaths(), load(100)
    ways = list(DROPS.values())

    def work(number):
        for turn in range(times):
            objects = [deaths.mortal((number, turn, index)) for index in range(10)]
            ways[(number + turn) % len(ways)](objects)

    in_threads(8, work)
    no_references_are_left(lambda: deaths.dead() >= 80 * times)
    assert deaths.wait() == 80 * times


def test_an_objects_finalizer_drops_detached_in_turn():
    deaths = Deaths()

    def bury(depth):
        if depth:
            detaching.drop_detached([deaths.mortal(depth, lambda: bury(depth - 1))])

    bury(20)
    assert deaths.wait() == 20
