"""Critical sections that may be suspended: on handles of own classes, lists, dicts and any object.

What is promised of sections within sections of the same thread is in ``test_nested_sections.py``; whether a section was
suspended, in ``test_watched_sections.py``.
"""

import gc
import threading

import pytest
import sections
from marks import alone
from support import Deaths, all_together, can_be_locked, in_threads, load, meanwhile, message, raised, until

needs_locks = pytest.mark.skipif(not sections.has_locks(), reason="with the GIL, sections lock nothing")


class Inside:
    """A thread that stays in a section of ``enter``, in a callback, until it is told to leave. The section is suspended
    meanwhile: whoever waits for an event is detached. (A failed test never tells it: that must not keep the process
    alive.)"""

    def __init__(self, enter, *arguments):
        self.entered, self.leaving = threading.Event(), threading.Event()
        self.result = None
        self.enter, self.arguments = enter, arguments
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        self.entered.wait()

    def run(self):
        self.result = self.enter(*self.arguments, self.stay)

    def stay(self):
        self.entered.set()
        self.leaving.wait()
        return "left"

    def leave(self):
        self.leaving.set()
        self.thread.join()
        return self.result


def somewhere_else(call, *arguments):
    """Makes the call on another thread, while this one waits for it: detached."""
    return all_together(lambda: call(*arguments))[0]


# Mutual exclusion


class Anything:
    pass


CELL, OTHER, LIST, DICT, ANY = sections.Cell, sections.Cell, lambda: [1, 2], lambda: {1: 2}, Anything

#: What is locked, and each way to lock it: all of them exclude each other.
PASSES = {
    "own class": (
        (CELL,),
        [
            lambda cell: cell.visit,
            lambda cell: cell.pass_owned,
            lambda cell: lambda probe, turns: sections.Cell().pass_other(cell, probe, turns),
            lambda cell: lambda probe, turns: sections.Cell.pass_static(cell, probe, turns),
            lambda cell: lambda probe, turns: sections.pass_any(cell, probe, turns),
            lambda cell: lambda probe, turns: sections.Cell().pass_both(cell, probe, turns),
            lambda cell: lambda probe, turns: cell.pass_both(sections.Cell(), probe, turns),
            lambda cell: lambda probe, turns: cell.pass_both(cell, probe, turns),
            lambda cell: lambda probe, turns: sections.pass_blocks(object(), cell, probe, turns),
        ],
    ),
    "list": (
        (LIST,),
        [
            lambda it: lambda probe, turns: sections.pass_list(it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_any(it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_two(it, [], probe, turns),
            lambda it: lambda probe, turns: sections.pass_list_and_dict(it, {}, probe, turns),
        ],
    ),
    "dict": (
        (DICT,),
        [
            lambda it: lambda probe, turns: sections.pass_dict(it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_any(it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_list_and_dict([], it, probe, turns),
        ],
    ),
    "any object": (
        (ANY,),
        [
            lambda it: lambda probe, turns: sections.pass_any(it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_two(object(), it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_two(it, it, probe, turns),
            lambda it: lambda probe, turns: sections.pass_object_and_cell(it, sections.Cell(), probe, turns),
        ],
    ),
    "two objects in both orders": (
        (CELL, OTHER),
        [
            lambda a, b: lambda probe, turns: a.pass_both(b, probe, turns),
            lambda a, b: lambda probe, turns: b.pass_both(a, probe, turns),
            lambda a, b: lambda probe, turns: sections.pass_two(b, a, probe, turns),
        ],
    ),
    "two objects of different kinds": (
        (ANY, CELL),
        [
            lambda a, b: lambda probe, turns: sections.pass_object_and_cell(a, b, probe, turns),
            lambda a, b: lambda probe, turns: sections.pass_two(b, a, probe, turns),
        ],
    ),
}


@pytest.mark.parametrize("kind", PASSES)
def test_one_at_a_time(kind):
    """Guarantee: while nothing suspends it, a section is alone with its objects, whoever locks them, and how."""
    makers, ways = PASSES[kind]
    objects = [make() for make in makers]
    probe = sections.Probe()
    passes = [way(*objects) for way in ways]
    times = load(2000)

    def work(number):
        for turn in range(times):
            passes[(number + turn) % len(passes)](probe, turn % 3)

    in_threads(8, work)
    assert (probe.most, probe.passes) == (1, 8 * times)


def test_a_probe_sees_two():
    """What the test above relies on."""
    probe, barrier = sections.Probe(), threading.Barrier(2)
    in_threads(2, lambda _: probe.pass_calling(barrier.wait))
    assert (probe.most, probe.passes) == (2, 2)


def test_results_of_sections():
    """Arguments go in and results come out as of every function."""
    probe, cell, items = sections.Probe(), sections.Cell(5), [1, 2, 3]
    assert cell.visit(probe, turns=0) == 5 and cell.pass_owned(probe, 0) is None
    assert cell.pass_both(sections.Cell(), probe, 0) is False and cell.pass_both(cell, probe, 0) is True
    assert sections.pass_list(items, probe, 1) == 3 and sections.pass_dict({1: 1}, probe, 1) == 1
    assert sections.pass_two(items, items, probe, 0) is True and sections.pass_list_and_dict(items, {}, probe, 0) == 3
    assert len(cell) == 5 and cell.leave_at(3) == 5
    assert sections.call_any(items, lambda: None, times=3) == 3
    assert (probe.most, probe.passes) == (1, 8)


def test_wrong_arguments_are_refused_before_the_lock():
    probe, cell = sections.Probe(), sections.Cell()
    for call in (
        lambda: sections.pass_list((1, 2), probe, 0),
        lambda: sections.pass_dict([], probe, 0),
        lambda: sections.pass_list([], None, 0),
        lambda: sections.pass_any(cell, probe),
        lambda: cell.pass_both([], probe, 0),
        lambda: sections.pass_object_and_cell([], [], probe, 0),
        lambda: sections.Cell.visit(probe, probe, 0),
    ):
        assert type(raised(call)) is TypeError
    assert probe.passes == 0
    assert message(sections.pass_list, (1, 2), probe, 0) == message(sections.call_list, (1, 2), probe).replace(
        "call_list", "pass_list"
    )


def test_the_compound_of_two_calls_is_one_step():
    """Guarantee: a section makes one step of several, where none of them suspends it: reading a number of a list, and
    writing the next, under the lock of another object."""
    times = load(5000)
    for lock in (object(), sections.Cell(), {}):
        numbers = [0]
        got = in_threads(8, lambda _: [sections.count_up(lock, numbers) for _ in range(times // 8)])
        assert sorted(sum(got, [])) == list(range(1, 8 * (times // 8) + 1)) and numbers == [8 * (times // 8)]


def test_the_compound_of_two_calls_with_two_locks():
    times = load(5000)
    a, b, numbers = object(), sections.Cell(), [0]
    pairs = [(a, b), (b, a)]
    in_threads(8, lambda number: [sections.count_up_pair(*pairs[number % 2], numbers) for _ in range(times // 8)])
    assert numbers == [8 * (times // 8)]


def test_each_operation_on_the_locked_list_is_whole():
    """Operations of a list lock it again, inside of the section on it. Promised of each of them alone is what Python
    promises: nothing is torn, nothing crashes."""
    times, items = load(2000), list(range(20))

    def work(number):
        for turn in range(times):
            try:
                sections.rotate(items)
            except IndexError:
                pass
            if turn % 50 == number:
                assert set(items) <= set(range(20))

    in_threads(6, work)
    assert set(items) <= set(range(20))


# Suspension


WAYS_TO_CALL = {
    "method": (sections.Cell, lambda it, call: it.call(call)),
    "other method": (sections.Cell, lambda it, call: it.call_both(sections.Cell(), call)),
    "second of two": (sections.Cell, lambda it, call: sections.Cell().call_both(it, call)),
    "one object twice": (sections.Cell, lambda it, call: it.call_both(it, call)),
    "__call__": (sections.Cell, lambda it, call: it(call)),
    "__getitem__": (sections.Cell, lambda it, call: it[call]),
    "own object as any": (sections.Cell, lambda it, call: sections.call_any(it, call)),
    "detached": (sections.Cell, lambda it, call: it.call_detached(call)),
    "list": (list, lambda it, call: sections.call_list(it, call)),
    "dict": (dict, lambda it, call: sections.call_dict(it, call)),
    "object": (object, lambda it, call: sections.call_any(it, call)),
    "two objects": (object, lambda it, call: sections.call_two(object(), it, call)),
    "block": (object, lambda it, call: sections.call_block(it, call)),
    "block on own class": (sections.Cell, lambda it, call: sections.call_block(it, call)),
    "block of two": (sections.Cell, lambda it, call: sections.call_block_of_two(it, [], call)),
    "block of two, second": (list, lambda it, call: sections.call_block_of_two(sections.Cell(), it, call)),
    "list and cell": (list, lambda it, call: sections.call_pair(it, sections.Cell(), call)),
}


@pytest.mark.parametrize("way", WAYS_TO_CALL)
def test_a_callback_that_waits_lets_others_in(way):
    """Guarantee: a section never deadlocks with what its body waits for. The callback waits for another thread that
    needs the same lock."""
    make, call = WAYS_TO_CALL[way]
    it, probe = make(), sections.Probe()
    inside = Inside(lambda stay: call(it, stay))
    somewhere_else(sections.pass_any, it, probe, 1)
    assert probe.passes == 1
    inside.leave()
    somewhere_else(sections.pass_any, it, probe, 1)
    assert probe.passes == 2


@alone
@needs_locks
@pytest.mark.parametrize("way", WAYS_TO_CALL)
def test_the_lock_is_held_around_what_does_not_wait(way):
    """Guarantee: Python code that needs no other lock runs under the lock; after a suspension it is held again; and
    after the section nobody has it."""
    make, call = WAYS_TO_CALL[way]
    it, states = make(), []

    def callback():
        states.append(sections.is_locked(it))
        somewhere_else(until, lambda: not sections.is_locked(it))
        states.append(sections.is_locked(it))

    call(it, callback)
    assert states == [True, True] and not sections.is_locked(it)


@alone
@needs_locks
def test_who_comes_back_waits_for_who_came_in():
    """Guarantee: the lock is retaken before the body goes on. While the section is suspended, another one takes the lock
    and keeps it; the first comes back only when that one is over."""
    it, order = sections.Cell(), []
    probe = sections.Probe()
    first = Inside(it.call)
    holding, waited_for = threading.Event(), threading.Event()

    def hold():
        # Does not wait, so that the lock is kept, until the first thread is seen to want it.
        holding.set()
        first.leaving.set()
        while not sections.is_waited_for(it):
            pass
        order.append("second")
        waited_for.set()

    second = threading.Thread(target=sections.call_any, args=(it, hold))
    second.start()
    first.thread.join()
    order.append("first")
    second.join()
    assert order == ["second", "first"] and first.result == "left" and holding.is_set() and waited_for.is_set()
    it.visit(probe, 0)


def test_exclusive_and_suspendable_sections_exclude_each_other():
    """Guarantee: both are the same lock. The suspendable section reads, stays, and writes what it has read, with short
    exclusive sections; others only get in through one of those, never torn."""
    times, cell = load(5000), sections.Cell()
    probe = sections.Probe()

    def exclusive():
        for _ in range(times):
            cell.add(1)

    def suspendable():
        for _ in range(times):
            cell.visit(probe, 1)

    all_together(exclusive, exclusive, suspendable, suspendable)
    assert cell.get() == 2 * times and (probe.most, probe.passes) == (1, 2 * times)


def test_transfers_in_both_orders():
    """Guarantee: two objects are locked in one order for everybody, also when a suspended section comes back with both."""
    times = load(2000)
    a, b, c = sections.Cell(), sections.Cell(), sections.Cell()
    pairs = [(a, b), (b, a), (b, c), (c, a), (a, a)]

    def work(number):
        for turn in range(times):
            first, second = pairs[(number + turn) % len(pairs)]
            if turn % 3 == 0:
                first.call_both(second, lambda: second.add(1))
            elif turn % 3 == 1:
                first.call_both(second, gc.get_count)
            else:
                sections.call_two(first, second, lambda: first.add(1))

    in_threads(8, work)
    assert a.get() + b.get() + c.get() == sum(8 * len([t for t in range(times) if t % 3 == r]) for r in (0, 2))


@alone
def test_collections_while_sections_are_held():
    """Guarantee: no deadlock with a collection, which stops all attached threads, those inside as well."""
    it, probe = sections.Cell(), sections.Probe()

    def work():
        it.visit(probe, 3)
        it.call(lambda: it.add(1))

    meanwhile([lambda: [gc.collect() for _ in range(load(200))]], *[work] * 4)
    assert can_be_locked(it.get) == [2 * probe.passes]


# Ways out


OUTCOMES = {
    "return": lambda it, other: it.get(),
    "early return": lambda it, other: it.leave_at(3),
    "error": lambda it, other: raised(it.fail),
    "panic": lambda it, other: raised(it.panic, "text"),
    "error with two": lambda it, other: raised(it.fail_both, other, False),
    "panic with two": lambda it, other: raised(other.fail_both, it, True),
    "one object twice": lambda it, other: raised(it.fail_both, it, False),
    "error of a callback": lambda it, other: raised(it.call, lambda: 1 / 0),
    "error of a callback that waited": lambda it, other: raised(it.call, lambda: somewhere_else(it.get) / 0),
    "exit": lambda it, other: raised(it.call_both, other, lambda: exit(3)),
    "panic of a callback": lambda it, other: raised(it.call, lambda: other.panic("inner")),
    "panic in an inner section on the same": lambda it, other: raised(it.call, lambda: it.panic("inner")),
    "error after detaching": lambda it, other: raised(it.call_detached, lambda: 1 / 0),
    "result that does not fit": lambda it, other: raised(it.call, lambda: len(sections.Cell(-1))),
    "panic in blocks": lambda it, other: raised(sections.panic_in_blocks, other, it),
    "panic in blocks on the same": lambda it, other: raised(sections.panic_in_blocks, it, it),
    "error in a block": lambda it, other: raised(sections.call_block_of_two, it, other, lambda: 1 / 0),
    "wrong argument": lambda it, other: raised(it.panic, 5),
    "setter": lambda it, other: setattr(it, "value", lambda: other.get()),
    "setter that fails": lambda it, other: raised(setattr, it, "value", lambda: "x"),
    "getter": lambda it, other: it.value_after_call,
    "watched": lambda it, other: sections.watch(it, [lambda: None]),
    "error watched": lambda it, other: raised(sections.watch, it, [lambda: 1 / 0]),
}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_locks_are_free_after(outcome):
    """Guarantee: begin and end are balanced on every way out."""
    for _ in range(3):
        it, other = sections.Cell(1), sections.Cell(2)
        OUTCOMES[outcome](it, other)
        OUTCOMES[outcome](other, it)
        assert not sections.is_locked(it) and not sections.is_locked(other)
        can_be_locked(it.get, other.get, lambda: it.add_both(other, 1))
        # Nothing is left on this thread's stack of sections: the next one is alone, and can be suspended.
        inside = Inside(it.call)
        assert it.call_both(other, other.get) is not None
        inside.leave()


def test_errors_and_panics_are_what_they_are():
    it, other = sections.Cell(), sections.Cell()
    assert message(it.fail) == "ValueError: failed inside"
    assert message(it.panic, "ein Grund") == "PanicException: ein Grund"
    assert message(it.fail_both, other, True) == "PanicException: panicked with two"
    assert message(it.fail_both, other, False) == "ValueError: failed with two"
    assert (it.get(), other.get()) == (4, 1)
    error = LookupError("mine")

    def fail():
        raise error

    assert raised(it.call, fail) is error
    assert message(len, sections.Cell(-1)) == "ValueError: less than nothing"


def test_arguments_are_converted_before_and_results_after():
    """Guarantee: the section is the body, no more. What conversions run finds the lock free."""
    it, states = sections.Cell(), []

    class Turns:
        def __index__(self):
            states.append(sections.is_locked(it))
            return somewhere_else(it.add, 1)

    probe = sections.Probe()
    assert it.visit(probe, Turns()) == 1 and states == [False]
    assert it.leave_at(Turns()) == 2 and states == [False, False]

    class Mortal:
        def __del__(self):
            states.append(sections.is_locked(it))

    it.exchange(Mortal())
    del states[:]
    it.exchange(None)
    assert states == [False]


@alone
@needs_locks
def test_what_dies_inside_dies_at_once():
    """Handles release their object where they are dropped, as in C: the finalizer runs inside."""
    it, deaths, states = sections.Cell(), Deaths(), []
    cell = [deaths.mortal("a", lambda: states.append((sections.is_locked(it), it.add(1))))]

    class Cleared:
        def __del__(self):
            cell.clear()

    # On the way in, the call holds a reference of its own.
    it.call(cell.clear)
    assert states == [(True, 2)] and deaths.wait() == 1
    it.forget(Cleared())
    assert not sections.is_locked(it)


def test_handles_keep_their_object_through_the_section():
    """Guarantee: the locked object lives until its lock is given back, whoever drops it meanwhile."""
    deaths = Deaths()

    class Derived(sections.Cell):
        pass

    for number in range(load(100)):
        holder = [Derived()]
        holder[0].exchange(deaths.mortal(number))
        holder.pop().call(lambda: (holder.clear(), gc.get_count()))
    deaths.wait()


def test_sections_of_many_threads_that_wait():
    """Callbacks wait for each other in rounds, all in sections on the same two objects."""
    a, b = sections.Cell(), {}
    barrier = threading.Barrier(4)

    def meet(number):
        pair = (a, b) if number % 2 else (b, a)
        for _ in range(load(50)):
            sections.call_two(*pair, barrier.wait)
            a.call(barrier.wait)

    in_threads(4, meet)
    assert a.get() == 4 * load(50) and until(lambda: not sections.is_locked(a))
