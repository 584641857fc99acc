"""6, block-vs-stw: every lock of the runtime, fought for by 6 threads while 2 others do nothing but collect garbage,
which stops all threads. Everybody gets on within a minute.

6 threads take each kind of lock 100,000 times. Where Python may run under a lock, it does: a thread that is stopped
there holds it until the collection ends, which cannot begin before those who wait have come to rest.
"""

import threading
import time
from functools import partial

import stress
from harness import all_together, check, main

THREADS = 6


def python():
    """Somewhere in here the thread is stopped now and then."""
    return [[], {}, ()]


def detaching():
    time.sleep(0)


def object_locks(kind):
    holder = kind()

    def use(number, turn):
        check(holder.hold(20 if turn % 64 == 0 else 0), "not alone")

    return use


def two_locks(kind):
    first, second = kind(), kind()

    def use(number, turn):
        a, b = (first, second) if turn % 2 else (second, first)
        check(a.hold_both(b, 20 if turn % 64 == 0 else 0), "not alone")

    return use


def readers_and_writers():
    holder = stress.ReadWriteHolder()

    def use(number, turn):
        enter = holder.hold if turn % 8 == number else holder.look
        check(enter(20 if turn % 64 == 0 else 0), "a reader and a writer at once")

    return use


def sections():
    ledgers = [stress.Ledger(), stress.Ledger()]

    def use(number, turn):
        callback = detaching if turn % 16 == 0 else python
        if turn % 4 == 0:
            *_, whole = ledgers[turn // 4 % 2].run_both(ledgers[turn // 8 % 2], callback)
        else:
            *_, whole = ledgers[turn % 2].run(callback, 0)
        check(whole, "torn")

    return use


def mutex_guard():
    holder = stress.MutexHolder()

    def use(number, turn):
        check(holder.hold_and_call(detaching if turn % 16 == 0 else python), "not alone")

    return use


def cells(name):
    """Each cell is wanted by all threads at about the same time, and made once."""
    all_cells = [stress.Cells()]
    growing = threading.Lock()

    def use(number, turn):
        if turn >= len(all_cells):
            with growing:
                while turn >= len(all_cells):
                    all_cells.append(stress.Cells())
        cell = all_cells[turn]
        getattr(cell, name)(detaching if turn % 16 == 0 else python)
        check(cell.made == 1, f"made {cell.made} times")

    return use


def std_mutex():
    locks = stress.StdLocks()
    return lambda number, turn: locks.mutex(detaching if turn % 16 == 0 else python)


def std_rw_lock():
    locks = stress.StdLocks()

    def use(number, turn):
        callback = detaching if turn % 16 == 0 else python
        if turn % 8 == number:
            locks.write(callback)
        else:
            check(locks.read(callback), "torn")

    return use


def std_condvar():
    locks = stress.StdLocks()
    return lambda number, turn: locks.take_turn(number, THREADS)


KINDS = {
    "object": partial(object_locks, stress.Holder),
    "two objects": partial(two_locks, stress.Holder),
    "read-write": partial(object_locks, stress.ReadWriteHolder),
    "read-write, two": partial(two_locks, stress.ReadWriteHolder),
    "readers and writers": readers_and_writers,
    "sections": sections,
    "PyMutex": partial(object_locks, stress.MutexHolder),
    "PyMutex, two": partial(two_locks, stress.MutexHolder),
    "PyMutex, guard": mutex_guard,
    "PyOnce": partial(cells, "once"),
    "std Once": partial(cells, "std_once"),
    "std OnceLock": partial(cells, "once_lock"),
    "std Mutex": std_mutex,
    "std RwLock": std_rw_lock,
    "std Condvar": std_condvar,
}


def scenario(run):
    times = run.times(100_000)

    def hammer(make):
        use = make()
        moving = run.moving(THREADS)

        def work(number):
            for turn in moving.steps_of(number, times):
                use(number, turn)

        # Long enough for the others to get to their locks before they are stopped again.
        collect = partial(moving.collect, rest=0.002)
        workers = [partial(work, number) for number in range(THREADS)]
        all_together(*workers, collect, collect, moving.watch)

    run.parts({name: partial(hammer, make) for name, make in KINDS.items()})


main(scenario)
