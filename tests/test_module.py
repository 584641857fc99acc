"""Modules: how they are made, once and again, here and in other interpreters."""

import gc
import importlib
import importlib.util
import sys

import basics
import locking
import pytest
from support import FREE_THREADED, MODULES, in_threads, python, run_python


def fresh(name):
    """A second instance of the module, beside the one in `sys.modules`."""
    spec = importlib.util.find_spec(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_module():
    assert basics.__name__ == "basics" and basics.__spec__.name == "basics" and basics.__file__
    assert type(basics) is type(sys)


def test_constants():
    assert (basics.VERSION, basics.LIMIT, basics.RATIO) == ("1.2.3", 10, 0.25)


def test_the_init_function_sees_what_is_exported():
    assert basics.limit_seen_by_init == 10 and basics.execution >= 1


def test_it_is_initialized_in_two_phases():
    """PEP 489: a module object made by the loader's `create_module` is not executed yet."""
    spec = importlib.util.find_spec("basics")
    module = importlib.util.module_from_spec(spec)
    assert module.add(1, 2) == 3 and not hasattr(module, "Counter") and not hasattr(module, "VERSION")
    spec.loader.exec_module(module)
    assert module.Counter().hit() == 1 and module.VERSION == "1.2.3"


@pytest.mark.parametrize("name", ["basics", "locking", "detaching"])
def test_a_second_instance_is_another_module(name):
    first, second = sys.modules[name] if name in sys.modules else importlib.import_module(name), fresh(name)
    assert first is not second
    classes = [item for item, value in vars(first).items() if isinstance(value, type)]
    assert classes and all(getattr(first, item) is not getattr(second, item) for item in classes)
    functions = [item for item, value in vars(first).items() if type(value) is type(len)]
    assert functions and all(getattr(first, item) is not getattr(second, item) for item in functions)


def test_the_init_function_runs_once_per_instance():
    executions = {fresh("basics").execution for _ in range(3)}
    assert len(executions) == 3 and basics.execution not in executions


def test_objects_of_one_instance_are_accepted_by_another():
    """Both types are of one Rust type: their objects have one layout."""
    second = fresh("locking")
    ours, theirs = locking.Counter(3), second.Counter(4)
    assert type(ours) is not type(theirs)
    ours.absorb(theirs)
    second.swap(ours, theirs)
    assert (locking.bump(theirs), second.bump(ours)) == (8, 1)
    assert locking.Counter.hit_static(theirs) == 9
    assert second.Account(5).deposit(locking.Vault(1), 2) == 3
    with pytest.raises(TypeError):
        locking.Counter.hit(theirs)


def test_values_of_one_instance_are_accepted_by_another():
    second = fresh("basics")
    assert basics.x_of(second.Point(1, 2)) == second.x_of(basics.Point(1, 2)) == 1
    assert basics.centre([second.Point(0, 0), basics.Point(2, 2)]) == basics.Point(1, 1)
    assert basics.level_of(second.Settings("a", 1)) == ("a", 1)
    assert basics.Sequence([1]) == second.Sequence([1])


def test_a_subclass_of_another_instance_is_accepted():
    second = fresh("basics")

    class Derived(second.Shape):
        pass

    assert Derived("x").describe() == "a x"


@pytest.mark.thread_unsafe(reason="it changes `sys.modules`")
def test_importing_again_after_forgetting():
    before = sys.modules["basics"]
    counter = before.Counter(5)
    try:
        for _ in range(3):
            del sys.modules["basics"]
            again = importlib.import_module("basics")
            assert again is not before and again.Counter is not before.Counter
            assert again.same_object(counter, counter) is True and again.hits_of_all([counter]) == counter.hits
            assert again.Counter().hit() == 1
    finally:
        sys.modules["basics"] = before
    assert counter.hit() == 6


def test_reloading_does_not_break_it():
    module = fresh("locking")
    sys_module = sys.modules["locking"]
    counter = module.Counter(1)
    with pytest.raises(ImportError):
        importlib.reload(module)
    assert sys.modules["locking"] is sys_module and counter.hit() == 2


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_written_behind_what_was_allocated(module):
    """CPython checks the blocks that it has allocated when it frees them, at the latest at the end of the process."""
    code = f"import {module}, gc; del {module}; gc.collect(); print('end')"
    assert python(code, "-W", "ignore", environment={"PYTHONMALLOC": "debug"}) == "end"


def test_objects_survive_their_module():
    second = fresh("locking")
    counter, numbers, registry = second.Counter(1), second.Numbers(3), second.Registry()
    registry.add([counter])
    method = counter.hit
    del second
    for _ in range(3):
        gc.collect()
    assert method() == 2 and list(numbers) == [0, 1, 2] and registry.pop() == [counter]
    assert counter.value() == 2 and type(counter)(7).value() == 7


def test_instances_come_and_go_in_many_threads():
    def work(_):
        for _ in range(10):
            module = fresh("locking")
            counter = module.Counter(1)
            counter.absorb(locking.Counter(2))
            assert counter.hits == 3
            with pytest.raises(BaseException, match="exclusive critical section"):
                module.Attacher().attach()

    in_threads(8, work)


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_many_threads_import_first():
    code = """
import threading
barrier = threading.Barrier(16)
seen = []

def work():
    barrier.wait()
    import locking, basics
    seen.append((locking, basics.Counter, type(basics.make_counter(1)), locking.Counter(3).hit()))

threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
import basics
print(len(set(seen)), len(seen), basics.execution, seen[0][1] is seen[0][2])
"""
    assert python(code, "-W", "error") == "1 16 1 True"


SUBINTERPRETERS = """
import sys
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters


def create(own_gil):
    if sys.version_info >= (3, 13):
        return interpreters.create("isolated" if own_gil else "legacy")
    return interpreters.create(isolated=own_gil)


def run(interpreter, code):
    # What goes wrong is raised up to 3.12 and returned from 3.13 on.
    try:
        failed = interpreters.run_string(interpreter, code)
    except interpreters.RunFailedError as error:
        failed = error
    return str(getattr(failed, "formatted", failed) or "fine")


def once(own_gil, code):
    interpreter = create(own_gil)
    try:
        return run(interpreter, code)
    finally:
        interpreters.destroy(interpreter)
"""


def in_subinterpreters(code, *options):
    """What ``code`` prints. That Rust reports panics on stderr is no error."""
    result = run_python(SUBINTERPRETERS + code, *options)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


sub = pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
since_3_12 = pytest.mark.skipif(sys.version_info < (3, 12), reason="before, sub-interpreters are refused")


USE = {
    "basics": "import basics; assert basics.Counter(1).hit() == 2 and basics.make_counter(1).hits == 1",
    "locking": "import locking; a = locking.Counter(1); a.absorb(locking.Counter(2)); assert a.hits == 3",
    "detaching": "import detaching; assert detaching.nest(1)[1] and detaching.drop_detached([[]]) == 1",
    "gil_used": "import gil_used; assert gil_used.Counter().hit() == 1",
    "gil_unspecified": "import gil_unspecified; assert gil_unspecified.Counter().hit() == 1",
}

#: What the modules declare.
PER_INTERPRETER_GIL = {"detaching"}
NOT_SUPPORTED = {"gil_used"}


@sub
@pytest.mark.parametrize("name", USE)
def test_in_a_subinterpreter_that_shares_the_gil(name):
    code = f"""
code = {USE[name]!r}
exec(code)
print([once(False, code) for _ in range(3)])
exec(code)
"""
    printed = in_subinterpreters(code, "-W", "ignore")
    if sys.version_info < (3, 12):
        assert printed.count("ImportError") == printed.count("from Python 3.12 on") == 3
    elif name in NOT_SUPPORTED and FREE_THREADED:
        assert printed.count("does not support loading in subinterpreters") == 3
    else:
        assert printed == "['fine', 'fine', 'fine']"


@sub
@since_3_12
@pytest.mark.parametrize("name", USE)
def test_in_a_subinterpreter_with_its_own_gil(name):
    code = f"""
code = {USE[name]!r}
exec(code)
print([once(True, code) for _ in range(3)])
exec(code)
"""
    printed = in_subinterpreters(code, "-W", "ignore")
    if name in PER_INTERPRETER_GIL:
        assert printed == "['fine', 'fine', 'fine']"
    else:
        assert printed.count("does not support loading in subinterpreters") == 3


@sub
@since_3_12
def test_several_interpreters_at_once():
    """Each has types of its own; the first and the last to end change nothing for the others."""
    code = """
use = '''
import locking, basics
counter = locking.Counter(1)
counter.absorb(locking.Counter(2))
assert counter.hits == 3 and type(basics.make_counter(1)) is basics.Counter
try:
    basics.panics("a")
except BaseException as error:
    assert type(error).__name__ == "PanicException"
    assert type(error).__mro__[1] is BaseException
else:
    raise AssertionError
'''
exec(use)
living = [create(False) for _ in range(4)]
results = [run(interpreter, use) for interpreter in living]
for interpreter in living[::2]:
    interpreters.destroy(interpreter)
results += [run(interpreter, use) for interpreter in living[1::2]]
exec(use)
late = create(False)
results.append(run(late, use))
for interpreter in (*living[1::2], late):
    interpreters.destroy(interpreter)
exec(use)
print(set(results))
"""
    assert in_subinterpreters(code) == "{'fine'}"


@sub
@since_3_12
def test_an_interpreter_that_is_the_first_to_use_the_module():
    code = """
use = "import locking; assert locking.Numbers(3).__next__() == 0"
print(once(False, use), once(False, use))
exec(use)
print(once(False, use))
"""
    assert in_subinterpreters(code).split() == ["fine"] * 3


@sub
@since_3_12
def test_references_dropped_detached_in_a_subinterpreter():
    """They are released there, by a thread of that interpreter."""
    code = """
use = '''
import detaching
dead = []
class Mortal:
    def __del__(self):
        dead.append(detaching.is_attached())
assert detaching.drop_detached([Mortal() for _ in range(10)]) == 10
while len(dead) < 10:
    detaching.sleepless(1)
assert dead == [True] * 10
'''
exec(use)
print(once(False, use), once(False, use))
exec(use)
"""
    assert in_subinterpreters(code).split() == ["fine"] * 2
