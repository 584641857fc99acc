"""What every scenario shares: its arguments, its threads, and the watchdog that ends it when nothing moves.

A scenario is one process, started by ``cargo xtask stress``. It ends with 0 if everything held. The first thing that
does not hold ends the process, because others might wait for ever for the thread that found it.
"""

import argparse
import contextlib
import faulthandler
import gc
import itertools
import os
import random
import sys
import sysconfig
import threading
import time
import traceback

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))

# With the GIL, threads change places as often as the interpreter lets them.
SWITCH_INTERVAL = 1e-6


# A thread that takes no step for so many seconds stands still. None takes a minute for one, unless the machine gives it
# no time.
STILL = 300


class Wrong(AssertionError):
    """A promise that did not hold."""


def check(holds, *what):
    if not holds:
        raise Wrong(*what)


FAILING = threading.Lock()


def fail(error):
    """Ends the process: other threads may be stuck, or may go on for long. Only the first failure is of interest."""
    FAILING.acquire()
    traceback.print_exception(error)
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(1)


class Stress:
    """One run: how much, with which random numbers, and for how long it may stand still."""

    def __init__(self, load, seed, limit, only):
        self.load = load / 100
        self.seed = seed
        self.limit = limit
        self.only = only

    def times(self, full):
        """The table's load, scaled."""
        return max(1, round(full * self.load))

    def random(self, number):
        """Random numbers of one thread, the same for the same seed."""
        return random.Random(f"{self.seed}/{number}")

    @contextlib.contextmanager
    def _part(self, name):
        print(f"{name} ...", flush=True)
        began = time.monotonic()
        # A thread without Python state ends the process after the limit, whatever the others are stuck in.
        faulthandler.dump_traceback_later(self.limit, exit=True)
        yield
        faulthandler.cancel_dump_traceback_later()
        print(f"{name}: {time.monotonic() - began:.1f} s", flush=True)

    def parts(self, parts):
        """Runs each ``name: function`` unless the command line asks for another one."""
        chosen = [name for name in parts if self.only in (None, name)]
        if not chosen:
            raise SystemExit(f"there is no part {self.only!r}; the parts are {', '.join(parts)}")
        for name in chosen:
            with self._part(name):
                parts[name]()

    def settles(self, condition):
        """Whether ``condition()`` holds, or does so soon: threads that were joined may have a few instructions left, and a
        machine with much to do may let them wait for these."""
        began = time.monotonic()
        while not (holds := condition()) and time.monotonic() - began < min(self.limit / 2, STILL):
            time.sleep(0.001)
        return holds

    def moving(self, count):
        """Steps of ``count`` threads: one that takes none within the limit is stuck."""
        return Moving(count, min(self.limit, STILL))


class Moving:
    """Starts the watchdog again as long as all threads move: a part may be long, a step may not."""

    def __init__(self, count, limit):
        self.steps = [0] * count
        self.limit = limit
        self.done = threading.Event()

    def steps_of(self, number, times):
        """The numbers below ``times``, counted as they are taken."""
        for turn in range(times):
            self.steps[number] = turn
            yield turn
        self.steps[number] = None

    def collect(self, rest, generation=2):
        """For a thread of its own: collects until all others have ended. In between it rests for up to ``rest`` seconds. Else
        each collection could begin before the threads that the one before has stopped are awake, and they would starve."""
        while any(steps is not None for steps in self.steps):
            gc.collect(generation)
            time.sleep(rest * random.random())

    def watch(self):
        """For a thread of its own: until all others have ended."""
        before = self.steps.copy()
        while not self.done.wait(0.2):
            now = self.steps.copy()
            if all(new is None or new != old for old, new in zip(before, now)):
                faulthandler.dump_traceback_later(self.limit, exit=True)
                before = now
            if all(new is None for new in now):
                return


def repeat(times, call, *arguments):
    for _ in itertools.repeat(None, times):
        call(*arguments)


def in_threads(count, body):
    """Runs ``body(number)`` in ``count`` threads that start together."""
    return all_together(*[lambda number=number: body(number) for number in range(count)])


def all_together(*bodies):
    """Runs each of ``bodies`` in a thread of its own; they start together. Returns their results, in order."""
    barrier = threading.Barrier(len(bodies))
    results = [None] * len(bodies)

    def run(number, body):
        try:
            barrier.wait()
            results[number] = body()
        except BaseException as error:
            fail(error)

    threads = [threading.Thread(target=run, args=item, daemon=True) for item in enumerate(bodies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def gil_enabled():
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def main(scenario):
    parser = argparse.ArgumentParser()
    parser.add_argument("--load", type=float, default=100, help="percent of the full load")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=60, help="seconds that a part may take, or stand still")
    parser.add_argument("--only", help="one part instead of all")
    options = parser.parse_args()
    faulthandler.enable()
    sys.unraisablehook = lambda report: fail(report.exc_value)
    if gil_enabled():
        check(not FREE_THREADED, "the module has turned the GIL on")
        sys.setswitchinterval(SWITCH_INTERVAL)
    # A collection looks at every object. So it looks at those of the scenario only, and there are more of them.
    gc.collect()
    gc.freeze()
    scenario(Stress(**vars(options)))
    print("held", flush=True)
