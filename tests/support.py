"""Helpers of the tests.

``FREEHOLD_TEST_LOAD`` scales how often the tests that provoke races repeat themselves: 1, the default, is the load that
the project promises to survive; 0.1 is right where each test runs in several threads at once, or on a debug or
sanitizer build. Nothing else is scaled by it.
"""

import functools
import gc
import os
import subprocess
import sys
import sysconfig
import threading
import time

LOAD = float(os.environ.get("FREEHOLD_TEST_LOAD", "1"))

# For a process that a test starts and that hangs, in seconds: more than any takes on the slowest machine, and less than
# `faulthandler_timeout` in `pytest.ini`, so that the test can still say which one it was.
TIMEOUT = float(os.environ.get("FREEHOLD_TEST_TIMEOUT", "600"))

FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
DEBUG_BUILD = hasattr(sys, "gettotalrefcount")

MODULES = (
    "attaching",
    "basics",
    "breaks",
    "collecting",
    "containers",
    "conversions",
    "detaching",
    "fanout",
    "gil_unspecified",
    "gil_used",
    "locking",
    "primes",
    "raw",
    "raw_pyo3",
    "rawffi",
    "sections",
    "single_phase",
    "state",
    "stress",
    "subinterpreters",
    "syncing",
    "withpyo3",
    "wordindex",
)
# Those that can be imported without turning the GIL on for every other test.
FREE_MODULES = tuple(name for name in MODULES if not name.startswith("gil_"))


def load(times):
    """``times``, scaled."""
    return max(1, int(times * LOAD))


def gil_enabled():
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def in_threads(count, body):
    """Runs ``body(number)`` in ``count`` threads that start together. Returns their results, in order, or raises the
    first error."""
    return all_together(*[lambda number=number: body(number) for number in range(count)])


def all_together(*bodies):
    """Runs each of ``bodies`` in a thread of its own; they start together. Returns their results, in order, or raises
    the first error."""
    barrier = threading.Barrier(len(bodies))
    results = [None] * len(bodies)
    errors = []

    def run(number, body):
        try:
            barrier.wait()
            results[number] = body()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=item) for item in enumerate(bodies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


def meanwhile(bodies, *steps):
    """Runs each of ``bodies`` in a thread of its own; meanwhile, each of ``steps`` is called over and over in a thread of its
    own, until all bodies have ended. Returns the results of the bodies, in order, or raises the first error.

    Each step is called at least once, and once more when the bodies have ended: with an unlucky scheduler that is all, so a
    test may rely on no more. What has to hold of every call is asserted in the step."""
    running = [None] * len(bodies)

    def run(body):
        try:
            return body()
        finally:
            running.pop()

    def call_over_and_over(step):
        while running:
            step()
        step()

    calls = [functools.partial(run, body) for body in bodies]
    calls += [functools.partial(call_over_and_over, step) for step in steps]
    return all_together(*calls)[: len(bodies)]


def can_be_locked(*calls):
    """Makes each of ``calls`` on a thread of its own and returns their results: were a lock still held, or this thread
    in a wrong state, they would not come back, and the test's outer timeout would end it."""
    return all_together(*calls)


def until(condition):
    """Lets other threads run until ``condition()`` holds. The test's outer timeout is the only limit."""
    while not (result := condition()):
        time.sleep(0)
    return result


def raised(function, *args, **kwargs):
    """What the call raises."""
    try:
        result = function(*args, **kwargs)
    except BaseException as error:
        return error
    raise AssertionError(f"no exception, but {result!r}")


def message(function, *args, **kwargs):
    """``Type: text`` of what the call raises."""
    error = raised(function, *args, **kwargs)
    return f"{type(error).__name__}: {error}"


def python(code, *options, environment=None):
    """Runs ``code`` in an interpreter of its own, and returns what it printed. Whatever it writes to stderr, or an exit
    code that is not 0, is an error."""
    result = run_python(code, *options, environment=environment)
    assert (result.returncode, result.stderr) == (0, ""), f"exit code {result.returncode}:\n{result.stderr}"
    return result.stdout.strip()


def run_python(code, *options, environment=None):
    """Runs ``code`` in an interpreter of its own."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHON_GIL", "PYTHONWARNINGS")}
    env.update(environment or {})
    command = [sys.executable, "-P", "-X", "faulthandler", *options, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=TIMEOUT)


def resident_bytes():
    """The memory of this process that is in RAM, or None where that is not known."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


def collect():
    """Until nothing is left to collect."""
    while gc.collect():
        pass


class Deaths:
    """Counts how often each watched object is finalized, and waits for that."""

    def __init__(self):
        # A finalizer may run in the middle of anything, also of a method of this class on the same thread.
        self.lock = threading.RLock()
        self.counts = {}

    def mortal(self, name, at_death=None):
        """An object that is watched under ``name``, and that calls ``at_death`` in its ``__del__``."""
        with self.lock:
            assert name not in self.counts
            self.counts[name] = 0
        return Mortal(self, name, at_death)

    def wait(self):
        """Until every watched object is gone. Each must have been finalized once."""
        until(lambda: all(self.copy().values()))
        wrong = {name: count for name, count in self.copy().items() if count != 1}
        assert not wrong, f"finalized more than once: {wrong}"
        return len(self.counts)

    def dead(self):
        return sum(self.copy().values())

    def copy(self):
        with self.lock:
            return dict(self.counts)


class Mortal:
    def __init__(self, deaths, name, at_death):
        self.deaths = deaths
        self.name = name
        self.at_death = at_death

    def __del__(self):
        try:
            if self.at_death is not None:
                self.at_death()
        finally:
            with self.deaths.lock:
                self.deaths.counts[self.name] += 1
