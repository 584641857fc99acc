"""10, foreign-attach: threads that Python did not make attach, work, detach and end. Their thread states are freed, and
the memory of the process does not grow.

8 threads make so many threads, one after the other, that these attach 100,000 times, for each way to attach.
"""

import pathlib
import resource
from functools import partial

import stress
from harness import all_together, check, main

# How often each thread attaches, and how many calls that is each time.
WAYS = {"attach": (1, 1), "handle": (5, 1), "nested": (2, 5), "kept": (10, 1)}

# Pages of memory that allocators may keep, in bytes for each thread that was made: a thread state is larger.
SLACK = 100
WARM = 8 << 20


def resident():
    """Bytes of memory that the process has, or nothing where the system does not say."""
    try:
        return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return None


def python():
    """Something that needs a frame and the allocator."""
    return [{}, []]


def scenario(run):
    def hammer(way):
        attaches, calls = WAYS[way]
        threads = run.times(100_000) // (attaches * calls) or 1
        counter = stress.LockedCounter()

        def in_all(share):
            moving = run.moving(8)

            def work(number):
                made = 0
                for turn in moving.steps_of(number, share):
                    callback = python if turn % 2 else counter.hit
                    made += stress.attach_from_threads(way, 1, attaches, callback)
                return made

            *made, _ = all_together(*[partial(work, number) for number in range(8)], moving.watch)
            return sum(made)

        before = stress.thread_states()
        # The first ones fill pools, for every size and in every arena.
        in_all(min(threads, 200))
        memory = resident()
        made, wanted = in_all(threads), 8 * threads * attaches * calls
        check(made == wanted, f"{made} calls of {wanted}")
        # Threads that Python made have ended a moment after they were joined.
        run.settles(lambda: stress.thread_states() == before)
        states = stress.thread_states()
        check(states == before, f"{states} thread states, {before} before")
        if memory is not None:
            grown = resident() - memory
            check(grown <= WARM + SLACK * 8 * threads, f"{8 * threads} threads have left {grown} bytes")
            print(f"  {8 * threads} threads, {grown:+} bytes", flush=True)

    run.parts({way: partial(hammer, way) for way in WAYS})


main(scenario)
