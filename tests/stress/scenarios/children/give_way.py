"""One process of owner-gives-way: an owner of objects, and a thread that comes when the owner is busy with them."""

import gc
import random
import sys
import threading

site, seed, way = sys.argv[1:]
sys.path.insert(0, site)

import stress

numbers = random.Random(seed)
# A collection would suspend sections.
gc.disable()
TIMES = 300
# The owner is busy with one class at a time; the other thread comes when it has got so far.
pairs, turn = [], stress.FrozenCounter()
begun, failed = threading.Barrier(2), []


def own():
    pairs.extend(stress.owned())
    begun.wait()
    for one, two in pairs:
        for _ in range(TIMES):
            turn.hit()
            hit(one, two)


def come():
    begun.wait()
    for number, (one, two) in enumerate(pairs):
        moment = number * TIMES + numbers.randrange(TIMES // 2)
        while turn.value() <= moment and not failed:
            pass
        if way == "section":
            for _ in range(TIMES // 10):
                assert one.is_left_alone(), "a section on an object did not keep its owner out"
        for _ in range(TIMES):
            hit(two, one)


def hit(one, two):
    if way == "two":
        one.hit_both(two)
    else:
        one.hit()
        two.hit()


def work(call):
    try:
        call()
    except BaseException as error:
        failed.append(error)


threads = [threading.Thread(target=work, args=[call]) for call in (own, come)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
if failed:
    raise failed[0]
counts = [(one.value(), two.value()) for one, two in pairs]
assert len(counts) == 24 and set(counts) == {(2 * TIMES, 2 * TIMES)}, f"hits were lost: {counts}"
print("done", flush=True)
