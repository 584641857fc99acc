"""One process of fin-reattach: 8 threads that leave and come back without end, until the interpreter exits."""

import random
import sys
import threading
import time

site, seed, way = sys.argv[1:]
sys.path.insert(0, site)
import stress

numbers = random.Random(seed)
holder = stress.Holder()


def work(*_):
    for _ in range(1000):
        pass


class Mortal:
    __del__ = work


class Busy:
    __call__ = work

    # Not a class for each: CPython 3.13t hands the lock that it makes classes under to a thread that it then keeps for ever,
    # and waits for it at the exit.
    def mortal(self):
        return Mortal()


def inside(_):
    stress.go_inside(way, busy)


busy = Busy()
CALLS = {"allow threads": stress.come_back_allowed, "object": holder.hold}
CALLS |= dict.fromkeys(["Python code", "section", "finalizer"], inside)
begun = threading.Barrier(9)


def without_end(microseconds):
    call = CALLS.get(way) or (lambda microseconds: stress.come_back(way, microseconds))
    begun.wait()
    while True:
        call(microseconds)


for number in range(8):
    threading.Thread(target=without_end, args=[numbers.choice([0, 10, 100, 2_000])], daemon=True).start()
begun.wait()
time.sleep(numbers.uniform(0, 0.01))
print("done", flush=True)
