"""17, fork-load: a process forks while its other threads are busy with every kind of lock, with attaching and with
detached references. The child, where those threads are gone, can use everything, and ends with 0.

2,000 forks with 6 threads, for each way to end. What the threads lock one at a time, the child can lock too: nobody
forks while another thread is inside an exclusive section. What stays locked there for ever is new in the child:

- what is held across Python code, as any lock of C is: the guard of a `PyMutex`, a lock of std, a cell that is being made;
- what somebody waits for: CPython gives a lock to the one who has waited for long before that thread runs again, and who
  waits for the second lock of two has the first.
"""

import contextlib
import faulthandler
import mmap
import os
import signal
import sys
import threading
import time
import traceback
import warnings
from functools import partial

import stress
from harness import FREE_THREADED, check, fail, in_threads, main

THREADS = 6

# A child that has not ended after so many seconds has got stuck. On an idle machine it takes a fraction of one; the longest
# is printed.
PATIENCE = 120


# From 3.14 on, without the GIL, CPython may be stopped for a fork while it clears a thread state, where it waits for a lock
# if two threads do so at once. It crashes in the child then, where it clears that again. So one thread at a time ends threads.
#
# In 3.11, the child waits in `os.fork`, for ever, for the lock of a thread that has just been making a thread state. So none does
# so meanwhile.
FORK_WAITS = sys.version_info < (3, 12)
ENDING_ONE_BY_ONE = FORK_WAITS or (FREE_THREADED and sys.version_info >= (3, 14))
ENDING = threading.Lock() if ENDING_ONE_BY_ONE else contextlib.nullcontext()
FORKING = ENDING if FORK_WAITS else contextlib.nullcontext()

# There is one such lock that other threads take too, in all free-threaded versions: that of the memory that is freed later
# (`_PyMem_AbandonDelayed`, when the thread is no longer in the table that `_Py_brc_remove_thread` takes it out of, and does
# once more in the child). A debugger that holds it while a thread of plain Python ends, and another one forks, crashes the
# child of 3.13t, 3.14t and 3.15t there; without one it was seen once. So of so many children, one may crash where
# `os.fork` has not returned, and nothing of ours has run.
ONE_IN = 500


def python():
    return [[], {}, ()]


def detaching():
    time.sleep(0)


class Everything:
    """What a thread is busy with."""

    readable = stress.ReadWriteHolder()

    def __init__(self):
        self.holders = stress.Holder(), stress.Holder()
        self.read_write = stress.ReadWriteHolder(), stress.ReadWriteHolder()
        self.mutexes = stress.MutexHolder(), stress.MutexHolder()
        self.ledgers = stress.Ledger(), stress.Ledger()
        self.cells = stress.Cells()
        self.cells.once(python)
        self.counter = stress.LockedCounter()
        self.tally = stress.Tally()

    def locks(self, turn):
        a, b = turn % 2, 1 - turn % 2
        for kind in self.holders, self.read_write, self.mutexes:
            check(kind[a].hold(turn % 8), "not alone")
            check(kind[a].hold_both(kind[b], 0), "not alone")

    def readers(self, turn):
        for _ in range(20):
            check(self.readable.look(turn % 8), "a reader and a writer at once")

    def sections(self, turn):
        callback = detaching if turn % 2 else python
        *_, whole = self.ledgers[turn % 2].run_both(self.ledgers[turn // 2 % 2], callback)
        check(whole, "torn")
        *_, whole = self.ledgers[turn % 2].run(callback, 0)
        check(whole, "torn")

    def cells_and_new_objects(self, turn):
        self.cells.once(python)
        new = stress.Cells()
        for make in new.once, new.std_once, new.once_lock:
            make(detaching)
        check(stress.Fragile().hit() == 1, "a new object is not new")

    def foreign(self, turn):
        way = ["attach", "handle", "nested", "kept"][turn % 4]
        with ENDING:
            calls = stress.attach_from_threads(way, 1, 2, self.counter.hit)
        check(calls in (2, 10), f"{calls} calls")

    def references(self, turn):
        way = ["detached", "reattached", "foreign", "foreign, attached before", "foreign, kept", "thread-local"][turn % 6]
        with ENDING:
            stress.let_go(way, self.tally, 3, self)

    def uses(self):
        return [self.locks, self.readers, self.sections, self.cells_and_new_objects, self.foreign, self.references]


class Guarded:
    """What stays locked in the child if a thread had it."""

    def __init__(self):
        self.mutex = stress.MutexHolder()
        self.std = stress.StdLocks()

    def use(self, turn):
        check(self.mutex.hold_and_call(detaching if turn % 2 else python), "not alone")
        self.std.mutex(detaching if turn % 2 else python)


def in_child(owned, turn):
    """Everything works, and no reference is lost from now on."""
    global ENDING
    # A thread that is gone may have it.
    ENDING = contextlib.nullcontext()
    new = Everything()
    for number, own in enumerate([*owned, new]):
        for use in own.uses():
            use(turn + number)
    Guarded().use(turn)
    check(Everything.readable.hold(0), "not alone")
    check(new.tally.made == new.tally.ended, f"{new.tally.made} made, {new.tally.ended} ended")
    waiting, _, _ = stress.pending()
    check(waiting == 0, f"{waiting} references wait for ever")

    def meet(number):
        for use in owned[number].uses() + new.uses():
            use(number)

    in_threads(2, meet)


def ended(child, turn, excuses):
    """``excuses`` says whether the child may have crashed, and is asked if it has."""
    began = time.monotonic()
    while (taken := time.monotonic() - began) < PATIENCE:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            check(code == 0 or (code == -signal.SIGSEGV and excuses()), f"the child of fork {turn} ended with {code}")
            return taken
        time.sleep(0.001)
    # Its stacks.
    os.kill(child, signal.SIGABRT)
    time.sleep(1)
    check(False, f"the child of fork {turn} has not ended after {PATIENCE} s")


def scenario(run):
    # Python warns of what this is about.
    warnings.simplefilter("ignore", DeprecationWarning)
    forks = run.times(2_000)

    def hammer(leave):
        owned = [Everything() for _ in range(THREADS)]
        # Fought for by all.
        fought_for, guarded = Everything(), Guarded()
        done = threading.Event()

        def work(number):
            kinds = [*owned[number].uses(), *fought_for.uses(), guarded.use]
            turn = number
            while not done.is_set():
                # For a while the same, but something else than the other threads.
                kinds[(number + turn // 30) % len(kinds)](turn)
                turn += 1

        def or_fail(number):
            try:
                work(number)
            except BaseException as error:
                fail(error)

        threads = [threading.Thread(target=or_fail, args=[number], daemon=True) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        pause = run.random(0).random
        longest = 0
        # Of the child, which is the same memory: whether `os.fork` has returned.
        returned = mmap.mmap(-1, 1)
        crashes = []

        def excuses():
            crashes.append(turn)
            return FREE_THREADED and not returned[0] and len(crashes) <= max(1, forks // ONE_IN)

        for turn in range(forks):
            time.sleep(pause() / 500)
            # The watchdog is a thread that the child would wait for at its end.
            faulthandler.cancel_dump_traceback_later()
            returned[0] = 0
            with FORKING:
                child = os.fork()
            if child == 0:
                returned[0] = 1
                try:
                    in_child(owned, turn)
                except BaseException:
                    traceback.print_exc()
                    sys.stderr.flush()
                    os._exit(1)
                leave()
            faulthandler.dump_traceback_later(run.limit, exit=True)
            longest = max(longest, ended(child, turn, excuses))
        done.set()
        for thread in threads:
            thread.join()
        print(f"  the longest child took {longest:.2f} s", flush=True)
        if crashes:
            print(f"  excused: {len(crashes)} of {forks} children crashed before os.fork returned", flush=True)
        for own in *owned, fought_for:
            check(own.tally.made == own.tally.ended, f"{own.tally.made} made, {own.tally.ended} ended")

    run.parts({"at once": partial(hammer, partial(os._exit, 0)), "finalized": partial(hammer, partial(sys.exit, 0))})


main(scenario)
