"""Exclusive critical sections, one thread at a time: what they do, not how they race."""

import sys
import threading

import locking
import pytest
from support import FREE_THREADED, can_be_locked, run_python


def test_one_lock():
    counter = locking.Counter()
    assert [counter.hit(), counter.slow_hit(), counter.add(3), counter.value()] == [1, 2, 5, 5]


def test_every_kind_of_callable_can_lock():
    counter = locking.Counter()
    assert locking.Counter.hit_static(counter) == 1
    assert locking.bump(counter) == 2 and locking.bump(by=3, counter=counter) == 5
    assert counter() == 6 and counter.hit_by_reading == 7
    counter.hit_by_writing = 3
    counter[0] = 2
    counter.hits = counter.hits + 1
    assert len(counter) == counter.hits == counter.value() == 13


def test_two_locks():
    first, second = locking.Counter(3), locking.Counter(4)
    first.absorb(second)
    assert (first.hits, second.hits) == (7, 0)
    assert first.transfer(second, 2) == 5
    assert (first.hits, second.hits, first.sum(second), second.sum(first)) == (5, 2, 7, 7)
    locking.swap(first, second)
    locking.swap(b=first, a=second)
    locking.swap(first, second)
    assert (first.hits, second.hits) == (2, 5)
    assert first.copy_from(second) == first.hits == 5


def test_an_error_with_two_locks_changes_nothing():
    first, second = locking.Counter(3), locking.Counter(4)
    with pytest.raises(ValueError, match="^5 is more than 3$"):
        first.transfer(second, 5)
    assert (first.hits, second.hits) == (3, 4)


def test_one_object_twice():
    counter = locking.Counter(3)
    for call in (counter.absorb, counter.copy_from, lambda same: locking.swap(same, same)):
        with pytest.raises(ValueError, match="are the same object"):
            call(counter)
    with pytest.raises(ValueError, match="are the same object"):
        counter.transfer(counter, 1)
    assert counter.hits == 3


def test_one_object_twice_where_both_only_read():
    counter = locking.Counter(3)
    assert counter.sum(counter) == 6


def test_one_object_twice_with_an_answer_for_it():
    counter, other = locking.Counter(3), locking.Counter(4)
    assert counter.absorb_or_double(counter) == 6
    assert counter.absorb_or_double(other) == 10
    assert counter.send(counter, 5) == 10
    with pytest.raises(ValueError, match="^11 is more than 10$"):
        counter.send(counter, 11)
    assert counter.send(other, 4) == 6
    assert (counter.hits, other.hits) == (6, 4)


def test_two_classes():
    account, vault = locking.Account(10), locking.Vault(0)
    assert account.deposit(vault, 4) == 6 and vault.pay_out(account, 1) == 3
    assert account.total(vault) == account.total(vault=vault) == 10
    with pytest.raises(TypeError):
        account.deposit(account, 1)
    with pytest.raises(TypeError):
        vault.pay_out(vault, 1)


def test_arguments_are_converted_before_the_lock_is_taken():
    deferred = locking.Deferred()
    assert deferred.add_called(deferred.call) == 2
    counter = locking.Counter()

    class Index:
        def __index__(self):
            return counter.hit()

    assert counter.add(Index()) == 2
    assert locking.bump(counter, Index()) == 6


def test_results_are_converted_after_the_lock_is_given_back():
    deferred, other = locking.Deferred(), locking.Deferred()
    assert deferred.call_later(deferred.call) == 2
    assert deferred.call_all_later([deferred.call, deferred.call]) == [4, 5]
    assert deferred[deferred.call] == 7
    assert deferred.call_later_with(other, lambda: (deferred.call(), other.call())) == (9, 2)


def test_an_error_in_the_conversion_of_the_result_comes_after_the_section():
    deferred = locking.Deferred()

    def fail():
        raise LookupError(deferred.call())

    with pytest.raises(LookupError, match="^2$"):
        deferred.call_later(fail)
    assert deferred.call() == 3


def test_a_result_that_does_not_fit_is_an_error_after_the_section():
    ledger = locking.Ledger()
    with pytest.raises(OverflowError):
        len(ledger)
    assert can_be_locked(ledger.enter) == [1]


def test_the_proof_of_the_section_is_no_argument():
    registry = locking.Registry()
    first, second = object(), object()
    registry.add(first)
    registry.add(second)
    assert registry.snapshot() == [first, second]
    assert registry.get(0, None) is first and registry.get(9, None) is None and registry.get(9, second) is second
    assert registry.pop() is second and len(registry) == 1
    with pytest.raises(TypeError):
        registry.snapshot(None)


def test_what_is_called_on_a_snapshot_may_lock_again():
    registry = locking.Registry()
    registry.add(registry.note)
    registry.add(lambda: len(registry))
    assert [callback() for callback in registry.snapshot()] == [1, 2]


def test_a_container():
    table = locking.Table()
    table["a"] = first = object()
    assert table["a"] is first and "a" in table and "b" not in table and len(table) == 1
    table["a"] = second = object()
    assert table["a"] is second and table.setdefault("a", first) is second and table.setdefault("c", first) is first
    assert sorted(table.keys()) == ["a", "c"]
    del table["a"]
    for call in (lambda: table["a"], lambda: table.__delitem__("a")):
        with pytest.raises(KeyError) as error:
            call()
        assert error.value.args == ("a",)


def test_fields_lock():
    label = locking.Label("a", object=7)
    label.text = "b"
    assert (label.text, label.object) == ("b", 7)
    label.object = None
    assert label.object is None


def test_attaching_under_the_lock_is_refused():
    attacher = locking.Attacher()
    with pytest.raises(BaseException, match="exclusive critical section") as error:
        attacher.attach()
    assert type(error.value) is RuntimeError
    assert "do it after the section" in str(error.value)
    assert can_be_locked(attacher.attempts) == [1]


def test_trying_to_attach_under_the_lock_is_an_error():
    attacher = locking.Attacher()
    assert "exclusive critical section" in attacher.try_attach()
    assert can_be_locked(attacher.attempts) == [1]


def test_reattaching_under_the_lock_is_refused():
    attacher = locking.Attacher()
    with pytest.raises(BaseException) as error:
        attacher.reattach()
    assert type(error.value) is RuntimeError
    assert can_be_locked(attacher.attempts) == [1]


def test_attaching_with_two_locks_is_refused():
    first, second = locking.Attacher(), locking.Attacher()
    with pytest.raises(BaseException, match="exclusive critical section"):
        first.attach_with_two(second)
    assert can_be_locked(first.attempts, second.attempts) == [1, 1]


def test_a_thread_of_its_own_may_attach():
    attacher, called = locking.Attacher(), threading.Event()
    assert attacher.attach_elsewhere(lambda: (attacher.attempts(), called.set())) == 1
    called.wait()
    assert attacher.attempts() == 1


@pytest.mark.skipif(not FREE_THREADED or sys.platform != "linux", reason="only there, objects lean to threads")
def test_a_kernel_that_refuses_fences():
    """Guarantee: whoever restricts its process after the import loses no object. Locks lean to the thread that made an
    object; another thread ends that by a fence in all threads, or by stopping them."""
    code = """
import ctypes, platform, struct, threading
import locking

def forbid(number):
    def instruction(*of):
        return struct.pack("HBBI", *of)

    # Load the number of the call; EPERM if it is that one, else allow it.
    program = ctypes.create_string_buffer(
        instruction(0x20, 0, 0, 0) + instruction(0x15, 0, 1, number) + instruction(0x06, 0, 0, 0x00050001)
        + instruction(0x06, 0, 0, 0x7FFF0000)
    )
    filter = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 4, ctypes.addressof(program)))
    libc = ctypes.CDLL(None, use_errno=True)
    # No new privileges; then the filter.
    return libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, filter, 0, 0) == 0

tally = locking.Counter()
tally.hit()
if not forbid({"x86_64": 324, "aarch64": 283}[platform.machine()]):
    print("not allowed")
    raise SystemExit
hits = 200
threads = [threading.Thread(target=lambda: [tally.hit() for _ in range(hits)]) for _ in range(3)]
for thread in threads:
    thread.start()
for _ in range(hits):
    tally.hit()
for thread in threads:
    thread.join()
print(tally.hit() == 4 * hits + 2)
"""
    result = run_python(code)
    assert (result.returncode, result.stderr) == (0, "")
    if result.stdout == "not allowed\n":
        pytest.skip("the machine does not let processes restrict themselves")
    assert result.stdout == "True\n"
