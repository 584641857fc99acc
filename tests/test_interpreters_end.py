"""Interpreters that end, and processes that fork, while threads use them."""

import os
import signal
import sys

import pytest

from support import FREE_THREADED, TIMEOUT, load, python, run_python
from test_interpreters import PRELUDE, both, run
from test_module import since_3_12, sub

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")

#: CPython 3.13.0 ends the process where one thread makes a thread state of a sub-interpreter while another one deletes its
#: only one (gh-126914). The library's threads take turns, but `_interpreters` knows nothing of that.
ONLY_STATE_CANNOT_GO = sys.version_info[:3] == (3, 13, 0)

#: An exit function that runs after the library's, because it has been registered before.
LATER = """
import atexit

def refused_all():
    "Until each thread has been told that there is no interpreter any more. Would hang if one were not."
    while lib.refused() < expected:
        time.sleep(0.001)
    print("all refused", flush=True)

atexit.register(refused_all)
"""


@sub
@pytest.mark.parametrize("by_handle", [True, False], ids=["handle", "Python::attach"])
def test_threads_that_attach_during_exit(by_handle):
    """Each gets an error, while exit functions still run: none hangs, and the process ends well."""
    code = f"""
{LATER.replace("import atexit", "import atexit; expected = 8")}
{PRELUDE}
lib.hammer(0, 8, {not by_handle})
garbage = [[] for _ in range(100_000)]
for one in garbage:
    one.append(garbage)
time.sleep(0.01)
"""
    for _ in range(load(20)):
        result = run_python(code)
        assert (result.returncode, result.stdout, result.stderr) == (0, "all refused\n", "")


@sub
@pytest.mark.parametrize("detach", [True, False] if FREE_THREADED else [True])
def test_exit_waits_for_who_is_attached(detach):
    code = f"""
lib.hold(0, "import sys; sys.stdout.write('done'); sys.stdout.flush()", 100, {detach})
lib.let_go()
"""
    assert run(code) == "done"


#: Python code that Rust calls, which never returns. An object of this process that takes its time to die, when the
#: interpreter is half gone, has daemon threads notice the end while there is still somebody to see what they do.
INSIDE = """
import sys, threading, time

class Slow:
    def __del__(self, sleep=time.sleep):
        sleep(0.05)

slow = Slow()
inside = threading.Event()

def busy(*args, **kwargs):
    if threading.current_thread() is threading.main_thread():
        return  # The finalizer of what the other thread has dropped detached.
    inside.set()
    while True:
        pass

class Busy:
    __call__ = method = __repr__ = __str__ = __hash__ = __bool__ = __len__ = __getitem__ = __setitem__ = busy
    __delitem__ = __contains__ = __iter__ = __eq__ = __lt__ = __index__ = __float__ = busy
    attribute = property(busy, busy, busy)

    def generator(self):
        yield 0
        busy()

    def mortal(self):
        return type("Mortal", (), {"__del__": busy})()

    class error(Exception):
        __init__ = busy

class Instances(type):
    __instancecheck__ = busy

class Finder:
    def find_spec(self, name, *_):
        return busy() if name == "busy_module" else None

WAY = sys.argv[1]
one = Instances("Class", (), {}) if WAY == "isinstance" else Busy()
if WAY == "import":
    sys.meta_path.insert(0, Finder())
if WAY in ("run", "eval"):
    # There is nothing of ours in there.
    inside.set()

import attaching
threading.Thread(target=attaching.go_inside, args=(WAY, one), daemon=True).start()
inside.wait()
"""

INSIDE_BY = [
    *("call0", "call1", "keywords", "method", "method1", "getattr", "hasattr", "setattr", "delattr", "repr", "str"),
    *("hash", "truth", "len", "get item", "set item", "del item", "contains", "iter", "next", "eq", "lt", "isinstance"),
    *("index", "float", "list", "dict key", "dict get", "set", "list contains", "sort", "import", "run", "eval"),
    *("exception", "finalizer", "finalizer of a Py", "finalizer after detaching", "finalizer of an item", "section"),
    *("two sections", "reattached", "unraisable"),
]


@pytest.mark.parametrize("way", INSIDE_BY)
def test_exit_while_a_daemon_thread_is_inside_python_code(way):
    """It stays there. (Up to 3.13.7 CPython unwinds it, which would abort the process at the first Rust function.)"""
    result = run_python(INSIDE.replace("sys.argv[1]", repr(way)))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_exit_while_a_daemon_thread_imports():
    """The same where a constant of a module is set, which calls a `__setattr__`."""
    code = """
import importlib.util, types

class Busy(types.ModuleType):
    def __setattr__(self, name, value):
        if name == "LIMIT":
            busy()
        super().__setattr__(name, value)

def work():
    spec = importlib.util.find_spec("basics")
    module = importlib.util.module_from_spec(spec)
    module.__class__ = Busy
    spec.loader.exec_module(module)

threading.Thread(target=work, daemon=True).start()
inside.wait()
"""
    result = run_python(INSIDE[: INSIDE.index("WAY =")] + code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@sub
def test_kept_thread_states_do_not_hold_up_the_exit():
    code = f"""
{LATER.replace("import atexit", "import atexit; expected = 1")}
{PRELUDE}
lib.keep_over(0)
"""
    assert python(code) == "all refused"


@sub
@since_3_12
@both
def test_threads_that_attach_to_a_sub_interpreter_that_ends(own_gil):
    code = f"""
expected = 0
for _ in range({load(10)}):
    id = made({own_gil})
    lib.hammer(id, 4)
    expected += 4
    time.sleep(0.005)
    {"lib.keep_until(id, lambda: ended(id))" if ONLY_STATE_CANNOT_GO else "ended(id)"}
    until(lambda: lib.refused() == expected)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
@both
def test_a_sub_interpreter_waits_for_who_is_attached(own_gil):
    code = f"""
id = made({own_gil})
lib.hold(id, "import sys; sys.stdout.write('done'); sys.stdout.flush()", 100)
lib.let_go()
ended(id)
print(" ended", lib.is_alive(id))
"""
    assert run(code) == "done ended False"


@sub
@since_3_12
def test_a_sub_interpreter_waits_for_kept_thread_states():
    code = """
id = made()
lib.keep_over(id)
ended(id)
print(lib.refused())
# The thread that ends an interpreter does not wait for itself.
id = made()
lib.keep_until(id, lambda: (lib.path([id]), ended(id)))
print(lib.path([]), lib.path_on_thread([0]), lib.is_alive(id))
"""
    assert run(code).splitlines()[0] in ("0", "1")
    assert run(code).splitlines()[1:] == ["[0] [0, 0, 0] False"]


@sub
@since_3_12
def test_threads_end_with_what_they_keep():
    code = """
for forget in (True, False):
    id = made()
    lib.keep_beyond(id, forget)
    lib.keep_beyond(0, forget)
    assert lib.is_alive(id)
    ended(id)
    assert not lib.is_alive(id)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
def test_sub_interpreters_that_are_left_to_the_exit():
    code = """
id = made()
lib.hammer(id, 4)
lib.keep_over(id)
lib.stash_in_static([object()])
assert run(id, "lib.stash_in_static([object()])") == "fine"
print("fine")
"""
    result = run_python(PRELUDE + code)
    # CPython itself says that some are left.
    assert (result.returncode, result.stdout) == (0, "fine\n"), result.stderr


@sub
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no timer")
def test_an_interrupt_ends_the_waiting():
    code = """
import signal
lib.hold(0, "pass", 0)

def interrupt(_, frame):
    # What waits is no Python code. The first signals may come too early for it.
    if frame is None:
        raise KeyboardInterrupt

signal.signal(signal.SIGALRM, interrupt)
signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
"""
    result = run_python(PRELUDE + code)
    assert "KeyboardInterrupt" in result.stderr


FORK = f"PATIENCE = {TIMEOUT / 2}" + """

def in_child(body):
    "The exit code of a child that runs the body and ends as programs do."
    pid = os.fork()
    if pid:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                return status
            time.sleep(0.001)
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        return "stands still"
    body()
    sys.exit(0)

import warnings
warnings.simplefilter("ignore", DeprecationWarning)
"""

USE = """
class Mortal:
    def __del__(self):
        deaths.append(1)

def use():
    "Everything that threads share, in a process where only one is left."
    global deaths
    deaths = []
    assert lib.path_on_thread([0, 0], True) == [0, 0, 0, 0, 0]
    assert lib.thread_states(0, 2)[1][0]
    lib.stash([Mortal() for _ in range(5)])
    lib.drop_on_thread()
    until(lambda: len(deaths) == 5)
"""


@sub
@forks
def test_a_child_ends_although_threads_of_its_parent_were_attached():
    code = f"""
{FORK}{USE}
lib.hold(0, "pass", 0)
lib.hold(0, "pass", 0)
print(in_child(use))
lib.let_go()
"""
    assert run(code) == "0"


#: The child of a process of CPython 3.11 waits in `os.fork`, for ever, for the lock of a thread that has just been making a
#: thread state: it makes the lock anew only afterwards.
THREADS_ATTACH = "lib.hammer(0, 3)" if sys.version_info >= (3, 12) else ""


@sub
@forks
def test_forks_while_threads_attach_and_drop():
    code = f"""
{FORK}{USE}
{THREADS_ATTACH}
stop = False

def drop():
    while not stop:
        lib.stash([object() for _ in range(20)])
        lib.drop_on_thread_that_stays()
        time.sleep(0)

lib.drop_on_thread_that_stays()
threads = [threading.Thread(target=drop) for _ in range(2)]
for thread in threads: thread.start()
try:
    print({{in_child(use) for _ in range({load(30)})}})
finally:
    stop = True
for thread in threads: thread.join()
"""
    assert run(code) == "{0}"


@sub
@forks
def test_a_fork_by_a_thread_that_python_does_not_know():
    code = f"""
{FORK}{USE}
print(lib.run_on_thread(0, '''
import os, sys
pid = os.fork()
if pid:
    print(os.waitpid(pid, 0)[1])
else:
    assert lib.path([0]) == [0, 0, 0]
    os._exit(0)
'''))
"""
    assert run(code).splitlines() == ["0", "fine"]
