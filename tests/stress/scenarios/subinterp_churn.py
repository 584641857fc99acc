"""15, subinterp-churn: interpreters are made, import the module, run, and end. Each has a state of its own, and when they
have ended, so have their states and objects.

4 threads see 200 interpreters each from the beginning to the end, for each kind of interpreter.
"""

import gc
import sys
from functools import partial

import stress
from harness import all_together, check, main

BEGIN = """
import stress
number, calls = stress.state_number()
life = stress.Life()
assert life.state_number() == (number, calls + 1)

class Derived(stress.Life):
    pass

assert Derived().state_number() == (number, calls + 2)
assert stress.Holder().hold(0) and stress.ReadWriteHolder().look(0)
tally = stress.Tally()
for way in "detached", "reattached", "foreign", "foreign, kept", "thread-local":
    stress.let_go(way, tally, 5, tally)
stress.come_back("detach", 0)
assert tally.made == tally.ended == 25, (tally.made, tally.ended)
# These end with the interpreter.
cycle = Derived()
cycle.me = cycle
kept = [stress.Life([]) for _ in range(10)]
result = number
"""

# In the same interpreter, on another thread.
GO_ON = """
assert life.state_number() == (number, calls + 3)
del kept[:5]
assert kept[0].holds()
result = stress.state_number()[0]
"""

# Before 3.12, modules cannot be imported there.
BEGIN_PURE = "import json; result = len(json.dumps([1, 2]))"
GO_ON_PURE = "result = len(json.dumps([1, 2]))"

OLD = sys.version_info < (3, 12)


def scenario(run):
    lives = run.times(200)

    def churn(kind):
        if OLD and kind == "own":
            print("  skipped: before 3.12, no interpreter has a GIL of its own", flush=True)
            return
        code = (BEGIN_PURE, GO_ON_PURE) if OLD else (BEGIN, GO_ON)
        (states, ended), objects = stress.born()
        check(objects[0] == objects[1], f"{objects} objects have been made and have ended before")
        moving = run.moving(4)

        def work(number):
            seen = []
            for _ in moving.steps_of(number, lives):
                first, second, left = stress.live(kind, *code)
                check(first == second, f"state {first} has become {second}")
                check(left == 0, f"{left} references were not released")
                seen.append(first)
            return seen

        *seen, _ = all_together(*[partial(work, number) for number in range(4)], moving.watch)
        gc.collect()
        made = 0 if OLD else 4 * lives
        numbers = {number for numbers in seen for number in numbers}
        check(OLD or len(numbers) == made, f"{len(numbers)} states for {made} modules")
        expected = (states + made, ended + made)

        def all_ended():
            now, (made, ended) = stress.born()
            return now == expected and made == ended

        run.settles(all_ended)
        now, objects = stress.born()
        check(now == expected, f"{now} states have been made and have ended, {expected} were to")
        check(objects[0] == objects[1], f"{objects} objects have been made and have ended")

    run.parts({kind: partial(churn, kind) for kind in ["own", "shared"]})


main(scenario)
