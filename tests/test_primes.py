"""examples/primes: a registry of callbacks that Rust threads feed."""

import threading
from textwrap import dedent

import primes
import pytest
from support import message, python

pytestmark = pytest.mark.thread_unsafe(reason="who searches tells the callbacks of the others too")

BELOW_100 = [number for number in range(2, 100) if all(number % divisor for divisor in range(2, number))]


def test_everybody_is_told():
    found, lengths = [], []
    ids = [primes.subscribe(found.extend), primes.subscribe(lambda numbers: lengths.append(len(numbers)))]
    assert primes.search(20_000, threads=3) == len(found) == sum(lengths) == 2262
    assert sorted(found)[:25] == BELOW_100 and len(set(found)) == 2262
    assert [primes.unsubscribe(id) for id in ids] == [True, True]
    assert not primes.unsubscribe(ids[0])
    assert primes.search(100) == 25 and len(found) == 2262
    assert primes.search(0) == 0


def test_an_error_ends_the_search():
    id = primes.subscribe(lambda numbers: 1 / 0)
    assert message(primes.search, 1 << 40) == "ZeroDivisionError: division by zero"
    assert primes.unsubscribe(id)


def test_callbacks_run_in_other_threads_and_may_unsubscribe():
    seen = []

    def once(numbers):
        primes.unsubscribe(id)
        seen.append(threading.get_ident())

    id = primes.subscribe(once)
    primes.search(100, threads=1)
    primes.search(100, threads=1)
    assert len(seen) == 1 and seen[0] != threading.get_ident()


def test_a_module_that_only_its_callbacks_keep_is_collected():
    code = """
    import gc, importlib.util, weakref

    class Callback:
        def __call__(self, numbers):
            pass

    def instance():
        spec = importlib.util.find_spec("primes")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    callback = Callback()
    callback.module = instance()
    callback.module.subscribe(callback)
    alive = weakref.ref(callback)
    del callback
    for _ in range(5):
        gc.collect()
    print(alive())
    """
    assert python(dedent(code)) == "None"


def test_ctrl_c_ends_the_search():
    code = """
    import primes, signal, threading
    signal.signal(signal.SIGINT, signal.default_int_handler)

    once = threading.Lock()

    def interrupt(numbers):
        if once.acquire(blocking=False):
            signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    primes.subscribe(interrupt)
    try:
        primes.search(1 << 40)
    except KeyboardInterrupt:
        print("interrupted")
    """
    assert python(dedent(code)) == "interrupted"
