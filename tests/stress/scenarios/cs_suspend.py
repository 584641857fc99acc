"""4, cs-suspend: a callback detaches, waits, nests or comes back inside a section that this may suspend. No payload is
seen half written; the section knows of every write of others, and of nothing else; and it counts what suspended it.

8 threads with 50,000 turns each, for each kind of callback.
"""

import threading
import time
from functools import partial

import stress
from harness import FREE_THREADED, check, in_threads, main


def nothing(ledger, other, lock):
    return (lambda: None), 0


def detaching(ledger, other, lock):
    return partial(time.sleep, 0), 0


def waiting(ledger, other, lock):
    def wait():
        with lock:
            pass

    return wait, 0


def nesting(ledger, other, lock):
    """A section on another object, which detaches."""
    return partial(other.run, partial(time.sleep, 0), 0), 0


def nesting_and_back(ledger, other, lock):
    """A section on another object, and in it one on the first."""
    inner = partial(ledger.run, lambda: None, 0)
    return partial(other.run, inner, 0), 2


def coming_back(ledger, other, lock):
    """Writes by exclusive sections inside of the section: those are no interruption."""

    def write():
        ledger.touch()
        ledger.touch()

    return write, 2


CALLBACKS = {
    "nothing": nothing,
    "detach": detaching,
    "wait": waiting,
    "nest": nesting,
    "nest and come back": nesting_and_back,
    "come back": coming_back,
}

GAVE_UP = "suspended 10 times in a row"
INTERRUPTED = "another thread has used"


def scenario(run):
    times = run.times(50_000)

    def look(result, must_suspend):
        others, interleaved, suspensions, whole = result
        check(whole, "torn")
        check(others < 1 << 63, "own writes are missing")
        check(interleaved == (others > 0), f"{others} writes by others, but interleaved is {interleaved}")
        if FREE_THREADED:
            check(suspensions or not others, f"{others} writes by others, but no suspension")
        check(suspensions or not must_suspend, "a detached callback, but no suspension")

    def hammer(make):
        ledger, other, lock = stress.Ledger(), stress.Ledger(), threading.Lock()
        callback, own = make(ledger, other, lock)
        must_suspend = FREE_THREADED and make in (detaching, nesting)

        def work(number):
            for turn in range(times):
                match (turn + number) % 4:
                    case 0:
                        ledger.touch()
                    case 1 if make in (nothing, detaching, waiting):
                        look(ledger.run_both(other, callback), must_suspend)
                    case _:
                        look(ledger.run(callback, own), must_suspend)

        in_threads(8, work)

    def on_suspend(method, expected):
        """What comes back normally has been left alone; or there is an error that says why not."""
        ledger, raised, returned = stress.Ledger(), [0] * 8, [0] * 8
        callback = partial(time.sleep, 0)

        def work(number):
            for turn in range(times):
                if (turn + number) % 4 == 0:
                    ledger.touch()
                    continue
                try:
                    check(method(ledger, callback), "came back although others have written")
                    returned[number] += 1
                except RuntimeError as error:
                    check(expected in str(error), error)
                    raised[number] += 1

        in_threads(8, work)
        print(f"  {sum(returned)} undisturbed, {sum(raised)} raised", flush=True)

    parts = {name: partial(hammer, make) for name, make in CALLBACKS.items()}
    parts["on_suspend = error"] = partial(on_suspend, stress.Ledger.run_or_fail, INTERRUPTED)
    parts["on_suspend = retry"] = partial(on_suspend, stress.Ledger.run_again, GAVE_UP)
    run.parts(parts)


main(scenario)
