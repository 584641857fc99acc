"""Handles of interpreters: each attach gets to the right one, from wherever it comes."""

import pytest

from support import FREE_THREADED, python, run_python
from test_module import SUBINTERPRETERS, since_3_12, sub

#: In each process, before the test's own code. ``lib`` is the module under test: CPython's has the same name.
PRELUDE = (
    SUBINTERPRETERS
    + """
import gc, os, threading, time
import attaching as lib


def made(own_gil=False):
    "A sub-interpreter that has registered itself. Its id."
    interpreter = create(own_gil)
    assert run(interpreter, "import attaching as lib; lib.register()") == "fine"
    # CPython hands out an object that keeps it, in 3.12.
    kept.append(interpreter)
    return int(interpreter)


def ended(id):
    interpreters.destroy(kept.pop([int(one) for one in kept].index(id)))


def until(condition):
    while not condition():
        time.sleep(0.001)


kept = []
main = lib.register()
"""
)


def run(code, *options):
    return python(PRELUDE + code, *options)


both = pytest.mark.parametrize("own_gil", [False, True], ids=["shared", "own"])


@sub
def test_the_main_interpreter():
    code = """
assert lib.current() == (0, True, True) and lib.equal(0)
print(lib.show(0), lib.path([0, 0]), lib.path([0, 0], detach=True), lib.path_on_thread([0]), lib.path_on_thread([0, 0], True))
"""
    assert run(code) == (
        "Interpreter { id: 0, alive: true } [0, 0, 0, 0, 0] [0, 0, 0, 0, 0] [0, 0, 0] [0, 0, 0, 0, 0]"
    )


@sub
@since_3_12
@both
def test_from_an_attached_thread(own_gil):
    code = f"""
a, b = made({own_gil}), made({own_gil})
for detach in False, True:
    print(lib.path([a], detach), lib.path([a, 0, a], detach), lib.path([a, b, 0, b, a], detach))
print(lib.run_in(a, "import attaching; print(attaching.path([0, {{}}, 0]))".format(b)))
ended(a); ended(b)
"""
    walks = "[0, {a}, 0] [0, {a}, 0, {a}, 0, {a}, 0] [0, {a}, {b}, 0, {b}, {a}, {b}, 0, {b}, {a}, 0]"
    a, b = 1, 2
    walks = walks.format(a=a, b=b)
    assert run(code).splitlines() == [walks, walks, f"[{a}, 0, {b}, 0, {b}, 0, {a}]", "fine"]


@sub
@since_3_12
@both
def test_a_thread_has_one_thread_state_in_each(own_gil):
    code = f"""
a = made({own_gil})
for detach in False, True:
    first, there, second, again, last = lib.states_on_path([a, 0, a, 0], detach)
    assert first == second == last and there == again
ended(a)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
@both
def test_from_a_thread_that_python_does_not_know(own_gil):
    code = f"""
a, b = made({own_gil}), made({own_gil})
for detach in False, True:
    print(lib.path_on_thread([a], detach), lib.path_on_thread([a, 0, b, a], detach))
print(lib.run_on_thread(a, "import attaching; assert attaching.current()[0] == {{}}".format(a)))
print(lib.run_on_thread(a, "1 / 0"))
ended(a); ended(b)
"""
    walks = "[0, 1, 0] [0, 1, 0, 2, 1, 2, 0, 1, 0]"
    assert run(code).splitlines() == [walks, walks, "fine", "ZeroDivisionError: division by zero"]


@sub
@since_3_12
@both
def test_from_many_threads_at_once(own_gil):
    code = f"""
ids = [made({own_gil}) for _ in range(3)]
def work(number):
    for turn in range(50):
        one, other = ids[(number + turn) % 3], ids[turn % 3]
        assert lib.path_on_thread([one, 0, other], turn % 2 == 0) == [0, one, 0, other, 0, one, 0]
        assert lib.path([one, other], turn % 2 == 0)[:2] == [0, one]
threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for id in ids: ended(id)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
def test_other_c_code_on_the_thread():
    """`PyGILState_Ensure` gets to the main interpreter before and after, and to the other one inside."""
    code = """
a = made()
print(lib.ensure_around(0), lib.ensure_around(a), lib.ensure_when_kept(a), lib.ensure_when_kept(0))
ended(a)
"""
    assert run(code) == "[0, 0, 0, 0, 0, 0, 0, 0, 0] [0, 1, 1, 1, 0, 1, 0, 0, 0] [1, 1, 0] [0, 0, 0]"


@sub
@since_3_12
def test_threads_of_a_sub_interpreter():
    """`Python::attach` goes back to where the thread comes from."""
    code = """
a = made()
print(run(a, '''
import threading
seen = []
thread = threading.Thread(target=lambda: seen.append((lib.path([0], True), lib.path([]), lib.path([0, %d, 0]))))
thread.start(); thread.join()
assert seen == [([1, 0, 1], [1], [1, 0, 1, 0, 1, 0, 1])], seen
''' % a))
ended(a)
"""
    assert run(code) == "fine"


@sub
@since_3_12
def test_in_critical_sections():
    """Exclusive ones refuse; those that can be suspended are."""
    code = """
a = made()
object = lib.Lockable()
print(object.attach(0), object.attach(a))
print(lib.attach_in_section(object, 0), lib.attach_in_section(object, a))
ended(a)
"""
    refused = "Err(InExclusiveSection) Err(InExclusiveSection)"
    exclusive, suspendable = run(code).splitlines()
    assert exclusive == f"{refused} {refused}"
    assert suspendable == ("0 1" if FREE_THREADED else suspendable)
    nested, away = map(int, suspendable.split())
    assert nested == 0 and away >= 1


@sub
@since_3_12
def test_an_object_of_another_interpreter_is_refused():
    code = """
a = made()
print(lib.bind_in(0, object()))
try:
    lib.bind_in(a, object())
except BaseException as error:
    print(type(error).__name__, error)
ended(a)
"""
    result = python_with_panic(code)
    assert result.splitlines() == [
        "False",
        "RuntimeError this `Py` belongs to another interpreter than the one that the thread is attached to; objects "
        "cannot be shared between interpreters: use it inside `Interpreter::attach` of its own, or take its data along",
    ]


def python_with_panic(code):
    """What it prints. Rust reports the panic on stderr."""
    result = run_python(PRELUDE + code)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@sub
@since_3_12
def test_kept_thread_states():
    code = """
a = made()
for id in 0, a:
    without, with_guard = lib.thread_states(id, 5)
    print(len(set(without)), len(set(with_guard)))
b = made(True)
print(lib.keep_on_thread(a, b) == [a, 0, b, b, b, 0] * 3 + [b])
print(lib.keep_on_thread(0, b) == [0, 0, b, b, b, 0] * 3 + [b])
print(lib.keep_until(a, lambda: print(lib.path([a, 0, a]))), lib.path([a]))
print(lib.keep_until(0, lambda: print(lib.path([a, 0, a]))), lib.path([a]))
ended(a); ended(b)
"""
    walks = ["[0, 1, 0, 1, 0, 1, 0]", "None [0, 1, 0]"] * 2
    assert run(code).splitlines() == ["5 1", "5 1", "True", "True", *walks]


@sub
def test_kept_thread_state_of_the_main_interpreter():
    code = """
without, with_guard = lib.thread_states(0, 5)
print(len(set(without)), len(set(with_guard)), lib.keep_on_thread(0, 0) == [0] * 19)
"""
    assert run(code) == "5 1 True"


@sub
def test_pending_references_of_the_main_interpreter():
    """They are released although no thread attaches: the main thread is asked to."""
    code = """
class Mortal:
    def __del__(self):
        deaths.append(1)

deaths = []
before = lib.pending(0)
lib.stash([Mortal() for _ in range(100)])
lib.drop_on_thread()
until(lambda: len(deaths) == 100)
after = lib.pending(0)
print(after[0], after[1] - before[1], after[2])
"""
    assert run(code) == "0 100 0"


@sub
@since_3_12
@both
def test_pending_references_wait_for_their_interpreter(own_gil):
    code = f"""
a = made({own_gil})
assert run(a, '''
class Mortal:
    def __del__(self):
        assert lib.current()[0] == {{0}}
        deaths.append(1)
deaths = []
lib.stash([Mortal() for _ in range(10)])
'''.format(a)) == "fine"
lib.stash([object()])
assert lib.drop_stashed() == 11
print(lib.pending(a), lib.pending(0)[0])
lib.release_on_thread(0)
print(lib.pending(a))
lib.release_on_thread(a)
print(lib.pending(a), lib.run_in(a, "import __main__; assert len(__main__.deaths) == 10"))
ended(a)
print(lib.pending(a))
"""
    assert run(code).splitlines() == ["(10, 0, 0) 0", "(10, 0, 0)", "(0, 10, 0) fine", "(0, 10, 0)"]


@sub
@since_3_12
def test_references_that_outlive_their_interpreter():
    """What waits at the end is released then; what dies later is counted, and not touched."""
    code = """
a = made()
assert run(a, "lib.stash([object() for _ in range(5)])") == "fine"
assert run(a, "lib.stash_in_static([object() for _ in range(7)])") == "fine"
lib.drop_stashed()
print(lib.pending(a))
ended(a)
print(lib.pending(a), lib.is_alive(a), lib.show(a))
lib.drop_static()
print(lib.pending(a))
b = made()
print(lib.pending(b), lib.is_alive(b), lib.equal(b))
ended(b)
"""
    assert run(code).splitlines() == [
        "(5, 0, 0)",
        "(0, 5, 0) False Interpreter { id: 1, alive: false }",
        "(0, 5, 7)",
        "(0, 0, 0) True False",
    ]


@sub
@since_3_12
def test_many_lives():
    """Handles of interpreters that are long gone refuse, and get nobody into one that has taken their place."""
    code = """
first = made()
ended(first)
ids = []
for _ in range(150):
    ids.append(made())
    assert lib.path([ids[-1]]) == [0, ids[-1], 0]
    ended(ids[-1])
late = made()
for id in first, *ids:
    assert not lib.is_alive(id)
    try:
        lib.path_on_thread([id])
    except RuntimeError:
        pass
    else:
        raise AssertionError(id)
    try:
        lib.run_in(id, "pass")
    except RuntimeError as error:
        assert "NoInterpreter" in str(error)
    else:
        raise AssertionError(id)
print(lib.path([late]) == [0, late, 0])
ended(late)
"""
    assert python_with_panic(code) == "True"


@pytest.mark.parametrize("before", ["pass", "import atexit", "import sys; del sys.modules['_imp']"])
def test_the_exit_function_is_registered_whoever_has_imported_what(before):
    count = "import atexit; print(atexit._ncallbacks())"
    already = int(python(f"{before}; {count}"))
    assert int(python(f"{before}; import attaching; {count}")) == already + 1
    # It is the list that Python runs, and nothing is left behind in `sys.modules`.
    code = "import attaching, sys; found = 'atexit' in sys.modules; import atexit; print(found, len(vars(atexit)) > 5)"
    if before == "pass":
        bare = python("import sys; print('atexit' in sys.modules)")
        assert python(code) == f"{bare} True"
