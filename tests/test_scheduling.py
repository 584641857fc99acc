"""Calls for the main thread, and Ctrl-C."""

import signal
import sys
import threading

import pytest
import subinterpreters
from support import TIMEOUT, in_threads, load, python, until

#: Calls for the main thread are made by it alone.
alone = pytest.mark.thread_unsafe(reason="it needs the main thread")


@alone
def test_calls_are_made_by_the_main_thread():
    calls = []
    in_threads(3, lambda _: subinterpreters.schedule(lambda: calls.append(threading.current_thread())))
    in_threads(3, lambda _: subinterpreters.schedule_detached(lambda: calls.append(threading.current_thread())))
    subinterpreters.schedule(lambda: calls.append(threading.current_thread()))
    until(lambda: len(calls) == 7)
    assert set(calls) == {threading.main_thread()}


@alone
def test_calls_are_made_in_order_and_once():
    calls, count, threads = [], load(500), 4
    subinterpreters.from_threads(calls.append, 1, 3)
    until(lambda: len(calls) == 3)
    assert calls == [0, 1, 2]
    calls.clear()

    # The main thread makes the calls here, while it waits.
    worker = threading.Thread(target=subinterpreters.from_threads, args=(calls.append, threads, count))
    worker.start()
    until(lambda: len(calls) == threads * count)
    worker.join()
    for thread in range(threads):
        mine = [number for number in calls if number // count == thread]
        assert mine == list(range(thread * count, (thread + 1) * count))


@alone
def test_an_error_is_raised_in_the_main_thread():
    def fail():
        raise KeyError("scheduled")

    def wait_for_it():
        while True:
            pass

    with pytest.raises(KeyError, match="scheduled"):
        subinterpreters.schedule(fail)
        wait_for_it()


@alone
def test_a_full_queue():
    code = """
import subinterpreters, gc, sys
calls = []
taken, text, closures = subinterpreters.fill(calls.append, sys)
while len(calls) < taken:
    pass
print(taken >= 31, closures == taken + 1 + 1, calls.count(sys) == taken, text)
"""
    # While `fill` runs, the main thread makes no calls. What they share is owned by each, by the one that came back, and by `fill`.
    assert python(code) == "True True True the queue of calls for the main thread is full"


def test_not_from_outside_once_the_interpreter_ends():
    """The exit function runs after the library's, which has closed the gate: nobody would keep the queue from being taken
    down under the call."""
    code = """
import atexit

def late():
    print(subinterpreters.schedule_from_outside(int), subinterpreters.schedule(int))

atexit.register(late)
import subinterpreters
print(subinterpreters.schedule_from_outside(int))
"""
    assert python(code).split() == ["taken", "NoInterpreter", "None"]


def test_not_in_an_exclusive_section():
    section = subinterpreters.Sections()
    assert subinterpreters.from_section(section, lambda: 1 // 0) == "InExclusiveSection"


@alone
def test_calls_that_are_left_at_the_end():
    """They are made, or forgotten; nothing else goes wrong."""
    code = """
import atexit, subinterpreters, sys
class Late:
    def __del__(self):
        try:
            subinterpreters.schedule(lambda: None)
        except BaseException as error:
            print(error)
sys.late = Late()
atexit.register(subinterpreters.schedule, lambda: None)
subinterpreters.schedule(lambda: print("made"))
"""
    printed = python(code).split()
    assert printed[0] == "made" and set(printed[1:]) <= {"NoInterpreter"}


def test_checking_signals_does_nothing_without_any():
    assert subinterpreters.check_signals() is None
    assert in_threads(2, lambda _: subinterpreters.check_signals()) == [None, None]


@alone
def test_handlers_run_while_rust_looks():
    handled = []
    before = signal.signal(signal.SIGUSR1, lambda *_: handled.append(threading.current_thread()))
    try:
        signal.raise_signal(signal.SIGUSR1)
        subinterpreters.check_signals()
        assert handled == [threading.main_thread()]
    finally:
        signal.signal(signal.SIGUSR1, before)


# Who is started in the background ignores SIGINT, and so do its children.
HANDLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
"""

INTERRUPTED = HANDLE + """
import os, sys, threading, subinterpreters

def started():
    # From here on only Rust code runs, detached, until somebody looks.
    threading.Timer(0.2, os.kill, [os.getpid(), signal.SIGINT]).start()

try:
    {call}
except KeyboardInterrupt:
    print("interrupted")
"""


@alone
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to itself")
@pytest.mark.parametrize("call", ["search(started)", "search_on_threads(started, 4)"])
def test_ctrl_c_ends_detached_work(call):
    assert python(INTERRUPTED.format(call=f"subinterpreters.{call}")) == "interrupted"


@alone
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to itself")
def test_a_signal_from_outside():
    """As the terminal sends it: to a process that says that it has begun."""
    import subprocess

    code = HANDLE + """
import sys, subinterpreters
subinterpreters.search(lambda: print("started", flush=True))
"""
    command = [sys.executable, "-P", "-X", "faulthandler", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "started\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=TIMEOUT)
    assert errors.rstrip().endswith("KeyboardInterrupt") and process.returncode == -signal.SIGINT
