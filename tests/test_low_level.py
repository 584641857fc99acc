"""Thread states and CPython's own functions."""

import os
import sys
import threading

import pytest
import subinterpreters
from support import Deaths, in_threads, load, message, python

#: Calls for the main thread are made by it alone.
alone = pytest.mark.thread_unsafe(reason="it needs the main thread")


def test_numbers_of_thread_states():
    assert subinterpreters.thread_id() == subinterpreters.thread_id()
    assert subinterpreters.thread_ident() == threading.get_ident()
    ids = subinterpreters.ids_in_threads(5)
    assert len(set(ids)) == 5 and subinterpreters.thread_id() not in ids


def test_frames():
    own, none = subinterpreters.frame()
    assert own is sys._getframe() and none


def test_dictionaries_of_threads():
    subinterpreters.thread_dict()["freehold test"] = threading.get_ident()

    def other(_):
        assert "freehold test" not in subinterpreters.thread_dict()
        subinterpreters.thread_dict()["freehold test"] = threading.get_ident()
        assert subinterpreters.thread_dict()["freehold test"] == threading.get_ident()

    in_threads(4, other)
    assert subinterpreters.thread_dict().pop("freehold test") == threading.get_ident()


def test_untraced():
    """A trace function sees the calls before and after, and none of those between."""
    seen = []

    def called():
        return "called"

    def body():
        called()
        assert subinterpreters.untraced(called) == "called"
        with pytest.raises(ZeroDivisionError):
            subinterpreters.untraced(lambda: 1 // 0)
        with pytest.raises(BaseException, match="^untraced$"):
            subinterpreters.untraced_panic()
        called()

    def trace(frame, event, _):
        if frame.f_code is called.__code__:
            seen.append(event)

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        body()
    finally:
        sys.settrace(before)
    assert seen == ["call"] * 2


def test_main_module_and_dictionary():
    assert subinterpreters.main_module() is sys.modules["__main__"]
    key = f"freehold test {threading.get_ident()}"
    subinterpreters.interpreter_dict()[key] = 1
    assert in_threads(2, lambda _: subinterpreters.interpreter_dict()[key]) == [1, 1]
    assert subinterpreters.interpreter_dict().pop(key) == 1


def test_detaching_by_hand():
    deaths = Deaths()
    for number in range(10):
        assert subinterpreters.detach_by_hand(deaths.mortal(number)) == [True, False, True, True]
    assert deaths.wait() == 10
    assert subinterpreters.attached_after_swap() == [False, True, True]


def test_attaching_by_hand():
    idents = in_threads(4, lambda _: subinterpreters.attach_by_hand(threading.get_ident))
    idents += in_threads(4, lambda _: subinterpreters.gil_state_by_hand(threading.get_ident))
    assert threading.get_ident() not in idents
    for attach in subinterpreters.attach_by_hand, subinterpreters.gil_state_by_hand:
        assert message(attach, lambda: 1 // 0).startswith("ZeroDivisionError: ")


def test_nothing_detaches_in_an_exclusive_section(capfd):
    assert subinterpreters.in_section(subinterpreters.Sections()) == (6, 1)
    assert "would release its lock" in capfd.readouterr().err


@pytest.mark.skipif(sys.version_info < (3, 12), reason="CPython crashes")
@pytest.mark.parametrize("way", ["new_interpreter_and_back", "clear_and_delete_interpreter"])
def test_interpreters_by_hand(way):
    code = f"""
import subinterpreters
print([subinterpreters.{way}() for _ in range(3)], subinterpreters.interpreter_id())
"""
    assert python(code) == "[True, True, True] 0"


def test_evaluating_frames():
    assert subinterpreters.eval_frame_func_stays() == (0, True)


@alone
def test_raising_in_another_thread():
    ready, ended = threading.Event(), []

    def work():
        try:
            ready.set()
            while True:
                pass
        except KeyError:
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    assert subinterpreters.raise_in_thread(thread.ident, KeyError) is True
    thread.join()
    assert ended == [True]
    assert subinterpreters.raise_in_thread(1, KeyError) is False
    own = threading.get_ident()

    def taken_back():
        subinterpreters.raise_in_thread(own, KeyError), subinterpreters.raise_in_thread(own)

    # Between the two there is no instruction that looks; but the first call itself may be followed by a look.
    try:
        taken_back()
    except KeyError:
        pass


@alone
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_forking_by_hand():
    """In a process without sub-interpreters, which free-threaded 3.13 cannot delete in the child."""
    code = """
import subinterpreters, threading
ident = threading.get_ident()
def child():
    return 7 if threading.get_ident() == ident and threading.active_count() == 1 else 8
print(subinterpreters.fork_by_hand(child), subinterpreters.fork_by_hand(lambda: 1 // 0))
"""
    assert python(code) == "7 99"


def test_values_of_threads():
    before = subinterpreters.count()
    assert in_threads(4, lambda _: [subinterpreters.count() for _ in range(3)]) == [[1, 2, 3]] * 4
    assert subinterpreters.count() == before + 1


@alone
def test_values_of_threads_that_race_for_the_key():
    for _ in range(load(400)):
        # The key is dropped, its values are not.
        assert subinterpreters.count_in_threads(8, 100) == ([100] * 8, 8, 0)


def test_a_value_whose_initialiser_asks_for_it():
    first, second = subinterpreters.made_by_itself()
    assert first == second == 7


def test_objects_as_values_of_threads():
    """They are there as long as the thread, and never given up: what is kept here lives for ever."""

    def work(number):
        things = [object() for _ in range(5)]
        for thing in things:
            subinterpreters.keep(thing)
        assert [kept is thing for kept, thing in zip(subinterpreters.kept(), things)] == [True] * 5

    in_threads(4, work)
    assert in_threads(1, lambda _: subinterpreters.kept()) == [[]]


@alone
def test_keys_are_given_back():
    """There are about a thousand; those that are deleted can be had again."""
    assert subinterpreters.short_lived(20_000)
    assert message(subinterpreters.fill_keys).startswith("RuntimeError: PyTss: the operating system has no more keys")
    assert subinterpreters.short_lived(10)
