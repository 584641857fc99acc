"""1, lost-update: every lock policy by every way in. The count is exact.

8 threads hit one counter 1,000,000 times each, for each policy; each thread takes all ways in turn, beginning with
another one than its neighbours, so that different ways meet in the same object.
"""

import operator
from functools import partial

import stress
from harness import check, in_threads, main, repeat

COUNTERS = {
    "locked": (stress.LockedCounter, lambda it: [partial(stress.bump, it)]),
    "whole block": (stress.WholeCounter, lambda it: []),
    "handles": (stress.HandleCounter, lambda it: []),
    "read-write": (stress.ReadWriteCounter, lambda it: []),
    "mutex": (stress.MutexCounter, lambda it: [it.hit_detached]),
    "frozen": (stress.FrozenCounter, lambda it: [it.hit_detached]),
}


def ways(counter, more):
    kind = type(counter)
    return [
        counter.hit,
        partial(kind.hit_static, counter),
        partial(getattr, counter, "hit_by_reading"),
        partial(setattr, counter, "hit_by_writing", 0),
        counter,
        partial(operator.setitem, counter, 0, 0),
        partial(len, counter),
        *more(counter),
    ]


def scenario(run):
    times = run.times(1_000_000)

    def hammer(kind, more):
        counter = kind()
        calls = ways(counter, more)

        def work(number):
            for turn in range(len(calls)):
                share = times // len(calls) + (turn < times % len(calls))
                repeat(share, calls[(number + turn) % len(calls)])

        in_threads(8, work)
        check(counter.value() == 8 * times, f"{counter.value()} of {8 * times} hits")

    run.parts({name: partial(hammer, *counter) for name, counter in COUNTERS.items()})


main(scenario)
