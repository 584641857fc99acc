"""Interpreters beside the main one."""

import gc
import os
import signal
import sys

import pytest
from subinterpreters import Sub, interpreter_id, make_in_threads
from support import FREE_THREADED, Deaths, all_together, in_threads, load, message, python, raised, run_python, until

pytestmark = pytest.mark.thread_unsafe(reason="it makes interpreters, of which there may only be so many")

SINCE_3_12 = sys.version_info >= (3, 12)
since_3_12 = pytest.mark.skipif(not SINCE_3_12, reason="before, modules cannot be imported there")

#: What every version has.
ANY = "default" if SINCE_3_12 else "legacy"
KINDS = ["isolated", "legacy", "default", "shared", "default gil", "daemons", "no threads", "fork", "exec"]
KINDS = KINDS if SINCE_3_12 else ["legacy"]
#: What every interpreter can import and do.
PURE = "import json, collections; result = json.dumps(sorted(collections.Counter('hello').items()))"
PURE_RESULT = '[["e", 1], ["h", 1], ["l", 2], ["o", 1]]'
#: What those can that import modules of ours.
MODULE = """
import detaching, subinterpreters
assert detaching.nest(1)[1] and detaching.drop_detached([[] for _ in range(10)]) == 10
result = subinterpreters.interpreter_id()
"""


@pytest.mark.parametrize("kind", KINDS)
def test_run_and_end(kind):
    sub = Sub(kind)
    assert sub.alive and sub.id > 0 == interpreter_id()
    assert sub.run(PURE) == PURE_RESULT
    assert sub.run_detached("import sys; result = 'json' in sys.modules") == "True"
    assert sub.run_in_threads(PURE, 3, 2) == [PURE_RESULT] * 3
    sub.end()
    assert not sub.alive and message(sub.run, PURE).startswith("RuntimeError: ")
    sub.end()
    assert interpreter_id() == 0


@pytest.mark.skipif(SINCE_3_12, reason="has all kinds")
def test_other_kinds_before_3_12():
    for kind in ("isolated", "fork", "legacy own gil"):
        assert message(Sub, kind).startswith("NotImplementedError: before Python 3.12, sub-interpreters can only")
    sub = Sub("legacy")
    assert "from Python 3.12 on" in message(sub.run, "import detaching")


@since_3_12
def test_kinds_that_contradict_themselves():
    assert message(Sub, "legacy own gil").startswith("ValueError: SubInterpreterConfig: with Gil::Own there can be no")
    assert "use_main_obmalloc" in message(Sub, "own gil, main memory")
    if FREE_THREADED:
        assert "on free-threaded builds" in message(Sub, "unchecked, main memory")
    else:
        Sub("unchecked, main memory").end()
        assert message(Sub, "unchecked").startswith("ValueError: SubInterpreterConfig: without check_multi")
    assert interpreter_id() == 0


@since_3_12
@pytest.mark.parametrize("kind", ["isolated", "shared", "legacy"])
def test_modules_of_ours(kind):
    sub = Sub(kind)
    assert sub.run(MODULE) == str(sub.id)
    assert sub.run_in_threads(MODULE, 4, 5) == [str(sub.id)] * 4
    assert sub.classes_differ()
    sub.end()
    assert interpreter_id() == 0


@since_3_12
def test_keywords_in_several_interpreters():
    """Guarantee: the names that a function has from one interpreter are nothing to another, nor when that one has
    ended. (While there is one, keywords are found by the address of their names.)"""
    code = """
import locking
from subinterpreters import Sub

def call():
    counter = locking.Counter(5)
    in_order, other_order = locking.bump(counter=counter, by=1), locking.bump(by=2, counter=counter)
    made_up = locking.bump(**{"".join(["count", "er"]): counter, "by": 3})
    return in_order, other_order, made_up, locking.Counter(hits=3).value()

there = '''
import locking
counter = locking.Counter(hits=5)
result = str((locking.bump(counter=counter, by=1), locking.bump(by=2, counter=counter)))
'''
expected = 6, 8, 11, 3
assert [call(), call()] == [expected] * 2
for _ in range(3):
    subs = [Sub("shared") for _ in range(3)]
    for sub in subs:
        assert sub.run(there) == str(expected[:2])
        assert call() == expected
        sub.end()
        assert call() == expected
"""
    assert python(code) == ""


@since_3_12
def test_what_is_allowed():
    thread = "import threading; t = threading.Thread(target=int, daemon={}); t.start(); t.join()"
    assert Sub("isolated").run(thread.format(False)) is None
    assert "daemon threads are disabled" in message(Sub("isolated").run, thread.format(True))
    assert Sub("daemons").run(thread.format(True)) is None
    assert "thread is not supported" in message(Sub("no threads").run, thread.format(False))
    assert "fork not supported" in message(Sub("isolated").run, "import os; os.fork()")
    assert "exec not supported" in message(Sub("isolated").run, "import os; os.execv('/bin/true', ['true'])")
    assert "does not support loading in subinterpreters" in message(Sub("isolated").run, "import locking")
    assert Sub("shared").run("import locking; result = locking.Counter(1).hit()") == "2"


@since_3_12
def test_from_several_threads_in_parallel():
    """Threads that Rust has made, in interpreters with a GIL of their own: made, used and ended there."""
    count, rounds = 4, load(5)
    numbers = make_in_threads("isolated", MODULE, count, rounds)
    assert len(set(numbers)) == count * rounds
    assert make_in_threads("shared", PURE, count, rounds) == [PURE_RESULT] * count * rounds


@since_3_12
def test_interpreters_run_side_by_side():
    """Two interpreters that wait for each other, without ever giving up their GIL on purpose: each has its own."""
    code = """
import os, sys
sys.setswitchinterval(1000)
read, write = {}, {}
for _ in range(100):
    os.write(write, b'x')
    assert os.read(read, 1) == b'x'
"""
    there, back = os.pipe(), os.pipe()
    try:
        subs = Sub("isolated"), Sub("isolated")
        ends = (there[0], back[1]), (back[0], there[1])
        all_together(*[lambda sub=sub, end=end: sub.run(code.format(*end)) for sub, end in zip(subs, ends)])
    finally:
        for end in there + back:
            os.close(end)
    for sub in subs:
        sub.end()


@since_3_12
def test_nested():
    """From one interpreter to another, to the main one, and back."""
    first, second, calls = Sub("isolated"), Sub("shared"), []
    for a, b in ((first, second), (second, first), (first, first)):
        ids = a.through(b, lambda: calls.append(interpreter_id()))
        assert ids == [0, a.id, b.id, 0, b.id, b.id, a.id, 0]
    assert calls == [0, 0, 0]
    in_threads(4, lambda _: first.through(second, lambda: calls.append(interpreter_id())))
    assert calls == [0] * 7
    assert message(first.through, second, lambda: 1 // 0).startswith("ZeroDivisionError")
    first.end()
    second.end()


@since_3_12
def test_an_interpreter_that_makes_another():
    sub = Sub("isolated")
    code = """
import subinterpreters
inner = subinterpreters.Sub("isolated")
result = f"{subinterpreters.interpreter_id()} {inner.run('import subinterpreters; result = subinterpreters.interpreter_id()')}"
inner.end()
keep = subinterpreters.Sub("isolated")
import sys
sys.keep = keep
"""
    outer, inner = sub.run(code).split()
    assert int(outer) == sub.id and int(inner) not in (0, sub.id)
    # The one that is kept there ends with it.
    sub.end()
    assert interpreter_id() == 0


DAEMON = """
import threading, time
def work():
    while True:
        time.sleep(0.001)
thread = threading.Thread(target=work, name="worker", daemon=True)
thread.start()
"""


@since_3_12
def test_daemon_threads_keep_it_from_ending():
    """CPython would abort the process, up to 3.13."""
    code = """
import subinterpreters
sub = subinterpreters.Sub("daemons")
sub.run('''
import threading
stop = threading.Event()
threading.Thread(target=stop.wait, name="worker", daemon=True).start()
import sys
sys.stop = stop
''')
for _ in range(2):
    try:
        sub.end()
    except RuntimeError as error:
        print(error)
print(sub.alive)
sub.run("import sys; sys.stop.set(); [t.join() for t in sys.modules['threading'].enumerate() if t.daemon]")
sub.end()
print(sub.alive)
"""
    refusal = "the interpreter cannot end while daemon threads live in it: 'worker'"
    assert python(code).splitlines() == [refusal, refusal, "True", "False"]


@since_3_12
def test_threads_that_threading_does_not_know():
    code = """
import subinterpreters
sub = subinterpreters.Sub("daemons")
sub.run('''
import _thread, sys
sys.lock = _thread.allocate_lock()
sys.lock.acquire()
_thread.start_new_thread(sys.lock.acquire, ())
''')
try:
    sub.end()
except RuntimeError as error:
    print(error)
sub.run("import sys; sys.lock.release()")
sub.end()
print(sub.alive)
"""
    refusal = "the interpreter cannot end while threads live in it that `threading` does not know of: 1"
    assert python(code).splitlines() == [refusal, "False"]


@since_3_12
def test_a_daemon_thread_that_an_exit_function_starts():
    """It comes too late for the first look. Nothing aborts."""
    code = """
import subinterpreters
sub = subinterpreters.Sub("daemons")
sub.run('''
import atexit, threading, sys
sys.stop = threading.Event()
def late():
    try:
        threading.Thread(target=sys.stop.wait, name="late", daemon=True).start()
    except RuntimeError:
        print("not started")
atexit.register(late)
''')
try:
    sub.end()
    print("ended")
except RuntimeError as error:
    print(error)
print(sub.alive)
import os
os._exit(0)
"""
    printed = python(code, "-u").splitlines()
    refused = ["the interpreter cannot end while other threads have a thread state of it; its exit functions have run, "
               "and nobody can attach to it any more", "False"]
    assert printed in (refused, ["not started", "ended", "False"])


def test_threads_that_are_no_daemons_are_waited_for():
    sub = Sub(ANY)
    read, write = os.pipe()
    try:
        sub.run(f"""
import os, threading, time
def work():
    time.sleep(0.05)
    os.write({write}, b"done")
for _ in range(3):
    threading.Thread(target=work).start()
""")
        sub.end()
        assert os.read(read, 100) == b"done" * 3 and not sub.alive
    finally:
        os.close(read)
        os.close(write)


def test_executors_are_shut_down():
    """Their threads wait for work until the interpreter ends."""
    # 3.12 itself mixes up the memory of interpreters then, if they have memory of their own.
    sub = Sub(ANY if sys.version_info >= (3, 13) else "legacy")
    code = """
import concurrent.futures, sys
sys.pool = concurrent.futures.ThreadPoolExecutor(2)
result = sum(sys.pool.map(abs, [-1, -2]))
"""
    assert sub.run(code) == "3"
    sub.end()
    assert not sub.alive


def test_threads_that_are_attached_are_waited_for():
    sub = Sub(ANY)
    assert sub.end_while_attached("import time; time.sleep(0.05); result = 5") == "5"
    assert not sub.alive and message(sub.run, "pass").startswith("RuntimeError: there is no")


def test_exit_functions_run():
    sub = Sub(ANY)
    read, write = os.pipe()
    try:
        sub.run(f"import atexit, os; atexit.register(os.write, {write}, b'bye'); atexit.register(lambda: 1)")
        sub.end()
        assert os.read(read, 100) == b"bye"
    finally:
        os.close(read)
        os.close(write)


def test_not_from_inside():
    sub = Sub(ANY)
    for further_out in (False, True):
        assert message(sub.end_inside, further_out).startswith("RuntimeError: the interpreter cannot end while this thread")
        assert sub.alive and sub.run(PURE) == PURE_RESULT
    assert message(sub.end_kept).startswith("RuntimeError: the interpreter cannot end while this thread")
    assert sub.alive
    sub.end()
    assert not sub.alive


@pytest.mark.parametrize("place", ["attached", "detached", "thread"])
def test_dropping_ends_it(place):
    sub = Sub(ANY)
    sub.run(PURE)
    sub.drop(place)
    assert not sub.alive


def test_dropping_in_a_section_ends_it_elsewhere():
    sub = Sub(ANY)
    sub.drop("section")
    until(lambda: not sub.alive)


def test_dropping_it_inside_of_it():
    sub = Sub(ANY)
    code = f"""
import subinterpreters
sub = subinterpreters.Sub("{ANY}")
sub.drop("there")
print(sub.alive)
"""
    # It cannot end there, and is left to the exit functions.
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "True"), result.stderr
    assert "the interpreter cannot end while this thread" in result.stderr


def test_the_object_ends_it():
    sub = Sub(ANY)
    handle, number = sub.run, sub.id
    del sub
    assert handle("result = 1") == "1"
    del handle
    gc.collect()
    other = Sub(ANY)
    assert other.id > number
    other.end()


def test_objects_of_other_interpreters_are_refused():
    sub = Sub(ANY)
    text = "RuntimeError: this `Py` belongs to another interpreter"
    assert message(sub.use_there, [1]).startswith(text)
    assert message(sub.bring_back).startswith(text)
    deaths = Deaths()
    for number in range(5):
        sub.drop_there(deaths.mortal(number))
    assert deaths.wait() == 5
    sub.end()


def test_exceptions_of_other_interpreters():
    sub = Sub(ANY)
    assert message(sub.raise_there, True) == "ValueError: lazy"
    assert message(sub.raise_there, False) == "RuntimeError: an exception of another interpreter: ValueError: there"
    assert message(sub.run, "1 // 0").startswith("RuntimeError: an exception of another interpreter: ZeroDivisionError: ")
    # The name of a type of there cannot be asked for here.
    assert message(sub.convert_there) == "TypeError: expected int"
    assert sub.pending()[0] <= 2
    sub.end()


@pytest.mark.parametrize("how", ["value", "type", "instance", "class", "cause", "traceback", "copy"])
def test_asking_an_exception_of_another_interpreter_is_refused(how):
    sub = Sub(ANY)
    text = "RuntimeError: this `PyErr` holds an exception of another interpreter than the one that the thread is attached"
    for _ in range(2):
        assert message(sub.ask_error, how).startswith(text)
    sub.end()


def test_what_takes_an_exception_of_another_interpreter_gets_its_text():
    sub = Sub(ANY)
    text = "an exception of another interpreter: ValueError: there"
    value = sub.error_as_value()
    assert type(value) is RuntimeError and str(value) == text
    error = raised(sub.with_cause)
    assert type(error) is KeyError and type(error.__cause__) is RuntimeError and str(error.__cause__) == text
    sub.end()


def test_references_of_an_interpreter_that_has_ended():
    sub = Sub(ANY)
    sub.end()
    waiting, _, _ = sub.pending()
    assert waiting == 0


def test_many_one_after_the_other():
    for number in range(load(70)):
        sub = Sub(ANY)
        assert sub.run("result = 1") == "1"
        sub.end()
    assert interpreter_id() == 0


@pytest.mark.parametrize("where", ["sys.kept = sub", "kept = sub", "import subinterpreters; subinterpreters.keep(sub)"])
def test_left_to_the_end_of_the_process(where):
    code = f"""
import subinterpreters, sys
sub = subinterpreters.Sub("{ANY}")
sub.run("import threading, json")
{where}
print(sub.run("result = 7"))
"""
    result = run_python(code)
    # From 3.13 on Python warns of interpreters that it has to end itself.
    assert result.returncode == 0 and result.stdout.strip() == "7", result.stderr
    assert not result.stderr or "remaining subinterpreters" in result.stderr


@pytest.mark.parametrize("daemon", [True, False])
def test_values_that_a_detached_thread_has_borrowed_at_the_end(daemon):
    code = f"""
import subinterpreters, threading, time
threading.Thread(target=subinterpreters.borrow_value, args=({600_000 if daemon else 100},), daemon={daemon}).start()
while not subinterpreters.times_borrowed():
    time.sleep(0.001)
"""
    result = run_python(code)
    assert (result.returncode, result.stderr) == (0, "" if daemon else "dropped\n")


def test_values_that_a_thread_has_borrowed_that_an_exit_function_has_started():
    """It runs after the library's, which has found the interpreter without other threads."""
    code = """
import atexit, threading, time

def start():
    threading.Thread(target=subinterpreters.borrow_value, args=(600_000,), daemon=True).start()
    while subinterpreters.times_borrowed() < 2:
        time.sleep(0.001)

BEFORE
import subinterpreters
subinterpreters.borrow_value(0)
"""
    for register, errors in ("", "dropped\n"), ("atexit.register(start)", ""):
        result = run_python(code.replace("BEFORE", register))
        assert (result.returncode, result.stderr) == (0, errors)


def test_values_that_panic_when_they_are_dropped():
    """Reported, one after the other: the process ends well."""
    result = run_python("import subinterpreters; subinterpreters.keep_what_panics()")
    assert result.returncode == 0 and result.stderr.count("panicked at the end") >= 2, result.stderr


@since_3_12
def test_types_that_are_made_after_the_end():
    """More interpreters than are remembered, so that what is known of the first is used for a later one."""
    code = """
from subinterpreters import Sub
for _ in range(70):
    sub = Sub("isolated")
    assert sub.run("import subinterpreters; result = subinterpreters.has_own_type(subinterpreters)") == "True"
    sub.end()
"""
    assert python(code) == ""


@pytest.mark.skipif(sys.version_info < (3, 13), reason="there is no module _interpreters")
def test_an_interpreter_that_ends_under_who_is_inside():
    """Before 3.14, CPython ends the process by itself."""
    result = run_python("import _interpreters, subinterpreters as s; s.end_from_inside(_interpreters.destroy)")
    assert result.returncode == -signal.SIGABRT
    reason = "inside `Interpreter::attach` of it" if sys.version_info >= (3, 14) else "not the last thread"
    assert reason in result.stderr
