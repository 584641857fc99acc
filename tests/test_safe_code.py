"""Attempted breaks by safe code alone: the package `breaks` has no `unsafe`, and Python does what it can. Each
test tries to break a guarantee, which its docstring names, and says how."""

import copy
import copyreg
import gc
import importlib.util
import pickle
import sys
import threading
import time

import breaks
import pytest
from support import can_be_locked, in_threads, load, message, raised, run_python, until

shared = pytest.mark.thread_unsafe(reason="the package has statics, which tests in parallel would share")
processes = pytest.mark.thread_unsafe(reason="it starts a process, which needs no company")


def test_new_that_makes_no_payload():
    """Guarantee: no object without a payload. Python assigns or deletes `__new__`, calls `object.__new__` in all the
    ways that exist, through subclasses, metaclasses, and other bases."""

    def bare(cls, *_):
        return object.__new__(cls)

    for cls in (breaks.Boxed, breaks.Nobody, breaks.Parted):
        for assign in (lambda: setattr(cls, "__new__", bare), lambda: delattr(cls, "__new__")):
            assert type(raised(assign)) is TypeError

        class Mutable(cls):
            pass

        class Bare(cls):
            __new__ = bare

        class Inherits(Bare):
            pass

        class Objects(cls):
            __new__ = object.__new__

        class Slots(cls):
            __slots__ = ("a", "b")

        class Meta(type):
            __call__ = bare

        class Called(cls, metaclass=Meta):
            pass

        class Plain:
            pass

        class Both(Plain, cls):
            pass

        for derived in (cls, Mutable, Bare, Inherits, Objects, Slots, Called, Both):
            assert type(raised(object.__new__, derived)) is TypeError
            made(derived)
            made(lambda: derived.__new__(derived))
        Mutable.__new__ = bare
        made(Mutable)
        Mutable.__new__ = object.__new__
        made(Mutable)
        del Mutable.__new__
        made(Mutable)


def made(make):
    """What is made has a payload, or it is refused."""
    try:
        it = make()
    except TypeError:
        return
    assert it.value() == 7 if isinstance(it, breaks.Boxed) else it.sum() == 3


def test_copies_that_make_no_payload():
    """Guarantee: as above. `copy` and `pickle` make objects by ways of their own."""
    for it in (breaks.Boxed(), breaks.Nobody.make(), breaks.Parted(), type("Derived", (breaks.Boxed,), {})()):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError):
                pickle.loads(pickle.dumps(it, protocol))
        for way in (copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                way(it)
        with pytest.raises(TypeError):
            copyreg._reconstructor(type(it), object, None)


def test_types_that_change():
    """Guarantee: no type confusion. `__class__` and `__bases__` are assigned to those of another class of the same
    size; a class derives from two."""
    classes = breaks.Boxed, breaks.Nobody, breaks.Parted

    def derived(cls):
        return type("Derived", (cls,), {})

    for cls in (breaks.Boxed, breaks.Parted):
        for other in (*classes, object, int, type("Plain", (), {})):
            if other is cls:
                continue
            for attempt in (
                lambda: setattr(cls(), "__class__", other),
                lambda: setattr(derived(cls)(), "__class__", other),
                lambda: setattr(derived(cls)(), "__class__", type("Derived", (other,), {})),
                lambda: setattr(derived(cls), "__bases__", (other,)),
                lambda: setattr(cls, "__bases__", (other,)),
            ):
                assert type(raised(attempt)) is TypeError
        for other in classes:
            if other is not cls:
                assert "lay-out" in message(type, "Both", (cls, other), {})
    it = derived(breaks.Boxed)(3)
    it.__class__ = derived(breaks.Boxed)
    assert it.value() == 3


def test_descriptors_with_a_wrong_object():
    """Guarantee: no type confusion. Methods, slots and descriptors are called unbound, with anything."""
    wrong = (3, None, object(), breaks.Parted(), breaks.Nobody.make(), breaks.Account, breaks)
    names = ("add", "__len__", "__getitem__", "__iter__", "__next__", "__call__", "__eq__", "move_to")
    for name in names:
        function = getattr(breaks.Account, name)
        for it in wrong:
            for arguments in ((it,), (it, 1), (it, it), (it, it, 1)):
                assert type(raised(function, *arguments)) is TypeError
            bound = raised(vars(breaks.Account)[name].__get__, it) if it is not None else None
            assert bound is None or type(bound) is TypeError
    for it in wrong:
        assert type(raised(breaks.Account().move_to, it, 1)) is TypeError
        assert type(raised(type.__call__, type(it), 1, 2, 3, 4)) is not SystemError
        assert (breaks.Account() == it) is False


@shared
def test_a_second_module_of_the_same_library():
    """Guarantee: no type confusion, no use after free. The module is executed again; classes of both instances meet,
    and outlive the instances."""
    spec = importlib.util.find_spec("breaks")
    for _ in range(20):
        other = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(other)
        assert other.Boxed is not breaks.Boxed
        one, two = breaks.Boxed(1), other.Boxed(2)
        one.swap(two)
        two.swap(one)
        one.swap(two)
        assert (one.value(), two.value()) == (2, 1)
        with pytest.raises(TypeError):
            breaks.Boxed.value(two)
        with pytest.raises(TypeError):
            setattr(type("Derived", (breaks.Boxed,), {})(), "__class__", type("Derived", (other.Boxed,), {}))
        del other, one
        gc.collect()
        assert two.value() == 1


def test_panics_in_conversions():
    """Guarantee: nothing unwinds into C, and no process aborts. The arguments of an exception panic when CPython, or
    Rust code, asks for them; so do a result, the text of an error, and a panic's own payload when it is dropped."""
    assert message(breaks.panic_in_arguments) == "PanicException: in the arguments"
    assert "PanicException: in the arguments" in breaks.panic_in_arguments_of_value()
    assert message(breaks.panic_in_result) == "PanicException: in the result"
    assert message(breaks.panic_in_display) == "PanicException: in the text"
    for in_arguments in (False, True):
        assert "no text" in message(breaks.panic_with_bomb, in_arguments)


def test_panics_in_copies():
    """Guarantee: no lock leaks. `Clone` panics where a field is read, and where an argument is passed by value."""
    cloned = breaks.Cloned()
    assert message(lambda: cloned.text) == "PanicException: in the copy"
    assert message(breaks.Cloned.copied, cloned) == "PanicException: in the copy"
    assert can_be_locked(cloned.usable) == [True]


@shared
@pytest.mark.parametrize("how", ["call", "raise", "detach", "detach and call", "thread", "panic"])
def test_what_a_payload_does_when_it_is_dropped(how, unraisable):
    """Guarantee: objects end well. `Drop` calls Python, ignores what that raises, detaches, attaches again, drops
    references on another thread, or panics; with or without an exception that is being handled."""
    account, before = breaks.Account(), breaks.drops()
    breaks.Dropping(how, lambda: account.add(1))
    try:
        try:
            raise KeyError("kept")
        finally:
            breaks.Dropping(how, lambda: account.add(1))
    except KeyError as error:
        assert error.args == ("kept",)
    if how == "raise":
        breaks.Dropping(how, lambda: 1 / 0)
    calls = 2 if how in ("call", "raise", "detach and call") else 0
    assert len(account) == calls and breaks.drops() >= before + 2
    assert [text for _, text in unraisable] == (["dropped"] * 2 if how == "panic" else [])


@shared
def test_payloads_that_die_in_a_subclass(unraisable):
    """Guarantee: as above, where Python's own deallocation comes first: the subclass has a dictionary, a finalizer that
    panics, and a cycle that only the collector finds."""

    class Derived(breaks.Dropping):
        def __del__(self):
            breaks.panic_in_result()

    account, before = breaks.Account(), breaks.drops()
    for _ in range(10):
        it = Derived("call", lambda: account.add(1), [])
        it.me = it
    del it
    gc.collect()
    assert breaks.drops() == before + 10 and len(account) == 10
    assert [text for _, text in unraisable] == ["in the result"] * 10


@shared
def test_finalizers_that_panic_while_a_section_unwinds(unraisable):
    """Guarantee: a panic meets no second one. A body panics with the last references to objects whose own ends panic,
    in Rust and in Python, or lock the same object and panic again."""
    dropping, seen = breaks.Dropping("none"), []

    class Mortal:
        def __del__(self):
            seen.append(message(dropping.panic_with, [breaks.Dropping("panic")]))
            breaks.panic_in_result()

    last = Moved([Mortal(), breaks.Dropping("panic"), Mortal(), breaks.Dropping("panic")])
    assert message(dropping.panic_with, last) == "PanicException: with a reference"
    assert seen == ["PanicException: with a reference"] * 2 and last == []
    gc.collect()  # Tracebacks keep arguments alive.
    assert sorted(text for _, text in unraisable) == ["dropped"] * 4 + ["in the result"] * 2


class Moved(list):
    """A list whose items nobody else has, once they have been taken from it."""

    def __iter__(self):
        while super().__len__():
            yield self.pop()


def test_ways_out_of_a_section():
    """Guarantee: the body of an exclusive section stays in it. It attaches, attaches again, and asks whether it may,
    and catches the panics that say no."""
    account = breaks.Account()
    for _ in range(2):
        seen = account.ways_out(lambda: pytest.fail("Python code under the lock"))
        assert "inside an exclusive critical section" in seen[0] and "reattach" in seen[1]
        assert seen[2] == "Err(InExclusiveSection)"
    assert can_be_locked(lambda: account.add(1)) == [1]


def test_errors_of_python_under_a_lock():
    """Guarantee: showing an error runs no Python code under a lock. Its `__str__` would lock the same object."""
    account = breaks.Account()

    class Error(Exception):
        def __str__(self):
            return str(account.add(100))

        __repr__ = __str__

    def fail():
        raise Error("kept")

    account.keep_error(fail)
    shown = account.show_error()
    assert len(shown) == 2 and all(shown) and len(account) == 0
    assert type(raised(account.fail_with)) is Error and len(account) == 0


def test_references_under_a_lock():
    """Guarantee: references are released after the section, once each. A body clones and drops many, of objects whose
    ends lock the same object, and others."""
    account, other = breaks.Account(), breaks.Account()
    account.shuffle(breaks.Dropping("call", lambda: (account.add(5), other.add(1))), 100)
    account.clear()
    assert (len(account), len(other)) == (5, 1)


def test_threads_that_share_the_payload():
    """Guarantee: a section lasts as long as the borrows in it. Its body lends parts of the payload to threads of its
    own, while other threads wait for the lock."""
    account, times = breaks.Account(), load(2000)

    def work():
        for _ in range(times // 20):
            assert account.add_in_threads(20) == 20
            account.add(1)

    in_threads(6, lambda number: work())
    assert len(account) == 6 * (times // 20) * 21


def test_one_object_twice():
    """Guarantee: two references to one payload are never both exclusive, with all spellings of the call."""
    account = breaks.Account()
    for call in (
        lambda: account.move_to(account, 1),
        lambda: account.move_to(other=account, amount=1),
        lambda: breaks.Account.move_to(account, account, 1),
    ):
        assert message(call) == "ValueError: Account.move_to() arguments 'self' and 'other' are the same object"
    assert account == account and len(account) == 0


@shared
def test_lists_that_are_watched_while_they_are_made():
    """Guarantee: no half-made container is seen. The conversion of each item asks the collector for all objects, fails,
    and collects garbage."""
    watched = []

    def watch(index):
        gc.collect()
        watched.extend(type(it) for it in gc.get_objects() if type(it) in (list, tuple) and len(it) == 37)
        return index

    before = sum(type(it) in (list, tuple) and len(it) == 37 for it in gc.get_objects())
    assert breaks.convert_many(watch, 37, False) == list(range(37))
    assert breaks.convert_many(watch, 37, True) == tuple(range(37))
    assert len(watched) <= 2 * 37 * (before + 1)

    def fail(index):
        return [index] if index < 30 else 1 / 0

    for tuples in (False, True):
        assert message(breaks.convert_many, fail, 37, tuples) == "ZeroDivisionError: division by zero"


@pytest.mark.parametrize("kind", ["list", "tuple", "bytes"])
def test_iterators_that_lie_about_their_length(kind):
    """Guarantee: no uninitialised item, no write behind the end. An iterator says another length than it has."""
    for says, has in ((0, 3), (3, 0), (3, 2), (2, 3)):
        result = outcome_of(breaks.short_iterator, says, has, kind)
        assert result == "PanicException" or (kind == "bytes" and result == bytes(range(says)))
    assert outcome_of(breaks.short_iterator, 2**62, 1, kind) == "MemoryError"
    assert len(breaks.short_iterator(5, 5, kind)) == 5


def outcome_of(call, *arguments):
    try:
        return call(*arguments)
    except BaseException as error:
        return type(error).__name__


def test_long_chains_of_mixed_objects():
    """Guarantee: no end of an object needs a deep stack. Freehold objects alternate with lists, tuples and dicts."""
    for link in (lambda it: [it], lambda it: (it,), lambda it: {"a": breaks.Mixed((it,))}, lambda it: it):
        it = None
        for _ in range(load(100_000)):
            it = breaks.Mixed(link(it))
        del it


@shared
def test_references_that_die_with_their_threads():
    """Guarantee: no reference is lost. Thread-locals own some, of threads of Python and of Rust; a thread of Rust drops
    one, and a static that such a thread empties another. Whoever comes next releases them."""
    deaths = []

    class Mortal:
        def __del__(self):
            deaths.append(1)

    def on_a_thread(function):
        thread = threading.Thread(target=lambda: function(Mortal()))
        thread.start()
        thread.join()

    on_a_thread(breaks.at_thread_end)
    on_a_thread(breaks.drop_on_thread)
    breaks.hold(Mortal())
    breaks.release_held()
    until(lambda: (breaks.Account().add(1), len(deaths) == 3)[1])


def test_thread_locals_that_call_python():
    """Guarantee: attaching works as long as there is an interpreter, also for a thread that Python has forgotten."""
    calls = []
    thread = threading.Thread(target=lambda: breaks.call_at_thread_end(lambda: calls.append(1)))
    thread.start()
    thread.join()
    breaks.call_at_end_of_rust_thread(lambda: calls.append(2))
    until(lambda: sorted(calls) == [1, 2])


def test_counting_from_foreign_threads():
    """Guarantee: reference counts are exact. Threads that Python does not know clone and drop one reference."""
    it = object()
    before = sys.getrefcount(it)
    breaks.exported(it, 6, load(2000))
    until(lambda: (breaks.Account().add(1), sys.getrefcount(it) == before)[1])


@shared
def test_an_exception_that_is_made_by_many_threads():
    """Guarantee: one error is one exception. Threads ask for it at once, and making it takes its time."""
    made = []

    def arguments():
        made.append(1)
        time.sleep(0.02)
        return "text"

    breaks.shared_error(arguments)
    values = in_threads(8, lambda number: breaks.shared_error_values())
    assert len({id(value) for value in values}) == 1 and len(made) == 1 and values[0].args == ("text",)


@processes
def test_an_exception_that_needs_itself():
    """Guarantee: no deadlock in the framework. Making the exception asks for the exception that is being made."""
    result = run_python("import breaks\nbreaks.shared_error()\nbreaks.shared_error_values()\nprint('back')")
    assert (result.returncode, result.stdout.strip()) == (0, "back"), result.stderr


@processes
def test_foreign_threads_and_the_end():
    """Guarantee: the process ends. Threads that Python does not know attach, count, detach and attach again, daemon
    threads detach and lock, while the last objects die slowly."""
    code = """
import gc, sys, threading, time
import breaks

account = breaks.Account()
breaks.attach_for_ever(object(), 6)

def lock():
    while True:
        account.add(1)

def detach():
    while True:
        breaks.call_then_drop(list, [object()])

class Slow:
    def __del__(self, collect=gc.collect, sleep=time.sleep):
        for _ in range(3):
            collect()
            sleep(0.01)

for target in (lock, lock, detach, detach):
    threading.Thread(target=target, daemon=True).start()
breaks_slowly = sys.modules["slow"] = Slow()
del breaks_slowly
time.sleep(0.05)
"""
    for _ in range(max(1, load(5))):
        result = run_python(code)
        assert (result.returncode, result.stderr) == (0, "")


@processes
def test_references_dropped_by_daemons_after_the_end():
    """Guarantee: no thread state is used after it is freed. A detached daemon thread drops references while, and after,
    the interpreter ends."""
    code = """
import sys, threading, time
import breaks

class Slow:
    def __del__(self, sleep=time.sleep):
        sleep(0.3)

objects = [object() for _ in range(60)]
threading.Thread(target=breaks.wait_detached_then_drop, args=(objects, 0.005), daemon=True).start()
del objects
sys.modules["slow"] = Slow()
time.sleep(0.05)
"""
    result = run_python(code)
    assert (result.returncode, result.stderr) == (0, "")


SUBINTERPRETER = """
import sys
import breaks

if sys.version_info >= (3, 13):
    import _interpreters
    new, run, end = lambda: _interpreters.create("isolated"), _interpreters.exec, _interpreters.destroy
else:
    import _xxsubinterpreters
    new, run, end = (
        lambda: _xxsubinterpreters.create(isolated=True), _xxsubinterpreters.run_string, _xxsubinterpreters.destroy
    )

START = f"import sys; sys.path[:] = {sys.path!r}\\nimport breaks\\n"
"""

with_subinterpreters = pytest.mark.skipif(sys.version_info < (3, 12), reason="one interpreter per library before 3.12")


@processes
@with_subinterpreters
def test_interpreters_come_and_go():
    """Guarantee: nothing of an interpreter outlives it. Interpreters import the library, use everything, and end, one
    after the other and several at once."""
    code = SUBINTERPRETER + """
WORK = START + '''
account = breaks.Account()
class Derived(breaks.Boxed): pass
assert account.add(1) == 1 and Derived(3).value() == 3 and breaks.Nobody.make().text() == "text"
breaks.Dropping("detach and call", lambda: account.add(1))
breaks.call_then_drop(list, [object() for _ in range(9)])
try:
    breaks.panic_in_arguments()
except BaseException as error:
    assert type(error).__name__ == "PanicException"
it = breaks.Mixed(account)
'''

for count in (1, 1, 1, 3, 5):
    ids = [new() for _ in range(count)]
    for id in ids:
        run(id, WORK)
    assert breaks.Boxed(5).value() == 5
    for id in ids:
        run(id, WORK)
        end(id)
assert breaks.Account().add(2) == 2
print("end")
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "end"), result.stderr


@processes
@with_subinterpreters
def test_detached_while_another_interpreter_runs():
    """Guarantee: a reference is released in its own interpreter. A detached body calls back, the callback runs code in
    another interpreter on the same thread, which detaches too; then the body drops references."""
    code = SUBINTERPRETER + """
id = new()
run(id, START)
deaths = []

class Mortal:
    def __del__(self):
        import _thread
        deaths.append((breaks.Account() is not None, id))

def objects():
    # Nobody else has them.
    yield from (Mortal() for _ in range(5))

class Sequence(list):
    def __iter__(self):
        return objects()

INSIDE = "breaks.call_then_drop(list, [object()])"
breaks.call_then_drop(lambda: run(id, INSIDE), Sequence())
breaks.Account().add(1)
assert len(deaths) == 5, deaths
end(id)
print("end")
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "end"), result.stderr


@processes
@with_subinterpreters
def test_references_in_the_wrong_interpreter():
    """Guarantee: no object reaches another interpreter. A static carries one over, in both directions, while its
    interpreter lives and after; a thread of Rust, which attaches to the main interpreter, has one of another."""
    code = SUBINTERPRETER + """
id = new()
run(id, START + '''
class X: pass
breaks.hold([X() for _ in range(10)])
assert len(breaks.held()) == 1
try:
    breaks.exported(object(), 1, 1)
except BaseException as error:
    assert type(error) is RuntimeError, error
else:
    raise AssertionError("counted in another interpreter")
''')

def refused():
    try:
        breaks.held()
    except BaseException as error:
        return type(error) is RuntimeError and "another interpreter" in str(error)

assert refused()
end(id)
assert refused()
breaks.release_held()
breaks.hold(object())
other = new()
run(other, START + '''
try:
    breaks.held()
except BaseException as error:
    assert "another interpreter" in str(error), error
else:
    raise AssertionError("seen in another interpreter")
''')
end(other)
assert len(breaks.held()) == 1
breaks.release_held()
print("end")
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "end"), result.stderr


@processes
@with_subinterpreters
def test_interpreters_side_by_side():
    """Guarantee: nothing of an interpreter is shared. Several, each with a GIL of its own if there are GILs, do
    everything at once, end, and come again."""
    code = SUBINTERPRETER + f"""
import threading

WORK = START + '''
import gc
class Derived(breaks.Boxed): pass
one, two = breaks.Account(), breaks.Account()
for number in range({load(1000)}):
    assert one.add(1) >= 1
    one.move_to(two, 1)
    assert Derived(number).value() == number and breaks.Nobody.make().text() == "text"
    breaks.call_then_drop(list, [object(), one])
    breaks.Dropping("detach and call", lambda: one.add(1))
    breaks.at_thread_end(object())
    one.shuffle(breaks.Mixed([number]), 5)
    if number % 100 == 0:
        gc.collect()
        breaks.drop_on_thread(two)
'''
failures = []

def work():
    for _ in range(3):
        id = new()
        if failure := run(id, WORK):
            failures.append(failure)
        end(id)

threads = [threading.Thread(target=work) for _ in range(3)]
for thread in threads:
    thread.start()
exec(WORK)
for thread in threads:
    thread.join()
assert not failures, failures
print("end")
"""
    result = run_python(code)
    assert (result.returncode, result.stdout.strip()) == (0, "end"), result.stderr


@processes
def test_payloads_that_call_python_at_the_very_end():
    """Guarantee: attaching works as long as Python code runs, also from the end of an object that dies with its module."""
    code = """
import sys
import breaks

class Kept:
    pass

kept = Kept()
kept.first = breaks.Dropping("call", lambda write=sys.__stdout__.write: write("called"))
sys.modules["kept"] = kept
del kept
"""
    result = run_python(code)
    assert (result.returncode, result.stdout, result.stderr) == (0, "called", "")
