"""Sections that know whether they were suspended: `&Section<'_>`, `with_watched_section`, `on_suspend`."""

import threading

import pytest
import sections
from marks import alone
from support import all_together, can_be_locked, in_threads, load, message

needs_locks = pytest.mark.skipif(not sections.has_locks(), reason="with the GIL, sections lock nothing")


def somewhere_else(call, *arguments):
    """Makes the call on another thread, while this one waits for it: detached."""
    return all_together(lambda: call(*arguments))[0]


def nothing():
    pass


WATCHED = {
    "one": (sections.Cell, sections.watch),
    "list": (list, sections.watch_list),
    "two": (sections.Cell, lambda it, calls: sections.watch_two(it, sections.Cell(), calls)),
    "second of two": (sections.Cell, lambda it, calls: sections.watch_two(sections.Cell(), it, calls)),
    "one object twice": (sections.Cell, lambda it, calls: sections.watch_two(it, it, calls)),
    "block": (object, sections.watch_block),
    "block on own class": (sections.Cell, sections.watch_block),
    "block on two": (dict, lambda it, calls: sections.watch_two_block(it, object(), calls)),
    "block on second": (sections.Cell, lambda it, calls: sections.watch_two_block([], it, calls)),
}
#: Those that know the class of what they lock.
OWN = ["one", "two", "second of two", "one object twice"]


@alone
@pytest.mark.parametrize("kind", WATCHED)
def test_nothing_suspends(kind):
    """Guarantee: callbacks that neither wait nor lock suspend nothing, and sections say so."""
    make, watch = WATCHED[kind]
    it = make()
    assert watch(it, [nothing, nothing, lambda: [None] * 1000, lambda: sorted(range(100))]) == [(0, False)] * 5


@alone
@pytest.mark.parametrize("kind", WATCHED)
def test_a_suspension_is_counted(kind):
    """Guarantee: a section in which the lock was lost says so, and how often it found that."""
    make, watch = WATCHED[kind]
    it, probe = make(), sections.Probe()

    def let_in():
        somewhere_else(sections.pass_any, it, probe, 0)

    seen = watch(it, [nothing, let_in, nothing, let_in, nothing])
    counts = [count for count, _ in seen]
    if sections.has_locks():
        assert counts[0] == counts[1] == 0 < counts[2] == counts[3] < counts[4] == counts[5]
    assert probe.passes == 2


@alone
@pytest.mark.parametrize("kind", OWN)
def test_interleaving_is_exact_for_own_classes(kind):
    """Guarantee: `interleaved` means that another thread was in a section on the object, not just that it could have
    been."""
    _, watch = WATCHED[kind]
    it = sections.Cell()

    def wait():
        somewhere_else(nothing)

    def let_in():
        somewhere_else(it.add, 1)

    seen = watch(it, [wait, wait, let_in, wait])
    assert [interleaved for _, interleaved in seen] == [False, False, False, True, True]


@alone
@needs_locks
@pytest.mark.parametrize("kind", WATCHED)
def test_waiting_for_the_lock_is_before_the_section(kind):
    """Guarantee: a section counts from the moment that it has its locks."""
    make, watch = WATCHED[kind]
    it, seen, held = make(), [], []

    def wait():
        # Without letting go of anything, so that the other one is not suspended by the start of this thread.
        while not held:
            pass
        seen.extend(watch(it, [nothing]))

    def hold():
        held.append(True)
        # It has been in already if this section was suspended by chance: any lock of CPython can be the reason.
        while not sections.is_waited_for(it) and not seen:
            pass

    thread = threading.Thread(target=wait)
    thread.start()
    sections.call_any(it, hold)
    thread.join()
    assert seen == [(0, False)] * 2


def test_on_suspend_error():
    """Guarantee: with `on_suspend = "error"`, what came in between is an exception, and nothing else is."""
    it = sections.Guarded()
    assert it.strict(lambda: 7) == 7
    # Another thread runs, but not here.
    assert it.strict(lambda: somewhere_else(sections.Guarded().add, 1)) == 1
    text = message(it.strict, lambda: somewhere_else(it.add, 1))
    assert text.startswith("RuntimeError: ") and "Guarded.strict()" in text and "'self'" in text
    assert it.strict(lambda: 8) == 8 and it.runs() == 4
    assert can_be_locked(it.runs) == [4]


def test_on_suspend_error_with_two():
    first, second = sections.Guarded(), sections.Guarded()
    assert first.strict_both(second, lambda: 7) == 7
    for it in (first, second):
        text = message(first.strict_both, second, lambda: somewhere_else(it.add, 1))
        assert text.startswith("RuntimeError: ") and "Guarded.strict_both()" in text
        assert "'self' or 'other'" in text
    assert can_be_locked(first.runs, second.runs) == [3, 0]


def test_on_suspend_error_without_a_result():
    it = sections.Guarded()
    assert it.strict_plain(3) == 0


def test_an_error_of_the_body_is_not_replaced():
    """The body's own error says more than that somebody came in between."""
    it = sections.Guarded()

    def fail():
        somewhere_else(it.add, 1)
        raise LookupError("mine")

    assert message(it.strict, fail) == "LookupError: mine"
    assert it.add(1) == 2


def test_on_suspend_retry():
    """Guarantee: with `on_suspend = "retry"` the body runs again if somebody came in between, and else once."""
    it = sections.Guarded()
    assert it.stubborn(lambda run: run) == 1
    assert it.stubborn(lambda run: (somewhere_else(it.add, 1), run)[1] if run < 5 else run) == 5
    assert it.runs() == 5 and it.add(0) == 3


def test_on_suspend_retry_is_bounded():
    """Guarantee: ten runs, then an exception: nobody is stuck for ever."""
    it = sections.Guarded()
    text = message(it.stubborn, lambda run: somewhere_else(it.add, 1))
    assert text.startswith("RuntimeError: ") and "Guarded.stubborn()" in text and "'self'" in text and "10" in text
    assert it.runs() == 10 and can_be_locked(it.runs) == [10]


def test_on_suspend_retry_with_two():
    first, second = sections.Guarded(), sections.Guarded()
    text = "text" * 10
    assert first.stubborn_both(second, lambda run: run, text) == (1, text)
    let_in = lambda run: (somewhere_else(second.add, 1), run)[1] if run < 4 else run
    assert first.stubborn_both(second, let_in, text) == (4, text)
    error = message(first.stubborn_both, second, lambda run: somewhere_else(second.add, 1), text)
    assert error.startswith("RuntimeError: ") and "Guarded.stubborn_both()" in error and "10" in error
    assert first.runs() == 14


def test_an_error_ends_the_retries():
    it = sections.Guarded()

    def fail():
        somewhere_else(it.add, 1)
        raise LookupError("mine")

    assert message(it.fail_in_run, fail) == "LookupError: mine" and it.runs() == 1
    assert message(it.fail_in_run, lambda: somewhere_else(it.add, 1)) == "ValueError: failed inside" and it.runs() == 2


def test_what_is_retried_is_right():
    """What the option is for: the result is that of a run that nobody came into."""
    it, calls = sections.Guarded(), []

    def more():
        calls.append(None)
        if len(calls) < 4:
            somewhere_else(it.add, 10)
        return 1

    assert it.add_called(more) == 31 and len(calls) == 4


def test_strict_and_stubborn_threads():
    """Many threads that come into each other: each call either ran alone, or says that it did not."""
    times, it = load(500), sections.Guarded()
    refused = []

    def strict():
        alone = 0
        for _ in range(times):
            try:
                it.strict(lambda: it.add(1))
                alone += 1
            except RuntimeError as error:
                refused.append(str(error))
        return alone

    done = in_threads(4, lambda _: strict())
    assert sum(done) + len(refused) == 4 * times and it.runs() == 4 * times
    assert all("Guarded.strict()" in text for text in refused)
    assert it.add(0) == 4 * times
