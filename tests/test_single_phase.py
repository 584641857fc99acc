"""A module that is made in a single phase: one copy, in the main interpreter."""

import importlib
import importlib.util
import sys

import pytest
import single_phase
from support import FREE_THREADED, python
from test_module import fresh, in_subinterpreters, sub


def test_the_module():
    assert single_phase.__name__ == "single_phase" and single_phase.__file__ and single_phase.__spec__
    assert single_phase.LIMIT == 10 and single_phase.executions() == 1
    hits = single_phase.hit()
    counter = single_phase.Counter()
    own, shared = counter.hit()
    assert own == 1 and shared > hits

    class Derived(single_phase.Counter):
        pass

    assert Derived().hit()[0] == 1


@pytest.mark.thread_unsafe(reason="it changes `sys.modules`")
def test_there_is_one_copy():
    before = sys.modules["single_phase"]
    hits = before.hit()
    assert fresh("single_phase") is before
    assert importlib.reload(before) is before
    try:
        for _ in range(3):
            del sys.modules["single_phase"]
            assert importlib.import_module("single_phase") is before
    finally:
        sys.modules["single_phase"] = before
    assert before.executions() == 1 and before.hit() > hits


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_it_stays_when_nobody_refers_to_it():
    code = """
import gc, sys
import single_phase
single_phase.hit()
del sys.modules["single_phase"], single_phase
gc.collect()
import single_phase
print(single_phase.hit(), single_phase.executions())
"""
    assert python(code, "-W", "error") == "2 1"


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_an_init_function_that_fails_is_called_again():
    code = """
import os, sys
os.environ["FREEHOLD_TEST_SINGLE_PHASE"] = "fail"
for _ in range(3):
    try:
        import single_phase
    except ValueError as error:
        assert str(error) == "the init function fails", error
    assert "single_phase" not in sys.modules
del os.environ["FREEHOLD_TEST_SINGLE_PHASE"]
import single_phase
print(single_phase.hit(), single_phase.Counter().hit(), single_phase.executions())
"""
    assert python(code, "-W", "error") == "1 (1, 2) 4"


@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_many_threads_import_first():
    code = """
import threading
barrier = threading.Barrier(8)
seen = []

def work():
    barrier.wait()
    import single_phase
    seen.append((single_phase, single_phase.Counter, single_phase.hit()))

threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
import single_phase
print(len({item[:2] for item in seen}), len(seen), single_phase.executions(), single_phase.hit())
"""
    assert python(code, "-W", "error") == "1 8 1 9"


@pytest.mark.skipif(not FREE_THREADED, reason="the GIL is always on")
@pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")
def test_the_gil_stays_off():
    assert python("import single_phase, sys; print(sys._is_gil_enabled())", "-W", "error") == "False"


@sub
@pytest.mark.parametrize("own_gil", [False, True])
@pytest.mark.parametrize("first", ["", "import single_phase"])
def test_sub_interpreters_are_refused(own_gil, first):
    code = f"""
{first}
print([once({own_gil}, "import single_phase") for _ in range(3)])
import single_phase
print(single_phase.hit(), single_phase.executions())
"""
    printed, last = in_subinterpreters(code, "-W", "ignore").splitlines()
    assert printed.count("ImportError") == printed.count("does not support loading in subinterpreters") == 3
    assert last == "1 1"
