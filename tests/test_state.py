"""Module state: each instance of a module has its own, which goes with it."""

import functools
import gc
import importlib
import importlib.util
import inspect
import os
import sys
import weakref

import pytest
import state
from support import FREE_THREADED, in_threads, load, message, python, raised, run_python
from test_module import in_subinterpreters, since_3_12, sub


def collect():
    """What can be collected; garbage that comes back each time is for the tests to see."""
    for _ in range(6):
        gc.collect()


def fresh():
    """Another instance of the module, which nobody else knows."""
    spec = importlib.util.find_spec("state")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: CPython 3.13t makes all types immortal as soon as there is a second thread, and they keep their modules.
IMMORTAL = FREE_THREADED and sys.version_info < (3, 14)


def counted(test):
    """For tests that count what is alive: on 3.13t they need a process without threads."""

    @functools.wraps(test)
    def elsewhere(*args, **kwargs):
        call = f"{test.__module__}.{test.__name__}.__wrapped__(*{args!r}, **{kwargs!r})"
        path = f"sys.path.insert(0, {os.path.dirname(__file__)!r})"
        assert python(f"import sys; {path}; import {test.__module__}; {call}") == ""

    marked = elsewhere if IMMORTAL else test
    return pytest.mark.thread_unsafe(reason="it counts what is alive, or starts a process for that")(marked)


#: Each kind of method, as `call(module, counter)`; what it returns is the count, or ends with it.
METHODS = {
    "function": lambda m, c: m.count(),
    "argument before": lambda m, c: m.add(1),
    "detached": lambda m, c: m.detached(1),
    "&mut self": lambda m, c: c.hit(),
    "&self": lambda m, c: c.read(1),
    "two objects": lambda m, c: c.absorb(c_of(m)),
    "handle": lambda m, c: c.through(int),
    "handle, again": lambda m, c: c.retried(),
    "owned handle": lambda m, c: c.by_handle()[1],
    "getter": lambda m, c: c.value,
    "__len__": lambda m, c: len(c),
    "__getitem__": lambda m, c: c[5],
    "__call__": lambda m, c: c(5),
    "__repr__": lambda m, c: int(repr(c).split()[-1]),
}

#: Those whose result is not the count.
SILENT = {
    "setter": lambda m, c: setattr(c, "value", 1),
    "__setitem__": lambda m, c: c.__setitem__(1, 2),
    "__delitem__": lambda m, c: c.__delitem__(1),
    "__contains__": lambda m, c: 5 in c,
    "__eq__": lambda m, c: c == type(c)(3) and None,
    "static": lambda m, c: type(c).make(),
    "static with arguments": lambda m, c: type(c).make_from(1),
    "static of an object": lambda m, c: c.make_from(1),
    "new": lambda m, c: type(c)(),
    "frozen": lambda m, c: m.Frozen(1).plus(),
    "frozen, detached": lambda m, c: m.Frozen(1).detached(),
    "__hash__": lambda m, c: hash(m.Frozen(1)),
    "many": lambda m, c: m.many(1),
}


def c_of(module):
    """A counter that was not counted."""
    counter = module.Counter()
    module.add(-1)
    return counter


def derived_of(module):
    class Derived(module.Counter):
        pass

    class Further(Derived, dict if False else object):
        __slots__ = ("more",)

    counter = Further()
    module.add(-1)
    return counter


@pytest.mark.parametrize("make", [c_of, derived_of])
@pytest.mark.parametrize("kind", METHODS)
def test_every_kind_of_method_finds_its_own_state(kind, make):
    first, second = fresh(), fresh()
    ours, theirs = make(first), make(second)
    first.add(100)
    for expected in (101, 102, 103):
        result = METHODS[kind](first, ours)
        assert (result[-1] if isinstance(result, tuple) else result) == expected
    assert (first.calls(), second.calls()) == (103, 0)
    METHODS[kind](second, theirs)
    assert (first.calls(), second.calls()) == (103, 1)


@pytest.mark.parametrize("make", [c_of, derived_of])
@pytest.mark.parametrize("kind", SILENT)
def test_what_does_not_return_the_count_counts_too(kind, make):
    first, second = fresh(), fresh()
    ours, theirs = make(first), make(second)
    before = (first.calls(), second.calls())
    SILENT[kind](first, ours)
    middle = (first.calls(), second.calls())
    assert middle[0] > before[0] and middle[1] == before[1]
    SILENT[kind](second, theirs)
    assert first.calls() == middle[0] and second.calls() - middle[1] == middle[0] - before[0]


def test_python_does_not_see_the_parameter():
    signature = lambda f: str(inspect.signature(f))
    assert signature(state.count) == "()" and signature(state.add) == "(by)"
    assert signature(state.many) == "(a, b=2, *, c=3)"
    assert signature(state.Counter) == "(start=0)"
    assert signature(state.Counter.make) == "()" and signature(state.Counter(1).make) == "()"
    assert signature(state.Counter.make_from) == "(start, /, *, by=1)"
    assert signature(state.Counter.hit) == "(self, /)" or signature(state.Counter.hit) == "(self)"
    assert fresh().many(1, 5, c=6) == (1, 5, 6, "fresh")
    assert state.Counter.make_from(3) == 4 and state.Counter.make_from(3, by=4) == 7
    assert message(state.count, 1).startswith("TypeError")
    assert message(state.add) == "TypeError: add() missing 1 required positional argument: 'by'"
    assert "unexpected keyword" in message(state.many, 1, state=2)


def test_objects_that_rust_makes_are_of_the_first_instance():
    second = fresh()
    assert type(second.make_frozen(3)) is type(state.make_frozen(3)) is not second.Frozen
    before, theirs = state.calls(), second.calls()
    second.make_frozen(3).plus()
    assert second.calls() == theirs and state.calls() > before


def test_a_module_of_which_only_an_object_is_left():
    module = fresh()
    counter, frozen = c_of(module), module.Frozen(1)
    module.add(5)
    del module
    collect()
    assert counter.hit() == (1, 6) and frozen.plus() == 8 and type(counter).make_from(1) == 2


def test_functions_keep_the_state():
    module = fresh()
    count, make = module.count, module.Counter.make
    del module
    collect()
    assert count() == 1
    # What Rust code makes is of the first instance, but this is called of the second.
    assert type(make()) is state.Counter and count() == 3


def test_a_class_of_another_module_is_refused():
    stranger = state.Stranger()
    for call in (stranger.ask, state.Stranger.ask_static):
        text = message(call)
        assert text.startswith("RuntimeError: Stranger.ask") and "state of the module 'state_of_others'" in text


def test_a_method_on_a_wrong_object_is_still_a_type_error():
    module = fresh()
    assert isinstance(raised(module.Counter.hit, 3), TypeError)
    assert isinstance(raised(module.Counter.hit, c_of(state)), TypeError)
    assert isinstance(raised(module.Counter.__dict__["make"].__get__, None, int), TypeError)


# --- how it is made, and how not


@pytest.fixture
def script(monkeypatch):
    return lambda text: monkeypatch.setenv("FREEHOLD_TEST_STATE", text)


@pytest.mark.parametrize("how", ["fail", "fail late"])
@counted
def test_nothing_is_left_of_an_init_function_that_fails(how):
    """That panics leave nothing either is for `test_leaks.py`."""
    collect()
    alive, modules = state.alive(), count_modules()
    os.environ["FREEHOLD_TEST_STATE"] = how
    try:
        for _ in range(20):
            assert message(fresh).startswith("ValueError: the init function")
    finally:
        del os.environ["FREEHOLD_TEST_STATE"]
    collect()
    assert (state.alive(), count_modules()) == (alive, modules)
    assert fresh().count() == 1


def count_modules():
    return sum(type(item) is type(sys) and item.__name__ == "state" for item in gc.get_objects())


@pytest.mark.thread_unsafe(reason="it changes the environment")
def test_the_state_is_not_there_before_the_init_function_has_returned(script):
    script("too early")
    module = fresh()
    for text in (module.too_early, module.too_early_new):
        assert text.startswith("RuntimeError: ") and "'state'" in text and "has not returned" in text


AFTER_A_FAILURE = """
import gc, os, sys
os.environ["FREEHOLD_TEST_STATE"] = "{first}"
for _ in range(3):
    try:
        import state
    except BaseException as error:
        assert "the init function" in str(error)
        assert "state" not in sys.modules
os.environ["FREEHOLD_TEST_STATE"] = "{then}"
import state
# Objects that Rust makes are not of the module that failed.
assert type(state.make_frozen(3)) is state.Frozen
assert state.make_frozen(3).plus() == 4 and state.Frozen(3).plus() == 5
if "{then}" == "too early":
    assert state.early_type is state.Frozen and "has not returned" in state.too_early_method
gc.collect()
print(state.alive())
"""


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
@pytest.mark.parametrize("first", ["fail", "fail late", "panic"])
@pytest.mark.parametrize("then", ["fine", "too early"])
def test_the_first_import_fails_and_the_next_does_not(first, then):
    result = run_python(AFTER_A_FAILURE.format(first=first, then=then))
    assert (result.returncode, result.stdout.strip()) == (0, "1"), result.stderr


@pytest.mark.thread_unsafe(reason="it changes `sys.modules`")
def test_reloading_keeps_the_state():
    before, calls = sys.modules["state"], state.count()
    assert importlib.reload(state) is before
    assert state.calls() == calls


@pytest.mark.thread_unsafe(reason="it changes `sys.modules`")
def test_importing_again_makes_another():
    before = sys.modules.pop("state")
    try:
        again = importlib.import_module("state")
        assert again is not before and again.calls() == 0 and again.count() == 1
    finally:
        sys.modules["state"] = before


def test_a_module_that_was_never_executed():
    spec = importlib.util.find_spec("state")
    module = importlib.util.module_from_spec(spec)
    assert "has not returned" in message(module.count)
    assert any(item is module for item in gc.get_objects())
    del module
    collect()


# --- how it ends


@counted
def test_the_state_goes_with_the_module():
    collect()
    alive, probes = state.alive(), state.probe_alive()
    modules = [fresh() for _ in range(5)]
    for module in modules:
        module.keep(state.Probe())
    assert (state.alive(), state.probe_alive()) == (alive + 5, probes + 5)
    del modules, module
    collect()
    assert (state.alive(), state.probe_alive()) == (alive, probes)


CYCLES = {
    "module": lambda m: m,
    "function": lambda m: m.count,
    "class": lambda m: m.Counter,
    "dict": lambda m: vars(m),
    "list": lambda m: [m],
    "closure": lambda m: lambda: m,
    "derived class": lambda m: type("Derived", (m.Counter,), {}),
    "derived object": lambda m: type("Derived", (m.Counter,), {})(),
    "bound method": lambda m: type("Derived", (m.Counter,), {})().hit,
}


@pytest.mark.parametrize("where", ["keep", "set_hook"])
@pytest.mark.parametrize("kind", CYCLES)
@counted
def test_cycles_through_the_state_are_collected(kind, where):
    collect()
    alive, probes = state.alive(), state.probe_alive()
    for _ in range(3):
        module = fresh()
        getattr(module, where)(CYCLES[kind](module))
        module.keep(state.Probe())
        module.probe = state.Probe()
    assert (state.alive(), state.probe_alive()) == (alive + 3, probes + 6)
    del module
    collect()
    assert (state.alive(), state.probe_alive()) == (alive, probes)


@pytest.mark.thread_unsafe(reason="it collects while it counts")
def test_what_is_reachable_is_not_collected():
    """The references of the state are counted once each."""
    module = fresh()
    watched = [type("Kept", (), {})() for _ in range(10)]
    references = [weakref.ref(item) for item in watched]
    for item in watched:
        module.keep(item)
    module.keep(module)
    module.set_hook(lambda count: count)
    del watched, item
    for _ in range(3):
        collect()
    assert all(reference() is not None for reference in references)
    assert len(module.kept()) == 11 and module.call_hook() == 1


@counted
def test_finalizers_that_call_the_module_while_it_ends():
    results, alive = [], []
    for _ in range(4):
        module = fresh()

        class Last:
            def __init__(self, module):
                self.module = module

            def __del__(self):
                results.append(self.module.count())

        module.keep(Last(module))
        module.last = Last(module)
        del module, Last
        # What had a finalizer is freed in one of the next collections.
        for _ in range(4):
            gc.collect()
        alive.append(state.alive())
    assert sorted(results) == [1] * 4 + [2] * 4
    # CPython 3.15t keeps the module that was used last by a finalizer, and no more.
    assert len(set(alive)) == 1


@counted
def test_a_state_whose_end_calls_python():
    """Also of the module that ends, whose state is gone by then."""
    collect()
    alive, calls, errors = state.alive(), [], []
    for _ in range(3):
        module, other = fresh(), fresh()

        def at_end(reference=weakref.ref(module), count=other.count):
            calls.append((reference(), count()))
            collect()

        module.keep(state.Probe(at_end))
        module.keep(module)
        del module, other, at_end
        collect()
    assert calls == [(None, 1)] * 3 and state.alive() == alive


def test_a_collection_in_the_middle_of_a_call():
    collect_inside, called = fresh().collect_inside, []
    assert [collect_inside() for _ in range(3)] == [1, 2, 3]
    fresh().collect_inside()
    module = fresh()
    module.keep(module)
    module.set_hook(lambda count: called.append((count, gc.collect())))
    call = module.call_hook
    del module
    call()
    assert called[0][0] == 1


# --- threads


@pytest.mark.thread_unsafe(reason="it loads all processors by itself")
def test_threads_share_the_state():
    module, times = fresh(), load(20_000)
    counter = c_of(module)

    class Derived(module.Counter):
        pass

    derived = Derived()
    module.add(-1)

    def work(number):
        own = Derived if number % 2 else module.Counter
        for _ in range(times):
            module.count()
            counter.hit()
            derived(1)
            module.detached(2)
            own.make_from(1)

    in_threads(8, work)
    assert module.calls() == 8 * times * 6


@pytest.mark.thread_unsafe(reason="it collects all the time")
def test_instances_come_and_go_in_threads_while_others_collect():
    collect()
    alive, probes = state.alive(), state.probe_alive()

    def work(number):
        for _ in range(load(40)):
            module = fresh()
            module.keep(module.count)
            module.keep(state.Probe())
            module.set_hook(lambda count, m=module: m.count())
            assert module.call_hook() == 2
            counter = module.Counter()
            assert counter.hit()[1] == 4
            if number % 4 == 0:
                gc.collect()

    in_threads(8, work)
    collect()
    assert IMMORTAL or (state.alive(), state.probe_alive()) == (alive, probes)


@pytest.mark.thread_unsafe(reason="it collects all the time")
def test_a_state_that_changes_while_others_collect():
    module = fresh()
    marks = [type("Mark", (), {})() for _ in range(8)]

    def work(number):
        for _ in range(load(300)):
            module.set_hook(lambda count: marks[number])
            module.keep(marks[number])
            assert module.call_hook() in marks
            if number == 0:
                gc.collect()

    in_threads(8, work)
    assert all(item in marks for item in module.kept())


# --- what exists once in each interpreter


def test_exceptions():
    assert issubclass(state.Plain, ValueError) and issubclass(state.PlainChild, state.Plain)
    assert issubclass(state.Detailed, LookupError) and not issubclass(state.Detailed, ValueError)
    assert (state.Plain.__name__, state.Plain.__module__, state.Plain.__qualname__) == ("Plain", "state", "Plain")
    assert state.PlainChild.__doc__ == "A child." and state.Detailed.__doc__ == "What has\nseveral lines."
    assert message(state.raises, "Plain") == "Plain: plain"
    with pytest.raises(state.Plain) as caught:
        state.raises("PlainChild")
    assert type(caught.value) is state.PlainChild and caught.value.args == ("child",)
    assert raised(state.raises, "Detailed").args == ("two", 2)
    second = fresh()
    assert second.Plain is state.Plain, "one for each interpreter, not for each instance"


def test_interned_names():
    class Named:
        a_name_that_is_interned = 3

    assert state.interned(Named()) == 3
    assert message(state.interned, 3) == "AttributeError: 'int' object has no attribute 'a_name_that_is_interned'"
    assert state.interned_is(sys.intern("".join(["interned", " ü"])))
    assert not state.interned_is("other")
    assert len(set(in_threads(8, lambda _: state.lookups(1000)))) == 1
    assert state.lookups(3) not in (0, 2**64 - 1)


@pytest.mark.thread_unsafe(reason="it loads all processors by itself")
def test_values_are_made_once():
    assert state.seen() is state.seen() is fresh().seen()
    with pytest.raises(ZeroDivisionError):
        state.cached(lambda: 1 / 0) if not FILLED else 1 / 0
    if not FILLED:
        assert message(state.cached, lambda: None) == "ValueError: nothing was made"
        assert "needs the value that it is making" in message(state.cached, lambda: state.cached(dict))
    made = in_threads(8, lambda _: state.cached(lambda: FILLED.append(1) or object()))
    assert len(set(made)) == 1 and len(FILLED) == 1


FILLED = []


@sub
@since_3_12
@pytest.mark.parametrize("own_gil", [False, True])
def test_each_interpreter_has_its_own(own_gil):
    code = f"""
use = '''
import gc
import state
assert state.count() == 1 and state.Counter().hit() == (1, 3)
assert state.make_frozen(1).plus() == 5
state.keep(state.count)
state.keep(state)
state.set_hook(lambda count: state)
state.seen().append(1)
assert state.seen() == [1]
class Named:
    a_name_that_is_interned = 3
assert state.interned(Named()) == 3 and state.lookups(10) > 0
number, object = state.cached(lambda: [1])
assert state.cached(dict) == (number, [1])
try:
    state.raises("PlainChild")
except state.Plain as error:
    assert type(error) is state.PlainChild
import importlib.util
spec = importlib.util.find_spec("state")
second = importlib.util.module_from_spec(spec)
spec.loader.exec_module(second)
assert second.count() == 1
del second
gc.collect()
'''
exec(use)
print([once({own_gil}, use) for _ in range(3)])
living = [create({own_gil}) for _ in range(3)]
print({{run(interpreter, use) for interpreter in living}})
for interpreter in living:
    interpreters.destroy(interpreter)
import gc
gc.collect()
gc.collect()
print(state.alive(), state.calls())
"""
    lines = in_subinterpreters(code).splitlines()
    assert lines == ["['fine', 'fine', 'fine']", "{'fine'}", "1 4"]


@sub
@since_3_12
def test_interpreters_with_their_own_gil_run_in_parallel():
    code = """
import threading
use = '''
import state
for _ in range(2000):
    state.count(); state.detached(2); state.lookups(3)
assert state.calls() == 6000
module = state
for _ in range(20):
    import importlib.util
    spec = importlib.util.find_spec("state")
    second = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(second)
    second.keep(second)
    assert second.Counter().hit() == (1, 2)
'''
living = [create(True) for _ in range(4)]
results = []
threads = [threading.Thread(target=lambda i=i: results.append(run(i, use))) for i in living]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
for interpreter in living:
    interpreters.destroy(interpreter)
print(set(results))
"""
    assert in_subinterpreters(code) == "{'fine'}"


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_the_end_of_the_process():
    code = """
import state
state.keep(state)
state.keep(state.count)
state.set_hook(lambda count: state)
state.seen().append(state.Counter)
state.cached(lambda: state.Counter())
class Late:
    def __del__(self):
        state.count() if state else None
state.keep(Late())
late = Late()
print("fine")
"""
    assert python(code) == "fine"
