"""24, iter-mutate: some iterate over a list or a dictionary while others let it grow or clear it. Only RuntimeError is
raised, every item is whole, and a snapshot has a length that the container has had.

8 threads with 2,000 turns each. The container grows by ten items at once, so that its length is a multiple of ten for
everybody who sees it whole.
"""

import time
from functools import partial

import stress
from harness import check, in_threads, main

TEN = 10
MOST = 300


def fill_list(items, turn):
    items.extend([[turn, number] for number in range(TEN)])


def fill_dict(items, turn):
    items.update({f"{turn % 40}/{number}": [turn, number] for number in range(TEN)})


def scenario(run):
    times = run.times(2_000)

    def hammer(items, fill, readers, snapshots):
        changed = [0] * 8

        def work(number):
            choose = run.random(number).choice
            for turn in range(times):
                if number == 0 and len(items) >= MOST:
                    items.clear()
                elif number < 4:
                    if len(items) < 2 * MOST:
                        fill(items, turn)
                    elif number == 1:
                        items.clear()
                elif number < 6:
                    try:
                        seen = choose(readers)(items)
                        check(seen >= 0, seen)
                    except RuntimeError:
                        changed[number] += 1
                else:
                    length, whole = choose(snapshots)(items)
                    check(length % TEN == 0, f"a snapshot of {length} items")
                    check(whole == length, f"{length} items, of which {whole} are whole")

        in_threads(8, work)
        print(f"  {sum(changed)} iterations saw a change", flush=True)

    def looks(item):
        check(len(item) == 2, item)

    def looks_and_detaches(item):
        check(len(item) == 2, item)
        if item[1] == 0:
            time.sleep(0)

    nested = []
    list_readers = [
        stress.iterate_list,
        lambda items: stress.iterate_list_locked(items, looks),
        lambda items: stress.iterate_list_locked(items, looks_and_detaches),
    ]
    dict_readers = [
        stress.iterate_dict,
        lambda items: stress.iterate_dict_locked(items, looks, nested),
        lambda items: stress.iterate_dict_locked(items, looks_and_detaches, nested),
    ]

    def under_the_lock(count):
        def snapshot(items):
            length = count(items)
            return length, length

        return snapshot

    list_snapshots = [stress.snapshot_list, under_the_lock(stress.count_list_locked)]
    dict_snapshots = [stress.snapshot_dict, under_the_lock(stress.count_dict_locked)]
    run.parts(
        {
            "list": partial(hammer, [], fill_list, list_readers, list_snapshots),
            "dict": partial(hammer, {}, fill_dict, dict_readers, dict_snapshots),
        }
    )


main(scenario)
