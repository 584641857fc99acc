"""11, drop-detached: references die on threads that are detached, and on threads that Python did not make. Each is
released once, and none is lost.

8 threads let go of 200,000 objects each, and of as many references to one object, for each way to be elsewhere.
"""

import sys
import threading
from functools import partial

import stress
from harness import all_together, check, main

WAYS = ["detached", "reattached", "foreign", "foreign, attached before", "foreign, kept", "thread-local"]
AT_ONCE = 100


class Mortal:
    """Counts its end."""

    ended = 0
    counting = threading.Lock()

    def __del__(self):
        with Mortal.counting:
            Mortal.ended += 1


def scenario(run):
    times = run.times(200_000)

    def hammer(way):
        tally, shared = stress.Tally(), object()
        references = sys.getrefcount(shared)
        waiting, released, abandoned = stress.pending()
        check(waiting == 0, f"{waiting} wait before anything has died")
        batches = max(1, times // AT_ONCE)
        moving = run.moving(8)

        def work(number):
            for _ in moving.steps_of(number, batches):
                stress.let_go(way, tally, AT_ONCE, shared)

        all_together(*[partial(work, number) for number in range(8)], moving.watch)
        # Each thread releases what it finds when it comes back, and that is all.
        made = 8 * batches * AT_ONCE
        check(tally.made == tally.ended == made, f"{tally.made} made of {made}, {tally.ended} ended")
        now = sys.getrefcount(shared)
        check(now == references, f"{now} references, {references} before")
        after = stress.pending()
        check(after == (0, released + 2 * made, abandoned), f"{after} after {made} objects, {released, abandoned} before")

    def nobody_comes():
        """No thread attaches by way of the library. Python is asked to release them all the same."""
        for _ in range(run.times(1_000)):
            Mortal.ended = 0
            stress.let_go_later([Mortal() for _ in range(AT_ONCE)], 500)
            all_ended = run.settles(lambda: Mortal.ended == AT_ONCE)
            check(all_ended, f"{Mortal.ended} of {AT_ONCE} have ended")

    run.parts({**{way: partial(hammer, way) for way in WAYS}, "nobody comes": nobody_comes})


main(scenario)
