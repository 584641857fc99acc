"""Whether the GIL is on after an import: as the module says. In processes of their own, where warnings are errors."""

import pytest
from support import FREE_MODULES, FREE_THREADED, python, run_python

pytestmark = pytest.mark.thread_unsafe(reason="it starts processes, which need no company")

only_free_threaded = pytest.mark.skipif(not FREE_THREADED, reason="the GIL is always on")

IMPORT = """
import sys
import {0}
print(sys._is_gil_enabled())
"""


@only_free_threaded
@pytest.mark.parametrize("module", FREE_MODULES)
def test_the_gil_stays_off_without_a_warning(module):
    assert python(IMPORT.format(module), "-W", "error") == "False"


@only_free_threaded
def test_it_stays_off_after_the_module_was_used():
    code = """
import sys, threading
import basics, detaching, locking
counter = locking.Counter()
threads = [threading.Thread(target=lambda: [counter.hit() for _ in range(1000)]) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
detaching.attach_from_threads(lambda number: number, 2)
print(sys._is_gil_enabled(), counter.value())
"""
    assert python(code, "-W", "error") == "False 4000"


@only_free_threaded
@pytest.mark.parametrize("module", ["gil_used", "gil_unspecified"])
def test_the_gil_comes_on(module):
    result = run_python(IMPORT.format(module))
    assert (result.returncode, result.stdout.strip()) == (0, "True")
    assert "RuntimeWarning" in result.stderr and f"'{module}'" in result.stderr


@only_free_threaded
@pytest.mark.parametrize("module", ["gil_used", "gil_unspecified"])
def test_the_warning_can_be_an_error(module):
    result = run_python(IMPORT.format(module), "-W", "error")
    assert result.returncode == 1 and "RuntimeWarning" in result.stderr


@only_free_threaded
@pytest.mark.parametrize("module", ["gil_used", "gil_unspecified"])
def test_the_user_can_keep_it_off(module):
    assert python(IMPORT.format(module), "-W", "error", "-X", "gil=0") == "False"


USE = """
import sys, threading
import {0} as module
assert sys.modules["{0}"] is module
counter = module.Counter()
threads = [threading.Thread(target=lambda: [counter.hit() for _ in range(1000)]) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(counter.hit(), module.double(21))
"""


@pytest.mark.parametrize("module", ["gil_used", "gil_unspecified"])
def test_modules_that_need_the_gil_work(module):
    assert python(USE.format(module), "-W", "ignore") == "4001 42"


ALL_WITH_THE_GIL = """
import sys, threading
import basics, detaching, locking
assert getattr(sys, "_is_gil_enabled", lambda: True)()
sys.setswitchinterval(1e-6)
numbers, counter = locking.Numbers(20_000), locking.Counter()
taken = [[] for _ in range(8)]

def work(number):
    for item in numbers:
        taken[number].append(item)
        counter.slow_hit()

threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(sorted(sum(taken, [])) == list(range(20_000)), counter.value(), detaching.nest(1))
"""


def test_the_same_guarantees_with_the_gil_on():
    """A free-threaded Python whose GIL is on, or one that has nothing else."""
    options = ["-X", "gil=1"] if FREE_THREADED else []
    printed = python(ALL_WITH_THE_GIL, "-W", "error", *options)
    assert printed == "True 20000 [False, True, False, True, False]"
