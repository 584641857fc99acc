"""7, cs-handoff: a lock is held for 2 to 10 ms while 3 threads wait for it and another one collects garbage. Nobody waits
longer than the hold.

2,000 rounds for each kind of lock. How long the waits took beyond the hold is printed; only a wait that never ends is a failure, because the
scheduler of a busy machine may be late by any time.
"""

import threading
import time
from functools import partial

import stress
from harness import all_together, check, main


def scenario(run):
    rounds = run.times(2_000)

    def hammer(hold):
        beyond = []
        barrier = threading.Barrier(4)
        moving = run.moving(4)
        held = [0.0]

        def work(number):
            choose = run.random(number).uniform
            for turn in moving.steps_of(number, rounds):
                barrier.wait()
                if turn % 4 == number:
                    began = time.perf_counter()
                    check(hold(turn, round(choose(2_000, 10_000))), "not alone")
                    held[0] = time.perf_counter() - began
                    barrier.wait()
                else:
                    time.sleep(0.0005)
                    began = time.perf_counter()
                    check(hold(turn, 0), "not alone")
                    waited = time.perf_counter() - began
                    barrier.wait()
                    beyond.append(waited - held[0])

        collect = partial(moving.collect, rest=0.006)
        all_together(*[lambda number=number: work(number) for number in range(4)], collect, moving.watch)
        beyond.sort()
        shown = ", ".join(f"{part:g} % {beyond[int((len(beyond) - 1) * part / 100)] * 1e3:.2f} ms" for part in (50, 99, 100))
        print(f"  waited beyond the hold: {shown}", flush=True)

    def one(kind):
        holder = kind()
        hammer(lambda turn, microseconds: holder.hold(microseconds))
        check(holder.entries() == 4 * rounds, holder.entries())

    def readers():
        """The waiters only want to read; now and then readers keep a writer waiting."""
        holder = stress.ReadWriteHolder()

        def hold(turn, microseconds):
            return (holder.hold if (microseconds > 0) == (turn % 3 > 0) else holder.look)(microseconds)

        hammer(hold)

    def two(kind):
        first, second = kind(), kind()

        def hold(turn, microseconds):
            a, b = (first, second) if turn % 2 else (second, first)
            return a.hold_both(b, microseconds)

        hammer(hold)

    run.parts(
        {
            "object": partial(one, stress.Holder),
            "two objects": partial(two, stress.Holder),
            "read-write": partial(one, stress.ReadWriteHolder),
            "readers and writers": readers,
            "PyMutex": partial(one, stress.MutexHolder),
            "PyMutex, two": partial(two, stress.MutexHolder),
        }
    )


main(scenario)
