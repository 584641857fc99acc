"""12, drop-blocks: payloads sleep, detach or lock when they are dropped, by the last reference or by a collection, while
another thread collects all the time. As many payloads end as were made.

4 threads make 20,000 objects each, for each way to end.
"""

import gc
from functools import partial

import stress
from harness import all_together, check, main


class Derived(stress.Dropping):
    """Takes part in collections, as its base does not."""


def scenario(run):
    times = run.times(20_000)

    def hammer(options):
        tally, lock = stress.Tally(), stress.Lock()
        more = options(lock)
        moving = run.moving(4)

        def work(number):
            choose = run.random(number).randrange
            kept = []
            for _ in moving.steps_of(number, times):
                match choose(5):
                    case 0:
                        stress.Dropping(tally, **more)
                    case 1:
                        # Only a collection ends a cycle.
                        cycle = Derived(tally, **more)
                        cycle.me = cycle
                    case 2:
                        # One payload drops another.
                        stress.Dropping(tally, held=Derived(tally, **more), **more)
                    case 3:
                        kept.append(Derived(tally, **more))
                        if len(kept) == 50:
                            kept.clear()
                    case 4:
                        # The one before dies at the end of a section.
                        lock.keep(stress.Dropping(tally, **more))

        collect = partial(moving.collect, rest=0.0005)
        all_together(*[partial(work, number) for number in range(4)], collect, moving.watch)
        lock.keep(None)

        def all_ended():
            gc.collect()
            return tally.ended == tally.made

        # Without the GIL, the last objects may end in threads that are just leaving.
        check(run.settles(all_ended), f"{tally.made} made, {tally.ended} ended")
        check(lock.uses() == (tally.ended if more.get("lock") else 0), f"{lock.uses()} uses by {tally.ended}")

    run.parts(
        {
            "sleep": partial(hammer, lambda lock: {}),
            "detach": partial(hammer, lambda lock: {"detach": True}),
            "lock": partial(hammer, lambda lock: {"lock": lock}),
        }
    )


main(scenario)
