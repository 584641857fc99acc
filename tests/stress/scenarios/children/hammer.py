"""One process of fin-hammer: threads of Rust attach without end, until they are refused."""

import gc
import random
import sys
import time

site, seed, way = sys.argv[1:]
sys.path.insert(0, site)
import stress

numbers = random.Random(seed)


class Cyclic:
    """Uses the module when it is finalized, which may be late."""

    # Globals may be gone by then.
    holder = stress.Holder()
    hold = staticmethod(stress.Holder.hold)
    come_back = staticmethod(stress.come_back)

    def __init__(self):
        self.me = self

    def __del__(self):
        self.hold(self.holder, 0)
        self.come_back("detach", 0)


gc.disable()
kept = [Cyclic() for _ in range(200)]
stress.hammer(way, 8, Cyclic)
time.sleep(numbers.uniform(0, 0.02))
del kept[:100]
print("done", flush=True)
