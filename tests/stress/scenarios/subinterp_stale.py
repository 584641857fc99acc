"""16, subinterp-stale: threads aim at an interpreter that ends, and what was made in it is used afterwards. Whoever comes too
late gets an error, objects cannot be used in another interpreter, and their references are never touched again.

1,000 interpreters, for each kind, with 4 threads that aim at each. When it ends is random.
"""

import sys
from functools import partial

import stress
from harness import all_together, check, main

CLASS = """
import stress
shared = stress.Holder()

class result(stress.Life):
    '''Each thread makes such objects.'''
    def __init__(self):
        assert shared.hold(0)
"""

# Before 3.12, modules cannot be imported there.
PURE = """
def result():
    return [[], {}]
"""

OLD = sys.version_info < (3, 12)


def scenario(run):
    lives = run.times(1_000)

    def aim(kind):
        if OLD and kind == "own":
            print("  skipped: before 3.12, no interpreter has a GIL of its own", flush=True)
            return
        stress.hush_panics()
        moving = run.moving(2)

        def work(number):
            random = run.random(number)
            arrived = 0
            for turn in moving.steps_of(number, lives):
                # Two interpreters at once: numbers and addresses are used again by others.
                if turn % 2 == number:
                    arrived += stress.outlive(kind, PURE if OLD else CLASS, 4, round(random.uniform(0, 2_000)))
            return arrived

        *arrived, _ = all_together(*[partial(work, number) for number in range(2)], moving.watch)
        print(f"  threads got there {sum(arrived)} times", flush=True)
        _, (made, ended) = stress.born()
        check(made == ended, f"{made} objects were made, {ended} have ended")

    run.parts({kind: partial(aim, kind) for kind in ["own", "shared"]})


main(scenario)
