"""examples/fanout: the same Python function for many numbers, in interpreters that do not wait for each other."""

import sys
from textwrap import dedent

import fanout
import pytest
from support import message, python

pytestmark = pytest.mark.thread_unsafe(reason="it makes interpreters, of which there may only be so many")

SINCE_3_12 = sys.version_info >= (3, 12)
since_3_12 = pytest.mark.skipif(not SINCE_3_12, reason="before, interpreters share the GIL")

SETUP = """
import json

def square(number):
    return number * number

def twice(text):
    return 2 * len(text)

def where(number):
    import _interpreters
    return _interpreters.get_current()[0]
"""


@since_3_12
def test_results_keep_their_places():
    pool = fanout.Pool(3, SETUP)
    numbers = list(range(500))
    assert pool.map("square", numbers) == [number * number for number in numbers]
    assert pool.map("lambda n: -n", [3, 1, 2]) == [-3, -1, -2]
    assert pool.map("square", []) == []


@since_3_12
@pytest.mark.skipif(sys.version_info < (3, 13), reason="the module has another name there")
def test_each_thread_is_in_an_interpreter_of_its_own():
    import _interpreters

    seen = set(fanout.Pool(2, SETUP).map("where", list(range(200))))
    assert seen and _interpreters.get_current()[0] not in seen


@since_3_12
def test_errors_name_what_happened_there():
    pool = fanout.Pool(2, SETUP)
    assert "TypeError: object of type 'int' has no len()" in message(pool.map, "twice", [1] * 10)
    assert "NameError: name 'missing' is not defined" in message(pool.map, "missing", [1])
    assert "OverflowError" in message(pool.map, "lambda n: 1 << 80", [1])
    assert pool.map("square", [4]) == [16]


@since_3_12
def test_a_setup_that_fails():
    expected = "RuntimeError: the setup of an interpreter failed: ZeroDivisionError: division by zero"
    assert message(fanout.Pool, 1, "1 / 0") == expected


def test_bad_arguments():
    assert message(fanout.Pool, 0, "") == "ValueError: a pool needs an interpreter"
    if not SINCE_3_12:
        assert message(fanout.Pool, 1, "").startswith("NotImplementedError: before Python 3.12")


@since_3_12
def test_ctrl_c_ends_the_work():
    code = '''
    import fanout, os, signal, textwrap, threading
    signal.signal(signal.SIGINT, signal.default_int_handler)
    begun, begin = os.pipe()
    setup = """
    import os, time
    def work(number):
        if number == 0:
            os.write({}, b"begun")
        time.sleep(0.01)
        return number
    """
    pool = fanout.Pool(2, textwrap.dedent(setup.format(begin)))

    def interrupt():
        os.read(begun, 5)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        # For more than an hour.
        pool.map("work", list(range(1_000_000)))
    except KeyboardInterrupt:
        print("interrupted")
    thread.join()
    '''
    assert python(dedent(code)) == "interrupted"
