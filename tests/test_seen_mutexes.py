"""Mutexes that a collection looks into, and threads that it does not stop: those attached to another interpreter."""

import sys

import pytest
from support import python
from test_interpreters import PRELUDE, run
from test_module import since_3_12, sub

#: What is in use must neither be finalized nor cleared, and weak references to it stay.
WITNESS = """
import weakref
finalized = []

class Witness:
    def __del__(self):
        finalized.append(True)

def held():
    "An object of which only the mutex of another one knows, of which only a thread knows; and a weak reference."
    witness = Witness()
    witness.me = witness
    return lib.Seen(witness), weakref.ref(witness)

gc.disable()
"""


#: From 3.15 on, CPython ends each sub-interpreter by its own exit functions, so nobody else closes its gate.
main_closes_all = pytest.mark.skipif(
    sys.version_info >= (3, 15), reason="the main interpreter does not close the gates of others"
)


@sub
@since_3_12
@pytest.mark.parametrize("way", ["take_while_seen", "lock_while_seen"])
def test_what_a_collection_looks_at_is_not_taken_out_elsewhere(way):
    """Each look of one collection sees the same: the thread does not get the mutex in between."""
    code = f"""
{WITNESS}
a = made(True)
for _ in range(20):
    seen, alive = held()
    lib.{way}(seen, a)
    del seen
    gc.collect()
    tried, found = lib.found()
    assert not any(tried), tried
    assert found is alive() and not finalized, (found, alive(), finalized)
    del found
    gc.collect()
    assert alive() is None and finalized.pop()
ended(a)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
def test_threads_of_the_interpreter_take_what_its_collections_have_seen():
    """The mark of a collection means nothing to them, and goes when another interpreter's thread gets the mutex."""
    code = f"""
{WITNESS}
a = made(True)
seen, alive = held()
for _ in range(3):
    gc.collect()
found = seen.take()
assert found is alive() and seen.take() is None
gc.collect()
assert seen.take() is None
ended(a)
print("fine")
"""
    assert run(code) == "fine"


@sub
@since_3_12
@pytest.mark.parametrize(
    "owner",
    [
        "main",
        pytest.param("sub", marks=main_closes_all),
    ],
)
def test_the_owner_of_what_was_seen_begins_to_end(owner):
    """An interpreter that waits for the thread is not waited for by it: no collection of it looks any more."""
    code = f"""
import atexit

@atexit.register
def at_last():
    "Runs after the library's own exit function, which closes the gates."
    until(lib.locked_late)
    print("found", lib.locked_late() == 2)

{PRELUDE}
{WITNESS}
if {owner == "main"}:
    a, owner = made(True), main
    seen, alive = held()
    gc.collect()
    lib.offer(seen)
else:
    # The gates are closed in the order in which they were made.
    owner, a = made(True), made(True)
    source = "import attaching as lib, gc; seen = lib.Seen(object()); gc.collect(); lib.offer(seen)"
    assert lib.run_in(owner, source) == "fine"
lib.lock_when_it_ends(a, owner)
"""
    # CPython warns of interpreters that are left.
    assert python(code, "-W", "ignore") == "found True"


@sub
@since_3_12
def test_the_thread_that_ends_all_locks_what_was_seen():
    """Nobody but that thread could end the interpreter that it would wait for."""
    code = f"""
import atexit

@atexit.register
def at_last():
    "Runs after the library's own exit function, which closes the gates."
    print("found", lib.take_offered())

{PRELUDE}
owner = made(True)
source = "import attaching as lib, gc; seen = lib.Seen(object()); gc.collect(); lib.offer(seen)"
assert lib.run_in(owner, source) == "fine"
"""
    assert python(code, "-W", "ignore") == "found True"


@sub
@since_3_12
def test_the_owner_of_what_was_seen_ends():
    """A thread of another interpreter gets the mutex when the owner is gone, if not before: it does not wait for ever."""
    code = f"""
{WITNESS}
source = "import attaching as lib, gc; seen = lib.Seen(object()); gc.collect(); lib.offer(seen)"
for _ in range(5):
    owner, a = made(True), made(True)
    assert lib.run_in(owner, source) == "fine"
    lib.lock_when_it_ends(a, owner)
    ended(owner)
    until(lib.locked_late)
    assert lib.locked_late() == 2
    ended(a)
print("fine")
"""
    assert run(code) == "fine"
