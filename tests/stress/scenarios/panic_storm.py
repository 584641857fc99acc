"""19, panic-storm: Rust code panics in methods, constructors, destructors, under locks and detached. Each panic is the
documented exception, and the locks can be used.

8 threads panic 20,000 times, for each kind of class. All panics count first, so the count tells that each lock was held;
between them, the same lock is used without a panic.
"""

import sys
from functools import partial

import stress
from harness import all_together, check, fail, main


class Mortal:
    """Dies with what holds it."""

    def __init__(self, tally, number):
        self.tally = tally
        self.number = number

    def __del__(self):
        self.tally[self.number] += 1


# How to panic, and how often that counts.
LOCKED = [
    (lambda it, other: it.locked(), 1),
    (lambda it, other: it.both(other), 1),
    (lambda it, other: it.block(), 1),
    (lambda it, other: it.section(), 1),
    (lambda it, other: it(), 1),
    (lambda it, other: it.property, 1),
    (lambda it, other: stress.Fragile(fails=True), 0),
]
READ_WRITE = [(lambda it, other: it.write(), 1), (lambda it, other: it.read(), 1)]
FROZEN = [
    (lambda it, other: it.mutex(), 1),
    (lambda it, other: it.guard(), 1),
    (lambda it, other: it.once(), 1),
]
DETACHED = [
    (lambda it, other: it.detached(), 1),
    (lambda it, other: it.allowed(), 1),
    (lambda it, other: it.reattached(), 1),
    (lambda it, other: it.foreign(), 1),
]


def is_planned(error):
    kind = type(error)
    return kind.__name__ == "PanicException" and kind.__bases__ == (BaseException,) and str(error) == "as planned"


def panics(call, *arguments):
    try:
        result = call(*arguments)
    except BaseException as error:
        if not is_planned(error):
            raise
    else:
        check(False, f"no exception, but {result!r}")


def scenario(run):
    times = run.times(20_000)
    stress.hush_panics()

    def hammer(kind, ways):
        it, other = kind(), kind()
        moving = run.moving(8)
        counts = [0] * 8

        def work(number):
            for turn in moving.steps_of(number, times):
                call, counted = ways[(number + turn) % len(ways)]
                panics(call, it, other)
                it.hit()
                # Detaching works as before.
                stress.come_back("detach", 0)
                counts[number] += counted + 1

        all_together(*[partial(work, number) for number in range(8)], moving.watch)
        check(it.count() == sum(counts), f"{it.count()} of {sum(counts)} counts")
        # Also for both at once, whichever is first.
        if kind is stress.Fragile:
            panics(it.both, other)
            panics(other.both, it)

    def destructors():
        """A destructor cannot raise: what it panics with is reported, and what it holds dies all the same."""
        tally, deaths, reported = stress.Tally(), [0] * 8, []
        moving = run.moving(8)
        before = sys.unraisablehook

        def report(unraisable):
            if not is_planned(unraisable.exc_value):
                fail(unraisable.exc_value)
            reported.append(None)

        def work(number):
            for _ in moving.steps_of(number, times):
                stress.Grumpy(tally, Mortal(deaths, number))

        sys.unraisablehook = report
        all_together(*[partial(work, number) for number in range(8)], moving.watch)
        sys.unraisablehook = before
        wanted = 8 * times
        check(tally.made == tally.ended == wanted, f"{tally.made} made, {tally.ended} ended, {wanted} wanted")
        check(len(reported) == wanted, f"{len(reported)} reports of {wanted}")
        check(sum(deaths) == wanted, f"{sum(deaths)} of {wanted} held objects have died")

    run.parts(
        {
            "locked": partial(hammer, stress.Fragile, LOCKED),
            "read-write": partial(hammer, stress.ReadWriteFragile, READ_WRITE),
            "mutex": partial(hammer, stress.FrozenFragile, FROZEN),
            "detached": partial(hammer, stress.FrozenFragile, DETACHED),
            "drop": destructors,
        }
    )


main(scenario)
