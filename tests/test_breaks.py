"""Attempted breaks: each test tries to break a guarantee, which its docstring names, and says how."""

import copy
import copyreg
import gc
import pickle
import threading

import basics
import detaching
import locking
import pytest
from support import all_together, can_be_locked, in_threads, load, message, raised, run_python, until


def refused(call, *arguments):
    error = raised(call, *arguments)
    assert type(error) is RuntimeError, error
    return str(error)


class Inside:
    """A thread that stays inside of an exclusive section of ``enter`` until it is told to leave. (A failed test never tells
    it: that must not keep the process alive.)"""

    def __init__(self, enter, *arguments):
        self.entered, self.leaving = threading.Event(), threading.Event()
        self.left_alone = None
        self.enter, self.arguments = enter, arguments
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        self.left_alone = self.enter(*self.arguments, self.stay)

    def stay(self):
        self.entered.set()
        self.leaving.wait()

    def leave(self):
        self.leaving.set()
        self.thread.join()
        return self.left_alone


def test_reentry_by_the_same_thread():
    """Guarantee: never two `&mut` of one payload. Foreign `unsafe` code runs Python under the lock, and Python calls
    a method of the same object."""
    reentrant, errors = locking.Reentrant(), []

    def callback():
        for call in (reentrant.hit, reentrant.hits, lambda: reentrant.call_inside(list)):
            errors.append(refused(call))

    assert reentrant.call_inside(callback) is True
    assert len(errors) == 3 and all("Reentrant." in error and "exclusive critical section" in error for error in errors)
    assert can_be_locked(reentrant.hit) == [1]


def test_reentry_on_another_object():
    """Guarantee: exclusive sections do not nest, for an inner one could release the outer. Foreign `unsafe` code runs
    Python under the lock, and Python locks another object."""
    outer, other, third = locking.Reentrant(), locking.Reentrant(), locking.Reentrant()
    errors = []

    def callback():
        errors.append(refused(other.hit))
        errors.append(refused(other.hit_both, third))
        errors.append(refused(outer.hit_both, other))
        errors.append(refused(other.hit_both, outer))
        errors.append(refused(locking.Counter().hit))

    assert outer.call_inside(callback) is True
    assert len(errors) == 5
    assert can_be_locked(outer.hit, other.hit, third.hit) == [1, 1, 1]


def test_reentry_with_two_locks():
    """Guarantee: as above. The section that foreign code re-enters holds two locks."""
    first, second, errors = locking.Reentrant(), locking.Reentrant(), []

    def callback():
        errors.append(refused(first.hit))
        errors.append(refused(second.hit))
        errors.append(refused(second.hit_both, first))

    assert first.call_inside_both(second, callback) is True and len(errors) == 3
    assert can_be_locked(first.hit, second.hit) == [1, 1]
    assert can_be_locked(lambda: first.hit_both(second)) == [4]


def test_reentry_through_every_kind_of_access():
    """Guarantee: as above, for what the macros generate: fields, properties, special methods, copies by value."""
    reentrant, errors = locking.Reentrant(), []
    counter, label, pair, table = locking.Counter(), locking.Label("a"), locking.Pair(), locking.Table()

    def callback():
        for call in (
            lambda: counter.hits,
            lambda: setattr(counter, "hits", 3),
            lambda: counter.hit_by_reading,
            lambda: setattr(counter, "hit_by_writing", 3),
            lambda: len(counter),
            counter,
            lambda: counter.__setitem__(1, 2),
            lambda: locking.bump(counter),
            lambda: locking.Counter.hit_static(counter),
            lambda: label.text,
            lambda: setattr(label, "text", "b"),
            lambda: locking.read_by_value(pair),
            lambda: table.__setitem__("a", 1),
            lambda: "a" in table,
            lambda: next(locking.Numbers(3)),
        ):
            errors.append(refused(call))

    assert reentrant.call_inside(callback) is True and len(errors) == 15
    assert counter.value() == 0 and label.text == "a" and len(table) == 0


def test_what_needs_no_lock_works_inside():
    """Guarantee: a refusal harms nothing. Foreign code under the lock uses frozen objects, makes objects, imports."""
    reentrant, seen = locking.Reentrant(), []

    def callback():
        seen.append(basics.Point(3, 4).norm)
        seen.append(basics.make_counter(3) is not None)
        seen.append(detaching.is_attached())
        seen.append(message(basics.panics, "inside"))
        seen.append(locking.Gauge().alive)

    assert reentrant.call_inside(callback) is True
    assert seen == [5.0, True, True, "PanicException: inside", 0]


def test_detaching_and_attaching_inside():
    """Guarantee: a thread in an exclusive section neither detaches nor attaches by Freehold's own means. Foreign code
    runs Python under the lock, and Python calls functions that do."""
    reentrant, errors = locking.Reentrant(), []

    def callback():
        errors.extend(message(call) for call in (locking.detached, locking.attached_again, locking.detached))
        errors.append(refused(locking.Attacher().attach))

    assert reentrant.call_inside(callback) is True
    assert len(errors) == 4 and all("exclusive critical section" in error for error in errors)
    assert all(error.startswith("RuntimeError") for error in errors[:3])
    assert locking.detached() and locking.attached_again() and can_be_locked(reentrant.hit) == [1]


def test_another_library_inside():
    """Guarantee: never two `&mut`, whatever another library does that foreign code under the lock calls. Each library
    has a Freehold of its own, which knows nothing of the section: this one detaches, attaches, and drops
    references."""
    reentrant, seen = locking.Reentrant(), []

    def callback():
        seen.append(detaching.nest(2))
        seen.append(detaching.attach_inside(lambda: 7))
        seen.append(detaching.drop_detached([object()]))
        seen.append(detaching.call_detached(lambda number: len(refused(reentrant.hit)), 1) > 0)

    assert reentrant.call_inside(callback) is True
    assert seen == [[False, True, False, True, False, True, False, True, False], (7, False), 1, True]
    assert can_be_locked(reentrant.hit) == [1]


def test_a_panic_after_foreign_code():
    """Guarantee: a panic gives the lock back and clears the busy mark, whatever foreign code did before."""
    reentrant, errors = locking.Reentrant(), []
    for _ in range(3):
        text = message(reentrant.call_and_panic, lambda: errors.append(refused(reentrant.hit)))
        assert text == "PanicException: after the call"
    assert len(errors) == 3 and can_be_locked(reentrant.hit) == [1]


def test_a_detached_section_against_other_threads():
    """Guarantee: never two `&mut`, never a deadlock. Foreign code detaches again and again under the lock, in several
    threads; where the lock is lost, the busy mark refuses whoever comes in."""
    times = load(300)
    reentrant, hits, refusals = locking.Reentrant(), [], []

    def detach():
        done = 0
        for _ in range(times):
            try:
                assert reentrant.detach_inside(20) is True, "the payload changed under an exclusive reference"
                done += 1
            except RuntimeError as error:
                refusals.append(str(error))
        return done

    def hit():
        for _ in range(times):
            try:
                hits.append(reentrant.hit())
            except RuntimeError as error:
                refusals.append(str(error))

    done = all_together(detach, detach, detach, hit, hit, hit)
    assert sum(done[:3]) + len(hits) + len(refusals) == 6 * times
    assert sorted(hits) == list(range(1, len(hits) + 1)) and reentrant.hits() == len(hits)
    assert all("in use" in text for text in refusals)
    assert can_be_locked(reentrant.hit) == [len(hits) + 1]


def test_a_section_whose_lock_was_lost():
    """Guarantee: the busy mark. A thread that had to wait for the lock holds it as a section of CPython's, which
    detaching releases; while it is detached, another thread gets the lock, but not the payload."""
    reentrant = locking.Reentrant()
    if locking.can_see_waiters():
        first = Inside(reentrant.call_inside)
        first.entered.wait()
        second = Inside(reentrant.call_inside)
        until(lambda: locking.has_waiters(reentrant))
        assert first.leave() is True
        second.entered.wait()
    else:
        # With the GIL there is no other lock: detaching is enough to lose it.
        second = Inside(reentrant.call_inside)
        second.entered.wait()
    for call in (reentrant.hit, reentrant.hits, lambda: reentrant.hit_both(locking.Reentrant())):
        assert "in use" in refused(call)
    assert "in use" in refused(locking.Reentrant().hit_both, reentrant)
    assert second.leave() is True
    assert can_be_locked(reentrant.hit, locking.Reentrant().hit) == [1, 1]


def test_a_section_on_two_objects_whose_locks_were_lost():
    """Guarantee: as above, with two locks; the second object alone is refused, too, and a refusal because of one
    leaves the other usable."""
    first, second, third = locking.Reentrant(), locking.Reentrant(), locking.Reentrant()
    if locking.can_see_waiters():
        # Whoever waits for the first lock of the two waits in CPython, with both.
        low = min(first, second, key=id)
        holder = Inside(low.call_inside)
        holder.entered.wait()
        both = Inside(first.call_inside_both, second)
        until(lambda: locking.has_waiters(low))
        assert holder.leave() is True
    else:
        both = Inside(first.call_inside_both, second)
    both.entered.wait()
    for call in (first.hit, second.hit, lambda: second.hit_both(first), lambda: third.hit_both(second)):
        assert "in use" in refused(call)
    assert can_be_locked(third.hit) == [1]
    assert both.leave() is True
    assert can_be_locked(first.hit, second.hit, third.hit) == [1, 1, 2]


def test_waiting_for_a_section_that_runs_python():
    """Guarantee: waiting for a lock stops nobody. A thread waits for the lock of a section in which foreign code runs
    Python, which collects garbage meanwhile: without the GIL a collection stops all attached threads."""
    reentrant = locking.Reentrant()
    inside = Inside(reentrant.call_inside)
    inside.entered.wait()
    if locking.can_see_waiters():
        waiter = threading.Thread(target=reentrant.hit)
        waiter.start()
        until(lambda: locking.has_waiters(reentrant))
        for _ in range(3):
            gc.collect()
        assert inside.leave() is True
        waiter.join()
        assert reentrant.hits() == 1
    else:
        refused(reentrant.hit)
        gc.collect()
        assert inside.leave() is True


def test_a_finalizer_inside():
    """Guarantee: what dies by foreign code under the lock cannot reach the payload either."""
    reentrant, errors = locking.Reentrant(), []

    class Mortal:
        def __del__(self):
            errors.append(refused(reentrant.hit))

    cell = [Mortal()]
    assert reentrant.call_inside(cell.clear) is True and len(errors) == 1
    assert reentrant.call_inside(gc.collect) is True
    assert reentrant.release_inside(object()) is True
    assert can_be_locked(reentrant.hit) == [1]


def test_freehold_objects_that_die_inside():
    """Guarantee: references that a payload holds are released after the section, also when the object that holds them
    dies by foreign code under the lock."""
    reentrant, order = locking.Reentrant(), []

    class Mortal:
        def __del__(self):
            order.append(("dead", reentrant.hit()))

    gauge = locking.Gauge()
    cell = [locking.Tracked(gauge, held=Mortal())]

    def callback():
        cell.clear()
        order.append(("left", gauge.alive))

    assert reentrant.call_inside(callback) is True
    assert order == [("left", 0), ("dead", 1)]


def test_objects_that_pretend():
    """Guarantee: only objects of the right layout become payloads. `__class__` says that another object is one; a
    metaclass says so; the class has the right name."""

    class Pretender:
        @property
        def __class__(self):
            return locking.Counter

    class Meta(type):
        def __instancecheck__(cls, instance):
            return True

    class Counter(metaclass=Meta):
        hits = 5

        def hit(self):
            return 1

    assert isinstance(Pretender(), locking.Counter)
    for wrong in (Pretender(), Counter(), locking.Counter, basics.Counter()):
        for call in (locking.bump, locking.Counter().absorb, locking.Counter.hit, locking.Counter.hit_static):
            with pytest.raises(TypeError):
                call(wrong)


def test_initializing_twice():
    """Guarantee: a payload is written once. `__init__` and `__new__` are called by hand, on objects that exist."""
    counter = locking.Counter(5)
    counter.__init__(9)
    counter.__init__()
    assert counter.value() == 5
    with pytest.raises(TypeError):
        locking.Counter.__new__(counter)
    assert locking.Counter.__new__(locking.Counter, 3).value() == 3


def test_objects_without_a_payload():
    """Guarantee: there is no object without a payload. `object.__new__`, copying, pickling and multiple inheritance try to
    make one."""

    class Assigned(basics.Shape):
        pass

    class Inside(basics.Shape):
        __new__ = object.__new__

    class Mixin:
        def __new__(cls, *args):
            return object.__new__(cls)

    class Mixed(Mixin, basics.Shape):
        pass

    Assigned.__new__ = object.__new__
    for make in (
        Assigned,
        Inside,
        Mixed,
        lambda: copyreg._reconstructor(basics.Shape, object, None),
        lambda: copyreg._reconstructor(Assigned, object, None),
        lambda: copyreg.__newobj__(basics.Point),
        lambda: copyreg.__newobj__(basics.Token),
        lambda: copy.copy(basics.Counter(3)),
        lambda: copy.deepcopy(basics.Point(1, 2)),
        lambda: pickle.dumps(basics.Counter(3)),
        lambda: pickle.dumps(basics.Counter(3), 0),
    ):
        result = outcome(make)
        assert result in ("TypeError", "PicklingError") or result.describe() == "a shape", result
    del Assigned.__new__
    assert Assigned("x").describe() == "a x"


def test_an_object_that_comes_back_from_the_dead():
    """Guarantee: a payload is dropped once, and not before the object is gone. A finalizer in a subclass saves the
    object, and uses it."""
    gauge, saved = locking.Gauge(), []

    class Phoenix(locking.Tracked):
        def __del__(self):
            self.held = "saved"
            saved.append(self)

    Phoenix(gauge)
    assert gauge.alive == 1 and saved[0].held == "saved"
    saved.clear()
    assert gauge.alive == 0


def test_the_object_dies_while_its_arguments_are_converted():
    """Guarantee: the locked object lives as long as the call. The conversion of an argument drops what Python code
    knows of it."""
    gauge = locking.Gauge()

    class Index:
        def __init__(self, cell):
            self.cell = cell

        def __index__(self):
            self.cell.clear()
            gc.collect()
            return 3

    for _ in range(100):
        cell = [locking.Counter(4)]
        assert cell[0].add(Index(cell)) == 7
        cell = [locking.Counter(4)]
        assert locking.bump(cell[0], by=Index(cell)) == 7
    assert gauge.alive == 0


def test_containers_that_change_while_they_are_converted():
    """Guarantee: no read of freed memory. The conversion of an item empties the list, or makes it longer."""

    def index(action):
        class Index:
            def __index__(self):
                action()
                return 1

        return Index()

    items = []
    items[:] = [index(items.clear), *range(100)]
    shrunk = outcome(basics.Wrapper, items)
    items[:] = [1, index(lambda: items.extend([7] * 1000)), 2]
    grown = outcome(basics.Wrapper, items)
    for result in (shrunk, grown):
        assert result in ("RuntimeError", "ValueError") or set(result.push(5)) <= set(range(101))


def outcome(call, *arguments):
    try:
        return call(*arguments)
    except (RuntimeError, TypeError, ValueError, pickle.PicklingError) as error:
        return type(error).__name__


def test_keywords_that_run_code():
    """Guarantee: arguments are bound before the lock is taken. Keyword names are strings with methods of their own,
    that call the object."""
    counter = locking.Counter()

    class Name(str):
        def __eq__(self, other):
            counter.hit()
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    assert locking.bump(**{Name("counter"): counter, Name("by"): 5}) == counter.value()


def test_an_iterator_is_consumed_by_itself():
    """Guarantee: no lock is held between two steps of an iteration. The loop's body takes from the iterator that it
    runs over."""
    numbers = locking.Numbers(10)
    assert [(number, next(numbers)) for number in numbers] == [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]


def test_objects_shared_by_generations_of_threads():
    """Guarantee: a lock has no owner that outlives its section. Threads end right after their call, in every
    state."""
    ledger = locking.Ledger()
    ways = [ledger.enter, lambda: raised(ledger.fail), lambda: raised(ledger.panic_literally)]
    for _ in range(load(50)):
        in_threads(6, lambda number: ways[number % 3]())
    assert ledger.entries() == 6 * load(50)


def test_leaving_with_threads_inside():
    """Guarantee: the process ends. Daemon threads are detached, waiting for locks, or in a section when it does."""
    code = """
import threading
import detaching, locking

gate, counter, reentrant = detaching.Gate(), locking.Counter(), locking.Reentrant()
started, forever = threading.Event(), threading.Event()

def inside():
    started.set()
    forever.wait()

def hit():
    while True:
        counter.hit()

threads = [gate.wait, gate.wait, hit, hit, lambda: reentrant.call_inside(inside)]
for target in threads:
    threading.Thread(target=target, daemon=True).start()
gate.wait_for(2)
started.wait()
while counter.value() < 1000:
    pass
print("end")
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "end"), result.stderr


def test_references_that_are_dropped_at_the_very_end():
    """Guarantee: nothing is released after the interpreter is gone. Objects die in the finalizers of the module, of
    an object in a cycle, and with the last references of the interpreter itself."""
    code = """
import atexit, sys
import detaching, locking

gauge = locking.Gauge()
registry = locking.Registry()

class Mortal:
    def __del__(self):
        registry.note()

cycle = [locking.Tracked(gauge, held=Mortal()), registry]
cycle.append(cycle)
registry.add(locking.Calling(registry.note))
sys.modules["kept"] = [registry, locking.Node.chain(gauge, 1000), Mortal()]
atexit.register(lambda: print(registry.notes()))
atexit.register(lambda: detaching.drop_detached([Mortal() for _ in range(10)]))
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "10"), result.stderr
